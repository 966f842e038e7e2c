"""Makes keras3.json and keras224.json: what Keras computes for small networks.

    pip install keras==3.15.1 tensorflow-cpu==2.21.0 numpy==2.4.*
    python make_engine.py

keras3.json comes from Keras 3.15.1 on TensorFlow 2.21, in float64, so that its numbers are not Keras's rounding. Inputs and
initial parameters are float32 values. keras224.json holds what no Keras that can still be installed computes: the losses as
`backend/tensorflow_backend.py` of Keras 2.2.4 writes them, on TensorFlow's own ops, and the moving statistics as TensorFlow's fused
kernel and `layers/normalization.py` of 2.2.4 make them.
"""

import json
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf

keras.backend.set_floatx("float64")
HERE = pathlib.Path(__file__).parent


# Layers in the form of Assay's plan, and as Keras layers.


def conv(filters, kernel, strides=(1, 1), padding="valid", bias=True, activation="linear"):
    return {"kind": "Conv2D", "filters": filters, "kernelSize": list(kernel), "strides": list(strides), "padding": padding,
            "useBias": bias, "activation": activation}


def dense(units, activation="linear", bias=True):
    return {"kind": "Dense", "units": units, "activation": activation, "useBias": bias}


def activation(name):
    return {"kind": "Activation", "activation": name}


def pool(size=(2, 2), strides=None, padding="valid"):
    return {"kind": "MaxPooling2D", "poolSize": list(size), "strides": list(strides or size), "padding": padding}


def norm(momentum=0.99, epsilon=1e-3, center=True, scale=True):
    return {"kind": "BatchNormalization", "momentum": momentum, "epsilon": epsilon, "center": center, "scale": scale}


flatten = {"kind": "Flatten"}


def as_keras(layer):
    a = {key: value for key, value in layer.items() if key != "kind"}
    match layer["kind"]:
        case "Conv2D":
            return keras.layers.Conv2D(a["filters"], a["kernelSize"], a["strides"], a["padding"], use_bias=a["useBias"],
                                       activation=a["activation"])
        case "Dense":
            return keras.layers.Dense(a["units"], use_bias=a["useBias"], activation=a["activation"])
        case "Activation":
            return keras.layers.Activation(a["activation"])
        case "MaxPooling2D":
            return keras.layers.MaxPooling2D(a["poolSize"], a["strides"], a["padding"])
        case "BatchNormalization":
            return keras.layers.BatchNormalization(momentum=a["momentum"], epsilon=a["epsilon"], center=a["center"],
                                                   scale=a["scale"])
        case "Flatten":
            return keras.layers.Flatten()


LOSSES = {"BinaryCrossentropy": keras.losses.BinaryCrossentropy, "CategoricalCrossentropy": keras.losses.CategoricalCrossentropy}

CASES = [
    ("dense layers of every activation", [2, 3, 2],
     [flatten, dense(7, "tanh"), dense(6, "relu"), dense(5, "softmax"), dense(4, "sigmoid", False), dense(2, "sigmoid")],
     "BinaryCrossentropy", [], False),
    ("one sigmoid, weighted samples", [2, 2, 1], [flatten, dense(3, "tanh"), dense(1, "sigmoid")], "BinaryCrossentropy", [], True),
    ("softmax, weighted samples", [2, 3, 1], [flatten, dense(4), activation("softmax")], "CategoricalCrossentropy", [], True),
    ("cross-entropy of tanh outputs", [2, 2, 1], [flatten, dense(2, "tanh")], "BinaryCrossentropy", [], False),
    # Flatten between them: Keras on TensorFlow takes the inputs of a sigmoid for those of a softmax where it sees the sigmoid.
    ("categorical cross-entropy of sigmoid outputs", [2, 2, 1], [flatten, dense(3, "sigmoid"), flatten], "CategoricalCrossentropy",
     [], False),
    ("convolution, valid", [6, 5, 3], [conv(4, (3, 2), activation="relu"), flatten, dense(2, "sigmoid")], "BinaryCrossentropy", [],
     False),
    ("convolution, same", [5, 6, 2], [conv(3, (4, 3), padding="same", activation="tanh", bias=False), flatten, dense(2, "sigmoid")],
     "BinaryCrossentropy", [], False),
    ("convolutions with strides", [8, 9, 2],
     [conv(3, (3, 3), (2, 2), "same", activation="tanh"), conv(3, (2, 3), (1, 2), activation="sigmoid"), flatten,
      dense(2, "sigmoid")], "BinaryCrossentropy", [], False),
    ("pooling, valid", [7, 6, 2], [conv(3, (2, 2)), activation("relu"), pool(), flatten, dense(2, "sigmoid")],
     "BinaryCrossentropy", [], False),
    ("pooling, same and overlapping", [6, 7, 1], [conv(3, (1, 1)), pool((3, 2), (2, 1), "same"), flatten, dense(2, "sigmoid")],
     "BinaryCrossentropy", [], False),
    ("normalization of images", [5, 5, 2],
     [conv(3, (2, 2)), norm(), activation("relu"), pool(), norm(0.9, 1e-2), flatten, dense(2, "sigmoid")], "BinaryCrossentropy", [],
     False),
    ("normalization of rows", [2, 3, 1], [flatten, dense(4), norm(0.9), dense(3, "tanh"), norm(center=False), dense(3),
                                          norm(scale=False), dense(2, "sigmoid")], "BinaryCrossentropy", [], False),
    ("frozen normalization above a convolution", [5, 5, 2],
     [conv(3, (2, 2)), norm(), activation("tanh"), flatten, dense(3, "tanh"), dense(2, "sigmoid")], "BinaryCrossentropy", [1],
     False),
    ("frozen below", [5, 5, 2], [conv(3, (2, 2)), activation("relu"), norm(), flatten, dense(3, "tanh"), dense(2, "sigmoid")],
     "BinaryCrossentropy", [0, 1, 2, 3], False),
]

