"""Writes graphs.json: the layers of functional models in Keras's order, what each reads, and where a .weights.h5 keeps it.

The models are those of GraphTests.swift, built with Keras itself (3.15.1).

    python make_graphs.py
"""

import json
import os
import pathlib
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import h5py
import keras
from keras import layers as L


def conv(filters, kernel=1, strides=1, **more):
    return L.Conv2D(filters, kernel, strides=strides, padding="same", **more)


def conv_bn(x, name, filters, kernel=1, strides=1):
    x = conv(filters, kernel, strides, name=name + "_conv")(x)
    return L.BatchNormalization(name=name + "_bn")(x)


def residual_block(x, name, filters, out, strides=1, projects=False):
    """A ResNet's bottleneck; the shortcut is the first input of the sum, as in keras.applications."""
    shortcut = conv_bn(x, name + "_0", out, strides=strides) if projects else x
    y = conv_bn(x, name + "_1", filters, strides=strides)
    y = L.Activation("relu", name=name + "_1_relu")(y)
    y = conv_bn(y, name + "_2", filters, 3)
    y = L.Activation("relu", name=name + "_2_relu")(y)
    y = conv_bn(y, name + "_3", out)
    y = L.Add(name=name + "_add")([shortcut, y])
    return L.Activation("relu", name=name + "_out")(y)


def residual():
    image = keras.Input((16, 16, 3))
    x = conv(4, 3, name="stem")(image)
    for stage, blocks, strides in [(2, 2, 1), (3, 3, 2)]:
        x = residual_block(x, f"conv{stage}_block1", 2 * stage, 4 * stage, strides, projects=True)
        for block in range(2, blocks + 1):
            x = residual_block(x, f"conv{stage}_block{block}", 2 * stage, 4 * stage)
    x = L.Flatten()(x)
    return keras.Model(image, L.Dense(2)(x))


def dense():
    image = keras.Input((8, 8, 3))
    x = conv(4)(image)
    for _ in range(3):
        y = L.BatchNormalization()(x)
        y = conv(2, 3)(y)
        x = L.Concatenate()([x, y])
    x = L.Flatten()(x)
    return keras.Model(image, L.Dense(2)(x))


def named():
    """A graph written by `inputs` alone, one branch far longer than the others, and one layer read three times."""
    image = keras.Input((8, 8, 3))
    a = conv(4, name="a")(image)
    b = conv(4, name="b")(a)
    c = conv(4, name="c")(b)
    side = conv(4, name="side")(image)
    gate = L.Activation("sigmoid", name="gate")(side)
    gated = L.Multiply(name="gated")([c, gate])
    both = L.Add(name="both")([gated, a, side])
    widest = L.Maximum(name="widest")([both, a])
    x = L.Average(name="mean")([widest, c, a])
    x = L.Flatten()(x)
    return keras.Model(image, L.Dense(2)(x))


def backbone():
    image = keras.Input((8, 8, 3))
    x = conv(4, 3)(image)
    y = conv_bn(x, "side", 4)
    x = L.Add()([x, y])
    x = conv(2, name="last")(x)
    x = L.Flatten()(x)
    return keras.Model(image, L.Dense(5, name="top")(x), name="backbone")


def nested():
    """A head on a model within the model, cut before its own head."""
    whole = backbone()
    inner = keras.Model(whole.input, whole.get_layer("last").output, name="backbone")
    image = keras.Input((8, 8, 3))
    x = conv(3, name="before")(image)
    x = inner(x)
    x = conv(3, name="after")(x)
    x = L.Flatten(name="rows")(x)
    return keras.Model(image, L.Dense(2)(x))


def describe(model, prefix=""):
    """(name, what it reads) of every layer but inputs; a model within stands with its layers."""
    ends, result = {}, []
    for layer in model.layers:
        node = layer._inbound_nodes[-1]
        sources = [ends[tensor._keras_history.operation.name] for tensor in node.input_tensors]
        if isinstance(layer, L.InputLayer):
            ends[layer.name] = "input"
        elif isinstance(layer, keras.Model):
            inner = describe(layer, prefix + layer.name + "/")
            for entry in inner:
                entry["inputs"] = [sources[0] if source == "input" else source for source in entry["inputs"]]
            result += inner
            ends[layer.name] = inner[-1]["name"]
        else:
            ends[layer.name] = prefix + layer.name
            result.append({"name": prefix + layer.name, "inputs": sources})
    return result


def paths(model):
    """Where the weights file keeps each layer that has weights, below `layers`, by name."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/m.weights.h5"
        model.save_weights(path)

        def note(place, item):
            if place.endswith("/vars") and len(item):
                found[place.removeprefix("layers/").removesuffix("/vars")] = item.attrs["name"]

        with h5py.File(path) as file:
            file.visititems(note)
    return found


result = {}
for make in [residual, dense, named, nested]:
    keras.backend.clear_session()
    model = make()
    result[make.__name__] = {"layers": describe(model), "paths": paths(model), "parameters": model.count_params()}
here = pathlib.Path(__file__).resolve().parent
(here / "graphs.json").write_text(json.dumps(result, indent=1) + "\n")
