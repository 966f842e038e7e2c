"""Writes rules_ERA.json: losses, statistics, accuracies and names as each era's own Keras computes them for tiny models.

Run it once in each of the four environments that ../training/make_callbacks.py names. Everything is float32, Keras's default.
"""
import json
import os
import pathlib
import warnings

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import logging

import numpy as np
import tensorflow as tf

import keras
from keras.layers import Activation, BatchNormalization, Dense
from keras.models import Sequential

ERA = {"2.2.4": "keras-2.2.4", "2.3.1": "keras-2.3", "2.15.0": "tf.keras-2.15", "3.15.1": "keras-3"}[keras.__version__]
OLD = ERA in ("keras-2.2.4", "keras-2.3")
tf.get_logger().setLevel(logging.ERROR)
warnings.simplefilter("ignore")


def numbers(array):
    return [float(value) for value in np.asarray(array, "float64").ravel()]


def gradient(model, x, y, weights):
    """The loss of a training step on x, and its gradient by x."""
    if OLD:
        backend = keras.backend
        weight = np.ones(len(x), "float32") if weights is None else weights
        inputs = model.inputs + model.targets + model.sample_weights + [backend.learning_phase()]
        function = backend.function(inputs, [model.total_loss] + backend.gradients(model.total_loss, model.inputs))
        loss, slopes = function([x, y, weight, 1])
        return loss, slopes

    @tf.function
    def step(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            outputs = model(x, training=True)
            if ERA == "keras-3":
                loss = model.compute_loss(x=x, y=y, y_pred=outputs, sample_weight=weights)
            else:
                loss = model.compiled_loss(tf.constant(y), outputs, None if weights is None else tf.constant(weights))
        return loss, tape.gradient(loss, x)

    return step(tf.constant(x))


def losses():
    logits = np.array([[0.3, -1.2, 2.0], [6.0, -5.0, 0.1], [20.0, -20.0, 3.0], [-40.0, 40.0, -16.5], [0.0, 0.0, 0.0]], "float32")
    # Of outputs near 1 float32 leaves a few digits of 1 - p, and TensorFlow orders the sum as it likes: those have the target 1.
    outputs = np.array([[0.3, 0.2, 0.7], [0.99, 0.001, 0.4], [0.6, 0.0, 0.5], [0.4, 0.25, 1.5], [1e-6, 0.1, 0.1]], "float32")
    y = np.eye(3, dtype="float32")[[0, 1, 1, 2, 0]]
    result = []
    for name, squash, values in [("binary_crossentropy", "sigmoid", logits), ("categorical_crossentropy", "softmax", logits),
                                 ("binary_crossentropy", "linear", outputs), ("categorical_crossentropy", "linear", outputs)]:
        for weights in (None, np.array([1.0, 0.5, 2.0, 0.0, 3.0], "float32")):
            model = Sequential([Activation(squash, input_shape=(3,))])
            model.compile(loss=name, optimizer="sgd")
            if not OLD:
                model.build((None, 3))
            loss, slopes = gradient(model, values, y, weights)
            result.append({"loss": "BinaryCrossentropy" if name.startswith("binary") else "CategoricalCrossentropy",
                           "activation": squash, "width": 3, "values": numbers(values), "targets": numbers(y),
                           "weights": None if weights is None else numbers(weights), "expectedLoss": float(np.asarray(loss)),
                           "gradient": numbers(slopes)})
    return result


def statistics():
    """Moving statistics after one batch of images, and of rows: momentum 0.9, from mean 0.25 and variance 2."""
    result = []
    for shape in [(3, 4, 5, 2), (5, 3)]:
        x = np.random.RandomState(5).uniform(-1, 2, shape).astype("float32")
        channels = shape[-1]
        layer = BatchNormalization(momentum=0.9, input_shape=shape[1:])
        model = Sequential([layer])
        model.compile(loss="mse", optimizer=keras.optimizers.SGD(0.0))
        if not OLD:
            model.build((None,) + shape[1:])
        layer.set_weights([np.ones(channels), np.zeros(channels), np.full(channels, 0.25), np.full(channels, 2.0)])
        model.train_on_batch(x, x)
        mean, variance = layer.get_weights()[2:]
        result.append({"shape": list(shape[1:]), "count": shape[0], "inputs": numbers(x), "movingMean": numbers(mean),
                       "movingVariance": numbers(variance)})
    return result


def frozen():
    """The outputs of a frozen normalization in a training step, and whether its statistics moved."""
    x = np.random.RandomState(6).uniform(-1, 2, (4, 3, 3, 2)).astype("float32")
    layer = BatchNormalization(momentum=0.9, input_shape=(3, 3, 2), trainable=False)
    model = Sequential([layer])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(0.0))
    if not OLD:
        model.build((None, 3, 3, 2))
    start = [np.array([1.5, 0.5]), np.array([0.1, -0.2]), np.full(2, 0.25), np.full(2, 2.0)]
    layer.set_weights(start)
    if OLD:
        function = keras.backend.function(model.inputs + [keras.backend.learning_phase()], model.outputs)
        outputs = function([x, 1])[0]
    else:
        outputs = np.asarray(model(x, training=True))
    model.train_on_batch(x, x)
    assert all(np.allclose(a, b) for a, b in zip(layer.get_weights(), start))
    return {"shape": [3, 3, 2], "count": 4, "inputs": numbers(x), "gamma": [1.5, 0.5], "beta": [0.1, -0.2], "mean": 0.25,
            "variance": 2.0, "outputs": numbers(outputs)}