ADAM = {"learningRate": 2.0**-7, "beta1": 0.875, "beta2": 0.9921875, "epsilon": 1e-7}
BATCH = 4


def floats(random, low, high, shape):
    return random.uniform(low, high, shape).astype("float32").astype("float64")


def start_values(random, weight):
    low, high = {"gamma": (0.5, 1.5), "moving_variance": (0.5, 1.5), "kernel": (-0.6, 0.6)}.get(weight.name, (-0.3, 0.3))
    return floats(random, low, high, weight.shape)


def numbers(array):
    return [float(value) for value in np.asarray(array).ravel()]


def one_hot(random, count, width):
    if width == 1:
        return random.integers(0, 2, (count, 1)).astype("float64")
    return np.eye(width)[random.integers(0, width, count)]


def run_case(number, name, shape, layers, loss_name, frozen, weighted):
    random = np.random.default_rng(number)

    def build():
        return keras.Sequential([keras.Input(shape), *map(as_keras, layers)])

    model = build()
    start = [start_values(random, weight) for layer in model.layers for weight in layer.weights]
    inputs = floats(random, -1, 1, (BATCH, *shape))
    targets = one_hot(random, BATCH, model.output_shape[-1])
    weights = np.array([0.5, 2, 0, 1]) if weighted else None
    loss = LOSSES[loss_name]()

    def load(model):
        rest = list(start)
        for layer in model.layers:
            own, rest = rest[: len(layer.weights)], rest[len(layer.weights) :]
            layer.set_weights(own)
        for index in frozen:
            model.layers[index].trainable = False

    load(model)
    result = {"name": name, "input": shape, "layers": layers, "loss": loss_name, "frozen": frozen, "optimizer": ADAM,
              "count": BATCH, "inputs": numbers(inputs), "targets": numbers(targets),
              "weights": None if weights is None else numbers(weights), "parameters": [numbers(value) for value in start]}
    result["outputs"] = numbers(model(inputs, training=False))
    result["evaluatedLoss"] = float(loss(targets, model(inputs, training=False), sample_weight=weights))

    with tf.GradientTape() as tape:
        outputs = model(inputs, training=True)
        value = loss(targets, outputs, sample_weight=weights)
    found = dict(zip([id(v) for v in model.trainable_variables],
                     tape.gradient(value, [v.value for v in model.trainable_variables])))
    result["trainingOutputs"] = numbers(outputs)
    result["trainingLoss"] = float(value)
    result["gradients"] = [numbers(found[id(w)]) if id(w) in found else [] for layer in model.layers for w in layer.weights]

    model = build()
    load(model)
    optimizer = keras.optimizers.Adam(ADAM["learningRate"], beta_1=ADAM["beta1"], beta_2=ADAM["beta2"], epsilon=ADAM["epsilon"])
    model.compile(optimizer, loss, jit_compile=False)
    for _ in range(3):
        # train_on_batch returns a running mean, so only its effect on the parameters is kept.
        model.train_on_batch(inputs, targets, sample_weight=weights)
    result["afterThreeSteps"] = [numbers(w) for layer in model.layers for w in layer.weights]
    return result


