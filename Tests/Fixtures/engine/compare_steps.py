"""Lays 20 training steps of the notebook's network, as Assay ran them on real images, beside Keras's.

    pip install keras==3.15.1 tensorflow-cpu==2.21.0 numpy==2.4.* safetensors==0.8.0
    assay run twenty-steps.yaml --set data=DATA --results R
    assay data batches twenty-steps.yaml train_1 --count 20 --output train_1.npy --set data=DATA
    assay data batches twenty-steps.yaml train_2 --count 20 --output train_2.npy --set data=DATA
    python compare_steps.py R/twenty-steps/latest train_1.npy train_2.npy

Keras starts from the weights that Assay saved, sees the same batches and drops the same units (masks in NumPy, from the seed of the run). In
float32, as Keras runs. Exits 1 where a loss differs by more than 1e-3 of itself.
"""

import csv
import json
import pathlib
import sys

import numpy as np
from safetensors.numpy import load_file

from assay_random import Key
from keras_steps import build, train

BATCH, FROZEN = 16, 17


def batches(path):
    images = np.load(path)
    labels = np.load(str(path)[:-4] + ".labels.npy")
    return [(images[i : i + BATCH], labels[i : i + BATCH]) for i in range(0, len(images), BATCH)]


def main():
    run, *files = map(pathlib.Path, sys.argv[1:])
    seed = json.loads((run / "run.json").read_text())["seed"]
    worst = 0
    for number, (path, frozen) in enumerate(zip(files, (0, FROZEN)), 1):
        with open(run / f"training_{number}" / "curves.csv") as file:
            found = [float(row["loss"]) for row in csv.DictReader(file)]
        weights = load_file(run / f"start_{number}" / "start.safetensors")
        data = batches(path)
        model, masks = build(data[0][0].shape[1:], (64, 128, 256, 256), (128, 64), weights, frozen)
        expected = train(model, masks, Key(seed).with_("model").with_(f"model_{number}"), data)
        assert len(found) == len(expected) == 20
        print(f"{'step':>4} {'Assay':>12} {'Keras':>12} {'relative':>9}   {frozen} layers frozen")
        for step, (ours, theirs) in enumerate(zip(found, expected), 1):
            difference = abs(ours - theirs) / theirs
            worst = max(worst, difference)
            print(f"{step:4} {ours:12.7f} {theirs:12.7f} {difference:9.1e}")
    print(f"worst relative difference: {worst:.2e}")
    sys.exit(worst > 1e-3)


if __name__ == "__main__":
    main()
