"""Times one step of the notebook's network, ours and Keras's in turn, on the same machine and in the same minutes.

    swift build -c release --product step-benchmark
    python Benchmarks/keras_step.py [--rounds 5] [--steps 6] [--threads 2] [--modes train frozen evaluate]

Needs tensorflow-cpu, keras 3 and numpy (measured with tensorflow-cpu 2.21.0, keras 3.15.1); see Benchmarks/README.md.
Prints a JSON object per round, then for each mode the medians and minima of both sides and their ratios.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import time

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--rounds", type=int, default=5, help="how often both sides take their turn")
parser.add_argument("--steps", type=int, default=6, help="steps of a turn that are timed, after two that are not")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--modes", nargs="+", default=["train", "frozen", "evaluate"], choices=["train", "frozen", "evaluate"])
parser.add_argument("--binary", default=str(pathlib.Path(__file__).parent.parent / ".build/release/step-benchmark"))
options = parser.parse_args()

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

tf.config.threading.set_intra_op_parallelism_threads(options.threads)
tf.config.threading.set_inter_op_parallelism_threads(options.threads)


def notebook():
    layers = [keras.Input((150, 150, 3))]
    for filters in (64, 128, 256, 256):
        layers += [
            keras.layers.Conv2D(filters, (3, 3)), keras.layers.Activation("relu"), keras.layers.MaxPooling2D(),
            keras.layers.BatchNormalization(),
        ]
    layers += [
        keras.layers.Flatten(), keras.layers.Dense(128, activation="relu"), keras.layers.Dropout(0.5),
        keras.layers.Dense(64, activation="relu"), keras.layers.Dropout(0.5), keras.layers.Dense(2, activation="sigmoid"),
    ]
    return keras.Sequential(layers)


def model_for(mode):
    model = notebook()
    if mode == "frozen":
        for layer in model.layers[:-5]:
            layer.trainable = False
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


generator = np.random.default_rng(2)
inputs = generator.random((16, 150, 150, 3), dtype=np.float32)
targets = np.eye(2, dtype=np.float32)[np.arange(16) % 2]


def keras_turn(model, mode):
    call = model.test_on_batch if mode == "evaluate" else model.train_on_batch
    for _ in range(2):
        call(inputs, targets)
    times = []
    processor = time.process_time()
    for _ in range(options.steps):
        begin = time.perf_counter()
        call(inputs, targets)
        times.append((time.perf_counter() - begin) * 1e3)
    return times, (time.process_time() - processor) * 1e3 / options.steps


def our_turn(mode):
    command = [options.binary, mode, str(options.steps), str(options.threads)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


for mode in options.modes:
    model = model_for(mode)
    ours, theirs = [], []
    for number in range(options.rounds):
        turn = our_turn(mode)
        times, processor = keras_turn(model, mode)
        ours.append((turn["median_ms"], turn["min_ms"], turn["processor_ms"]))
        theirs.append((statistics.median(times), min(times), processor))
        print(json.dumps({
            "mode": mode, "round": number, "ours_median_ms": round(ours[-1][0], 1), "keras_median_ms": round(theirs[-1][0], 1),
            "ratio": round(theirs[-1][0] / ours[-1][0], 2)}), flush=True)

    def summary(side):
        return {
            "median_ms": round(statistics.median(turn[0] for turn in side), 1), "min_ms": round(min(turn[1] for turn in side), 1),
            "processor_ms": round(statistics.median(turn[2] for turn in side), 1)}

    print(json.dumps({
        "mode": mode, "ours": summary(ours), "keras": summary(theirs),
        "keras_over_ours": {
            "median_of_rounds": round(statistics.median(t[0] / o[0] for o, t in zip(ours, theirs)), 2),
            "of_minima": round(min(t[1] for t in theirs) / min(o[1] for o in ours), 2),
            "of_processor_time": round(
                statistics.median(t[2] for t in theirs) / statistics.median(o[2] for o in ours), 2)}}), flush=True)