# Keras 2.2.4.

EPSILON = float(np.float32(1e-7))
HIGH = float(np.float32(1) - np.float32(1e-7))


def binary_crossentropy_224(targets, probabilities):
    clipped = tf.clip_by_value(probabilities, EPSILON, HIGH)
    logits = tf.math.log(clipped / (1 - clipped))
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=targets, logits=logits), axis=-1)


def categorical_crossentropy_224(targets, probabilities):
    clipped = tf.clip_by_value(probabilities / tf.reduce_sum(probabilities, -1, keepdims=True), EPSILON, HIGH)
    return -tf.reduce_sum(targets * tf.math.log(clipped), -1)


def losses_224():
    """Loss and gradient by the logits of weighted rows, among them rows far beyond the clip."""
    rows = np.array([[0.3, -1.2, 2.0], [15.5, -15.5, 0.1], [17.0, -17.0, 3.0], [-40.0, 40.0, -16.0], [0.0, 0.0, 0.0]])
    result = []
    for name, function, squash in [
        ("BinaryCrossentropy", binary_crossentropy_224, "sigmoid"), ("CategoricalCrossentropy", categorical_crossentropy_224, "softmax"),
        ("BinaryCrossentropy", binary_crossentropy_224, "linear"), ("CategoricalCrossentropy", categorical_crossentropy_224, "linear"),
    ]:
        values = rows if squash != "linear" else np.array(
            [[0.3, 0.2, 0.7], [0.99, 0.001, 0.4], [1.0, 0.0, 0.5], [1.5, 0.25, 0.5], [0.1, 0.1, 0.1]])
        targets = np.eye(3)[[0, 1, 1, 2, 0]]
        for weights in [None, np.array([1.0, 0.5, 2.0, 0.0, 3.0])]:
            logits = tf.Variable(values)
            with tf.GradientTape() as tape:
                outputs = {"sigmoid": tf.sigmoid, "softmax": tf.nn.softmax, "linear": tf.identity}[squash](logits)
                score = function(targets, outputs)
                if weights is not None:
                    # engine/training_utils.py of 2.2.4, weighted_masked_objective.
                    score = score * weights / np.mean(weights != 0)
                loss = tf.reduce_mean(score)
            result.append({"loss": name, "activation": squash, "width": 3, "values": numbers(values), "targets": numbers(targets),
                           "weights": None if weights is None else numbers(weights), "expectedLoss": float(loss),
                           "gradient": numbers(tape.gradient(loss, logits))})
    return result


def statistics_224():
    """Moving statistics after one batch of images, and of rows: momentum 0.9, epsilon 1e-3, from mean 0.25 and variance 2."""
    result = []
    for shape in [(3, 4, 5, 2), (5, 3)]:
        x = floats(np.random.default_rng(5), -1, 2, shape)
        count = x.size // shape[-1]
        if len(shape) == 4:
            ones, zeros = np.ones(shape[-1], "float32"), np.zeros(shape[-1], "float32")
            _, mean, variance = tf.compat.v1.nn.fused_batch_norm(x.astype("float32"), ones, zeros, epsilon=1e-3, is_training=True)
        else:
            mean, variance = tf.nn.moments(tf.constant(x), [0])
        variance = np.asarray(variance, "float64") * count / (count - (1.0 + 1e-3))
        result.append({"shape": list(shape[1:]), "count": shape[0], "inputs": numbers(x),
                       "movingMean": numbers(0.9 * 0.25 + 0.1 * np.asarray(mean, "float64")),
                       "movingVariance": numbers(0.9 * 2 + 0.1 * variance)})
    return result


def frozen_224():
    """A frozen BatchNormalization of 2.2.4 runs on the batch's statistics, so what lies below learns as if it were not frozen."""
    name, shape, layers, loss, frozen, weighted = next(case for case in CASES if case[0].startswith("frozen normalization"))
    result = run_case(100, name, shape, layers, loss, [], weighted)
    # gamma and beta are the parameters 2 and 3, after kernel and bias of the convolution.
    result["gradients"][2] = result["gradients"][3] = []
    result["frozen"] = frozen
    del result["afterThreeSteps"]
    return result


def write(name, value):
    text = json.dumps(value, indent=None, separators=(",", ":"))
    (HERE / name).write_text(text + "\n")


if __name__ == "__main__":
    write("keras3.json", [run_case(number, *case) for number, case in enumerate(CASES)])
    write("keras224.json", {"losses": losses_224(), "statistics": statistics_224(), "frozen": frozen_224()})
