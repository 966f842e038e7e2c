"""Makes twenty_steps.json: the losses of 20 training steps of a small network like the notebook's in Keras 3, all layers trained and the first
frozen, with Assay's dropout masks.

    pip install keras==3.15.1 tensorflow-cpu==2.21.0 numpy==2.4.*
    python make_twenty_steps.py

In float64, so that the losses are not Keras's rounding. Images, labels and initial weights are draws of Assay's generator, which the test
makes again.
"""

import json
import pathlib

import numpy as np

from assay_random import Key
from keras_steps import build, keras, train

HERE = pathlib.Path(__file__).parent
SHAPE, FILTERS, UNITS, BATCH, STEPS = (22, 22, 3), (4, 6), (8, 6), 8, 20
# Each group of convolution, activation, pooling and normalization, and Flatten.
FROZEN = 4 * len(FILTERS) + 1
SHAPES = {
    "conv2d/kernel": (3, 3, 3, 4), "conv2d/bias": (4,), "batch_normalization/gamma": (4,), "batch_normalization/beta": (4,),
    "batch_normalization/moving_mean": (4,), "batch_normalization/moving_variance": (4,), "conv2d_1/kernel": (3, 3, 4, 6),
    "conv2d_1/bias": (6,), "batch_normalization_1/gamma": (6,), "batch_normalization_1/beta": (6,),
    "batch_normalization_1/moving_mean": (6,), "batch_normalization_1/moving_variance": (6,), "dense/kernel": (96, 8), "dense/bias": (8,),
    "dense_1/kernel": (8, 6), "dense_1/bias": (6,), "dense_2/kernel": (6, 2), "dense_2/bias": (2,)}


def draws(key, shape, low, high):
    return (low + (high - low) * key.uniform(int(np.prod(shape)))).astype("float32").reshape(shape)


def weights():
    result = {}
    for name, shape in SHAPES.items():
        parameter = name.split("/")[1]
        low, high = {"gamma": (0.5, 1.5), "moving_variance": (0.5, 1.5), "kernel": (-0.4, 0.4)}.get(parameter, (-0.2, 0.2))
        result[name] = draws(Key(11).with_(name), shape, low, high)
    return result


def batches():
    for step in range(STEPS):
        key = Key(11).with_("batch").with_(step)
        labels = (key.with_("labels").uniform(BATCH) < 0.5).astype(int)
        # The classes differ in brightness, so that there is something to learn.
        images = draws(key.with_("images"), (BATCH, *SHAPE), 0, 0.75) + labels[:, None, None, None].astype("float32") / 4
        yield images, labels


def main():
    keras.backend.set_floatx("float64")
    result = {}
    for name, frozen in [("trained", 0), ("frozen", FROZEN)]:
        model, masks = build(SHAPE, FILTERS, UNITS, weights(), frozen)
        result[name] = train(model, masks, Key(5), batches())
        print(name, *(f"{loss:.4f}" for loss in result[name]))
    (HERE / "twenty_steps.json").write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
