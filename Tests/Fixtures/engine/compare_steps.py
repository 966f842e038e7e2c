"""Lays 20 training steps of the notebook's network, as Assay ran them on real images, beside Keras's.

    pip install keras==3.15.1 tensorflow-cpu==2.21.0 numpy==2.4.* safetensors==0.8.0
    assay run twenty-steps.yaml --set data=DATA --results R
    assay data batches twenty-steps.yaml train_1 --count 20 --output train_1.npy --set data=DATA
    assay data batches twenty-steps.yaml train_2 --count 20 --output train_2.npy --set data=DATA
    python compare_steps.py R/twenty-steps/latest train_1.npy train_2.npy

Keras starts from the weights that Assay saved, sees the same batches and drops the same units (masks in NumPy, from the seed of the run). It runs
in float32, as people run it, and in float64, which shows how far float32 alone takes it: the first steps of Adam move each weight by the sign of
its gradient, however small, so that rounding is felt at once where all layers are trained at a high rate (`--set
steps.compile.optimizer={Adam: {learning_rate: 1e-5}}` trains at a low one). Steps are judged as long as Keras's floats stay within 1e-3 of its
doubles: beyond, Keras does not agree with itself. Exits 1 where Assay differs from the doubles by more than 1e-3 in a step that is judged.
"""

import csv
import json
import pathlib
import sys

import numpy as np
from safetensors.numpy import load_file

from assay_random import Key
from keras_steps import build, keras, train

BATCH, FROZEN = 16, 17


def batches(path):
    images = np.load(path)
    labels = np.load(str(path)[:-4] + ".labels.npy")
    return [(images[i : i + BATCH], labels[i : i + BATCH]) for i in range(0, len(images), BATCH)]


def losses(number, path, frozen, run, plan, floatx):
    keras.config.set_floatx(floatx)
    # Layers take the policy, which keeps the floats that it was first made with.
    keras.config.set_dtype_policy(floatx)
    compiles = [step["action"] for step in plan["steps"] if step["action"]["kind"] == "compile"]
    rate = compiles[number - 1]["optimizer"]["learning_rate"]
    data = batches(path)
    weights = load_file(run / f"start_{number}" / "start.safetensors")
    model, masks = build(data[0][0].shape[1:], (64, 128, 256, 256), (128, 64), weights, frozen, rate)
    return train(model, masks, Key(plan["seed"]).with_("model").with_(f"model_{number}"), data)


def main():
    run, *files = map(pathlib.Path, sys.argv[1:])
    plan = json.loads((run / "plan.json").read_text())
    good = True
    for number, (path, frozen) in enumerate(zip(files, (0, FROZEN)), 1):
        with open(run / f"training_{number}" / "curves.csv") as file:
            assay = [float(row["loss"]) for row in csv.DictReader(file)]
        floats, doubles = (losses(number, path, frozen, run, plan, floatx) for floatx in ("float32", "float64"))
        assert len(assay) == len(floats) == len(doubles) == 20
        print(f"{frozen} layers frozen\n{'step':>4} {'Assay':>11} {'Keras 32':>11} {'Keras 64':>11}   Assay-32  Assay-64     32-64")
        judged, worst = 0, 0
        for step, (ours, single, double) in enumerate(zip(assay, floats, doubles), 1):
            differences = [abs(a - b) / b for a, b in ((ours, single), (ours, double), (single, double))]
            print(f"{step:4} {ours:11.7f} {single:11.7f} {double:11.7f}", *(f"{value:10.1e}" for value in differences))
            if judged == step - 1 and differences[2] <= 1e-3:
                judged, worst = step, max(worst, differences[1])
        print(f"the first {judged} steps can be judged; their worst difference from the doubles is {worst:.1e}", flush=True)
        good = good and worst <= 1e-3
    sys.exit(not good)


if __name__ == "__main__":
    main()
