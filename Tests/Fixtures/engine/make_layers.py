"""Writes layers.json: what Keras 3 computes for layers of one input, with the gradients by input and weights, in float64.

Run with Keras 3 and TensorFlow: python make_layers.py
"""

import json
import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
import numpy as np
import tensorflow as tf

keras.backend.set_floatx("float64")
rng = np.random.default_rng(5)

NAMES = ["linear", "relu", "relu6", "leaky_relu", "elu", "selu", "gelu", "silu", "swish", "hard_sigmoid", "hard_silu", "hard_swish",
         "sigmoid", "softmax", "softplus", "tanh"]
IMAGE = [5, 4, 3]

# Kind, input, arguments under Keras's names.
CASES = [("Activation", [4, 3, 5], {"activation": name}) for name in NAMES] + [
    ("ReLU", [4, 3, 5], {}),
    ("ReLU", [4, 3, 5], {"max_value": 6.0}),
    ("ReLU", [4, 3, 5], {"max_value": 2.5, "negative_slope": 0.1, "threshold": 0.75}),
    ("ReLU", [9], {"negative_slope": 0.2}),
    ("LeakyReLU", [4, 3, 5], {}),
    ("LeakyReLU", [9], {"negative_slope": 0.05}),
    ("ELU", [4, 3, 5], {}),
    ("ELU", [9], {"alpha": 0.4}),
    ("Softmax", [2, 3, 4], {}),
    ("Softmax", [4, 3], {}),
    ("AveragePooling2D", IMAGE, {"pool_size": [2, 2]}),
    ("AveragePooling2D", IMAGE, {"pool_size": [3, 2], "strides": [1, 2]}),
    ("AveragePooling2D", IMAGE, {"pool_size": [3, 3], "strides": [2, 2], "padding": "same"}),
    ("AveragePooling2D", IMAGE, {"pool_size": [2, 4], "strides": [1, 3], "padding": "same"}),
    ("AveragePooling2D", [2, 3, 2], {"pool_size": [5, 7], "strides": [1, 1], "padding": "same"}),
    ("MaxPooling2D", IMAGE, {"pool_size": [3, 3], "strides": [2, 2], "padding": "same"}),
    ("MaxPooling2D", IMAGE, {"pool_size": [2, 4], "strides": [1, 3], "padding": "same"}),
    ("GlobalAveragePooling2D", IMAGE, {}),
    ("GlobalAveragePooling2D", IMAGE, {"keepdims": True}),
    ("GlobalMaxPooling2D", IMAGE, {}),
    ("GlobalMaxPooling2D", IMAGE, {"keepdims": True}),
    ("ZeroPadding2D", IMAGE, {}),
    ("ZeroPadding2D", IMAGE, {"padding": [[0, 1], [2, 3]]}),
    ("Cropping2D", IMAGE, {}),
    ("Cropping2D", IMAGE, {"cropping": [[0, 2], [1, 2]]}),
    ("UpSampling2D", IMAGE, {}),
    ("UpSampling2D", IMAGE, {"size": [1, 3]}),
    ("UpSampling2D", IMAGE, {"interpolation": "bilinear"}),
    ("UpSampling2D", IMAGE, {"size": [3, 2], "interpolation": "bilinear"}),
    ("UpSampling2D", [1, 2, 2], {"size": [5, 1], "interpolation": "bilinear"}),
    ("Reshape", [4, 3, 2], {"target_shape": [-1]}),
    ("Reshape", [4, 3, 2], {"target_shape": [2, -1, 3]}),
    ("Reshape", [6], {"target_shape": [1, 1, 6]}),
    ("Reshape", [4, 3, 2], {"target_shape": [8, 3]}),
    ("Rescaling", IMAGE, {"scale": 0.25}),
    ("Rescaling", IMAGE, {"scale": 1 / 127.5, "offset": -1.0}),
    ("Rescaling", IMAGE, {"scale": [0.5, 2.0, -1.5], "offset": [0.1, 0.2, -3.0]}),
    ("Rescaling", [3], {"scale": [0.5, 2.0, -1.5]}),
    ("Normalization", IMAGE, {}),
    ("Normalization", [4], {}),
    ("Normalization", IMAGE, {"mean": [0.4, 0.5, -0.1], "variance": [0.25, 4.0, 0.0]}),
    ("Normalization", IMAGE, {"mean": 0.5, "variance": 2.0}),
    ("LayerNormalization", IMAGE, {}),
    ("LayerNormalization", [4, 6], {"epsilon": 0.1, "center": False}),
    ("LayerNormalization", [6], {"scale": False}),
    ("GroupNormalization", [4, 3, 6], {"groups": 2}),
    ("GroupNormalization", [4, 3, 6], {"groups": 3, "epsilon": 0.1, "center": False}),
    ("GroupNormalization", [4, 3, 6], {"groups": -1, "scale": False}),
    ("GroupNormalization", [6], {"groups": 1}),
    ("GroupNormalization", [5, 6], {"groups": 6}),
]