def accuracies():
    """Names and values of `accuracy` and `acc` for a two-sigmoid model on one-hot labels, and the name of the learning rate."""
    x = np.array([[3, -3], [2, 1], [-1, 2], [-2, -1]], "float32")
    y = np.array([[1, 0], [1, 0], [1, 0], [0, 1]], "float32")
    result = []
    for loss, word in [("binary_crossentropy", "accuracy"), ("binary_crossentropy", "acc"), ("categorical_crossentropy", "accuracy")]:
        model = Sequential([Activation("sigmoid", input_shape=(2,)), Dense(2, trainable=False)])
        model.compile(loss=loss, optimizer="sgd", metrics=[word])
        if not OLD:
            model.build((None, 2))
        model.layers[-1].set_weights([np.eye(2), np.zeros(2)])
        rate = keras.callbacks.ReduceLROnPlateau(patience=9)
        history = model.fit(x, y, validation_data=(x, y), epochs=1, batch_size=4, verbose=0, callbacks=[rate]).history
        names = sorted(history)
        value = next(history[name][0] for name in ("acc", "accuracy") if name in history)
        result.append({"loss": loss, "word": word, "names": names, "value": float(value)})
    return {"outputs": numbers(1 / (1 + np.exp(-x))), "targets": numbers(y), "cases": result}


def evaluated():
    """The loss of an evaluation by generator over batches of 4 and 1, and those of the two batches."""
    x = np.array([[0.0], [1.0], [2.0], [3.0], [10.0]], "float32")

    class Batches(keras.utils.Sequence if ERA != "keras-3" else keras.utils.PyDataset):
        def __len__(self):
            return 2

        def __getitem__(self, index):
            rows = x[4 * index:4 * index + 4]
            return rows, np.zeros_like(rows)

    model = Sequential([Activation("linear", input_shape=(1,))])
    model.compile(loss="mse", optimizer="sgd", metrics=["mae"])
    losses = [float(np.mean(rows ** 2)) for rows in (x[:4], x[4:])]
    found = (model.evaluate_generator if OLD else model.evaluate)(Batches(), verbose=0)
    return {"losses": losses, "counts": [4, 1], "evaluated": float(found[0]), "metric": float(found[1])}


result = {"keras": keras.__version__, "losses": losses(), "statistics": statistics(), "frozen": frozen(), "accuracies": accuracies(),
          "evaluated": evaluated()}
path = pathlib.Path(__file__).parent / f"rules_{ERA}.json"
path.write_text(json.dumps(result, separators=(",", ":")) + "\n")
