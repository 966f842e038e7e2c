"""Makes keras/backbone*.h5 and keras/transfer*.h5: a small functional model with a shortcut, alone and as a layer of another.

    pip install keras==3.15.1 tensorflow-cpu==2.21.0 h5py
    python make_backbone.py

Legacy files are written by Keras 3's own code for them. Weight i of the whole model, in the order of `model.layers`, has the values i + j / 64.
"""

import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["KERAS_BACKEND"] = "tensorflow"

import h5py
import keras
import numpy as np
from keras import layers
from keras.src.legacy.saving import legacy_h5_format

HERE = pathlib.Path(__file__).parent / "keras"


def backbone():
    """The shortcut is written first, and comes last but one in the order of `model.layers`."""
    x = start = layers.Input((6, 6, 3))
    shortcut = layers.Conv2D(4, 1, name="short")(x)
    x = layers.Conv2D(5, 3, padding="same", use_bias=False, name="conv")(x)
    x = layers.BatchNormalization(name="norm")(x)
    x = layers.DepthwiseConv2D(3, padding="same", name="depthwise")(x)
    x = layers.Conv2D(4, 1, name="point")(x)
    x = layers.Add(name="sum")([shortcut, x])
    return keras.Model(start, layers.GlobalAveragePooling2D(name="pool")(x), name="backbone")


def main():
    inner = backbone()
    start = layers.Input((6, 6, 3))
    model = keras.Model(start, layers.Dense(2, name="head")(inner(start)), name="transfer")
    order = [layer.name for layer in inner.layers if layer.weights]
    assert order == ["conv", "norm", "depthwise", "short", "point"], order
    weights = [weight for layer in inner.layers for weight in layer.weights] + list(model.get_layer("head").weights)
    for index, weight in enumerate(weights):
        weight.assign(index + np.arange(np.prod(weight.shape)).reshape(weight.shape) / 64)
    for name, value in [("backbone", inner), ("transfer", model)]:
        value.save_weights(HERE / f"{name}.weights.h5")
        with h5py.File(HERE / f"{name}.h5", "w") as file:
            legacy_h5_format.save_weights_to_hdf5_group(file, value)
    print([tuple(weight.shape) for weight in weights])


if __name__ == "__main__":
    main()
