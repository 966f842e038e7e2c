"""The parts of the benchmark; each gives rows of plain values, a dictionary by what was measured."""

import contextlib
import json
import statistics
import subprocess
import time

from . import machine, works
from .sides import TITLES, Side, variables
from .turns import alternate, say, show


def steps(options, isa):
    """The training step, the frozen step and the evaluation, in every mode of every peer."""
    with contextlib.ExitStack() as stack:
        sides = [stack.enter_context(Side(name, isa, options.threads)) for name in options.sides]
        rows = {}
        for title, work in works.steps(options.quick).items():
            rows[title] = alternate(sides, work, options.rounds, options.turn_ms)
            show(title, rows[title])
        return {"rows": rows}


def matrix(options, isa):
    """Training steps of other shapes, against each peer's default mode."""
    names = [name for name in options.sides if name in ("assay", "keras", "torch")]
    with contextlib.ExitStack() as stack:
        sides = [stack.enter_context(Side(name, isa, options.threads)) for name in names]
        rows = {}
        for title, work in works.matrix(options.quick).items():
            rows[title] = alternate(sides, work, min(options.rounds, 3), options.turn_ms / 2, long_ms=1000)
            show(title, rows[title])
        return {"rows": rows}


def backbones(options, isa):
    """Steps of backbones: times in turn, and the most memory of processes that do nothing else. `--quick` is Assay alone."""
    names = ["assay"] if options.quick else [
        name for name in options.sides if name != "torch-compiled"] + ["torch-planar"] * ("torch" in options.sides)
    rows = {}
    for title, work in works.backbones(options.quick).items():
        with contextlib.ExitStack() as stack:
            sides = [stack.enter_context(Side(name, isa, options.threads)) for name in names]
            rows[title] = alternate(sides, work, min(options.rounds, 3), options.turn_ms, long_ms=2500)
        show(title, rows[title])
        for name, row in rows[title].items():
            say(f"    {TITLES[name]}: peak {row['peak_mib']:.0f} MiB")
    return {"rows": rows}


def process(options, isa):
    """From the start of a process to the end of its first training step, and the most memory that it holds in a few steps."""
    work = works.steps(options.quick)["train"]
    rows = {}
    for name in options.sides:
        begin = time.perf_counter()
        with Side(name, isa, options.threads) as side:
            side.ask(do="prepare", work=work)
            start = (time.perf_counter() - begin) * 1e3
            turn = side.ask(do="turn", warm=0, steps=3)
        rows[name] = {
            "first_step_ms": start, "beyond_step_ms": start - statistics.median(turn["ms"]), "peak_mib": turn["peak_bytes"] / 2**20}
        say(f"  {TITLES[name]}: first step after {start:.0f} ms, peak {rows[name]['peak_mib']:.0f} MiB")
    rows["assay bench"] = {"peak_mib": bench_peak(options, isa) / 2**20}
    return {"rows": rows}


def bench_peak(options, isa):
    """The most memory of `assay bench` on the notebook's training step."""
    command = [
        machine.ROOT / ".build/release/assay", "bench", machine.ROOT / "Experiments/chest-xray-transfer.yaml", "--step",
        "training_1", "--steps", "3", "--threads", str(options.threads), "--format", "json"]
    done = subprocess.run(command, env=variables(isa), check=True, capture_output=True, text=True)
    return json.loads(done.stdout)["steps"][0]["peak_bytes"]


def scaling(options, isa):
    """Assay alone: one thread against all, and the cost of an image in batches of several sizes."""
    rows = {}
    with contextlib.ExitStack() as stack:
        many, one = [stack.enter_context(Side("assay", isa, threads)) for threads in (options.threads, 1)]
        many.name, one.name = f"{options.threads} threads", "1 thread"
        TITLES.update({many.name: many.name, one.name: one.name})
        for title, work in works.steps(options.quick).items():
            rows[title] = alternate([many, one], work, options.rounds, options.turn_ms / 2)
            show(title, rows[title])
        for count, work in works.batches(options.quick).items():
            row = alternate([many], work, min(options.rounds, 3), options.turn_ms / 2)[many.name]
            rows[f"batch {count}"] = {many.name: {**row, "ms_per_image": row["median_ms"] / count}}
            say(f"  batch {count}: {row['median_ms'] / count:.2f} ms an image")
    return {"rows": rows}


def kernels(options, isa):
    """Kernels by themselves, against oneDNN's direct convolution and the peak of this machine."""
    command = [machine.ROOT / ".build/release/kernel-benchmark", "--threads", str(options.threads), "--json"]
    done = subprocess.run(
        command + (["--quick"] if options.quick else []), env=variables(isa), check=True,
        capture_output=True, text=True)
    report = json.loads(done.stdout)
    say(f"  peak {report['peak_gflops']:.0f} GFLOP/s")
    return {"rows": report}


