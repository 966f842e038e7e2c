#!/usr/bin/env python3
"""What a sweep costs beside its trials, and what a second worker is worth.

    Benchmarks/sweep_overhead.py --trials 200

Three measurements, each of trials that train a small network:
- a sweep of many trials of one step each on two workers: wall time x workers over the sum of the times of the trials' processes,
- the same runs by two plain loops of a shell, each run into a folder of its own,
- a sweep of fewer and longer trials on one worker of one thread and on two: how many times as fast two are.
Prints one JSON object. Nothing else should run on the machine.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXPERIMENT = """
assay: 1
name: overhead
seed: 1
parameters: {rate: 0.001}
datasets:
  images: {synthetic: {radiographs: {count: 4, seed: 1}}, image_size: [16, 16], batch_size: 4}
models:
  net: {input: [16, 16, 3], layers: [Flatten, {Dense: {units: 4, activation: relu}}, {Dense: {units: 2, activation: sigmoid}}]}
steps:
  - build: {model: net, as: model}
  - compile: {model: model, loss: binary_crossentropy, optimizer: {Adam: {learning_rate: "${rate}"}}, metrics: [accuracy]}
  - train: {id: training, model: model, data: images, epochs: 1}
sweep:
  objective: {step: training, metric: loss}
  parameters: {rate: {range: [0.001, LAST, 0.001]}}
"""

NETWORK = """
assay: 1
name: throughput
seed: 1
parameters: {rate: 0.001}
datasets:
  images: {synthetic: {radiographs: {count: 480, seed: 1}}, image_size: [32, 32], color_mode: grayscale, batch_size: 16}
models:
  net:
    input: [32, 32, 1]
    layers:
      - Conv2D: {filters: 16, kernel_size: 3, activation: relu}
      - MaxPooling2D: 2
      - Conv2D: {filters: 32, kernel_size: 3, activation: relu}
      - MaxPooling2D: 2
      - Flatten
      - Dense: {units: 1, activation: sigmoid}
steps:
  - build: {model: net, as: model}
  - compile: {model: model, loss: binary_crossentropy, optimizer: {Adam: {learning_rate: "${rate}"}}, metrics: [accuracy]}
  - train: {id: training, model: model, data: images, epochs: 100}
sweep:
  objective: {step: training, metric: loss}
  parameters: {rate: {range: [0.001, 0.012, 0.001]}}
"""


class Bench:
    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        self.environment = dict(os.environ, XDG_CACHE_HOME=str(folder / "cache"))

    def sweep(self, name, results, workers):
        """The wall time of a sweep, and the sum of its trials' times as its journal has them."""
        began = time.monotonic()
        subprocess.run(
            [self.binary, "sweep", f"{name}.yaml", "--results", results, "--workers", str(workers), "--threads", "1", "--quiet"],
            cwd=self.folder, env=self.environment, check=True, stdout=subprocess.DEVNULL)
        wall = time.monotonic() - began
        seconds = 0.0
        for file in (self.folder / results / name / "sweeps" / "default" / "journal").glob("*.jsonl"):
            seconds += sum(e["seconds"] for e in map(json.loads, file.read_text().splitlines()) if e["event"] == "ended")
        return wall, seconds

    def loops(self, trials):
        """The wall time of the same runs in two loops of a shell."""
        run = f'"{self.binary}" run overhead.yaml --quiet --threads 1 --results loops'
        lines = [f"for i in $(seq {first} 2 {trials}); do {run} --set rate=$(printf '0.%03d' $i); done" for first in (1, 2)]
        began = time.monotonic()
        shells = [
            subprocess.Popen(["bash", "-c", line], cwd=self.folder, env=self.environment, stdout=subprocess.DEVNULL) for line in lines]
        if any(shell.wait() for shell in shells):
            sys.exit("a plain run failed")
        return time.monotonic() - began


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trials", type=int, default=200, help="of the first sweep (default 200)")
    parser.add_argument("--binary", help="the command (default: the release build)")
    options = parser.parse_args()
    root = Path(__file__).resolve().parent.parent
    binary = str(Path(options.binary or root / ".build/release/assay").resolve())
    with tempfile.TemporaryDirectory(prefix="sweep-overhead-") as temporary:
        bench = Bench(binary, Path(temporary))
        (bench.folder / "overhead.yaml").write_text(EXPERIMENT.replace("LAST", f"{options.trials / 1000:g}"))
        (bench.folder / "throughput.yaml").write_text(NETWORK)
        wall, trials = bench.sweep("overhead", "two", 2)
        loops = bench.loops(options.trials)
        one, two = (bench.sweep("throughput", results, workers)[0] for results, workers in (("alone", 1), ("both", 2)))
    print(json.dumps({
        "trials": options.trials, "sweep_seconds": round(wall, 2), "trial_seconds": round(trials, 2),
        "overhead": round(2 * wall / trials, 4), "two_loops_seconds": round(loops, 2), "one_worker_seconds": round(one, 2),
        "two_workers_seconds": round(two, 2), "speedup": round(one / two, 3)}, indent=2))


if __name__ == "__main__":
    main()