# The defaults of what Assay's plan always writes.
DEFAULTS = {
    "ReLU": {"negative_slope": 0.0, "threshold": 0.0},
    "LeakyReLU": {"negative_slope": 0.3},
    "ELU": {"alpha": 1.0},
    "AveragePooling2D": {"strides": [2, 2], "padding": "valid"},
    "MaxPooling2D": {"padding": "valid"},
    "GlobalAveragePooling2D": {"keepdims": False},
    "GlobalMaxPooling2D": {"keepdims": False},
    "ZeroPadding2D": {"padding": [[1, 1], [1, 1]]},
    "Cropping2D": {"cropping": [[0, 0], [0, 0]]},
    "UpSampling2D": {"size": [2, 2], "interpolation": "nearest"},
    "Rescaling": {"offset": 0.0},
    "LayerNormalization": {"epsilon": 1e-3, "center": True, "scale": True},
    "GroupNormalization": {"epsilon": 1e-3, "center": True, "scale": True},
}


def camel(key):
    first, *rest = key.split("_")
    return first + "".join(word.capitalize() for word in rest)


def plan(kind, arguments):
    """The layer as Assay's plan has it."""
    result = {"kind": kind}
    for key, value in {**DEFAULTS.get(kind, {}), **arguments}.items():
        result[camel(key)] = [value] if key in ("scale", "offset", "mean", "variance") and isinstance(value, float) else value
    return result


records = []
for kind, shape, arguments in CASES:
    keras.utils.clear_session()
    # One decimal: equal values, and zeros, at which kinks lie. None where gradients of other kinks are anybody's choice.
    inputs = np.round(rng.uniform(-4, 8, [2, *shape]), 1)
    for kink in (-3, 0.75, 2.5, 3, 6):
        inputs[inputs == kink] += 0.05
    layer = getattr(keras.layers, kind)(**arguments)
    tensor = tf.constant(inputs)
    layer(tensor)
    layer.set_weights([np.round(rng.uniform(0.3, 2, weight.shape), 3) for weight in layer.weights])
    if kind == "Normalization" and not arguments:
        layer.finalize_state()  # as after loading a file
    with tf.GradientTape() as tape:
        tape.watch(tensor)
        outputs = layer(tensor, training=True) if kind != "Reshape" else layer(tensor)
        slopes = np.round(rng.uniform(-1, 1, outputs.shape), 3)
        total = tf.reduce_sum(outputs * slopes)
    trained = layer.trainable_variables
    found = tape.gradient(total, [tensor] + [variable.value for variable in trained])
    by_weight = {id(variable): value for variable, value in zip(trained, found[1:])}
    records.append(
        {
            "name": layer.name,
            "layer": plan(kind, arguments),
            "input": shape,
            "inputs": inputs.ravel().tolist(),
            "weights": [{"name": w.name, "shape": list(w.shape), "values": np.ravel(w.numpy()).tolist()} for w in layer.weights],
            "output": list(outputs.shape[1:]),
            "outputs": outputs.numpy().ravel().tolist(),
            "slopes": slopes.ravel().tolist(),
            "gradient": found[0].numpy().ravel().tolist(),
            "weightGradients": [by_weight[id(w)].numpy().ravel().tolist() if id(w) in by_weight else [] for w in layer.weights],
        }
    )
text = "[\n" + ",\n".join(json.dumps(record, separators=(",", ":")) for record in records) + "\n]\n"
(Path(__file__).parent / "layers.json").write_text(text)
