"""Training steps of Keras with Assay's dropout masks: the network of the notebook, at any size.

A `Dropout` becomes a product with a mask that is one more input, so that `train_on_batch` sees the units that Assay drops.
"""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np

from assay_random import dropout_mask


def notebook(shape, filters, units, rate=0.2):
    """Layers as (name, layer) in Assay's names, and the place, rate and width of each dropout."""
    layers = keras.layers
    result = []

    def add(kind, layer):
        number = sum(name.rsplit("_", 1)[0] == kind or name == kind for name, _ in result)
        result.append((kind if number == 0 else f"{kind}_{number}", layer))

    for count in filters:
        add("conv2d", layers.Conv2D(count, 3))
        add("activation", layers.Activation("relu"))
        add("max_pooling2d", layers.MaxPooling2D(2))
        add("batch_normalization", layers.BatchNormalization())
    add("flatten", layers.Flatten())
    masks = []
    for width in units:
        add("dense", layers.Dense(width, activation="relu"))
        masks.append((len(result), rate, width))
        add("dropout", None)
    add("dense", layers.Dense(2, activation="sigmoid"))
    return result, masks


def build(shape, filters, units, weights, frozen=0, learning_rate=1e-3):
    """A compiled model that takes an image and a mask for each dropout; `weights` are arrays by `layer/parameter`, `frozen` counts layers."""
    chain, masks = notebook(shape, filters, units)
    image = keras.Input(shape)
    inputs = [keras.Input((width,)) for _, _, width in masks]
    x, rest = image, list(inputs)
    for name, layer in chain:
        x = layer(x) if layer else keras.layers.Multiply()([x, rest.pop(0)])
    model = keras.Model([image, *inputs], x)
    for index, (name, layer) in enumerate(chain):
        if layer is None:
            continue
        if layer.weights:
            layer.set_weights([weights[f"{name}/{weight.name}"] for weight in layer.weights])
        layer.trainable = index >= frozen
    model.compile(keras.optimizers.Adam(learning_rate), keras.losses.BinaryCrossentropy(), jit_compile=False)
    return model, masks


def train(model, masks, key, batches):
    """The loss of each step on (images, labels)."""
    losses = []
    for step, (images, labels) in enumerate(batches):
        drawn = [dropout_mask(key, layer, step, (len(images), width), rate) for layer, rate, width in masks]
        # The loss is a running mean over the steps since the last reset.
        model.reset_metrics()
        losses.append(float(model.train_on_batch([images, *drawn], np.eye(2, dtype="float32")[labels])))
    return losses
