"""Writes callbacks_keras3.json: what Keras 3's own callbacks do on made-up trainings.

Run with keras 3.15.1 and tensorflow-cpu 2.21 from PyPI: python make_callbacks_keras3.py
"""

import contextlib
import io
import json
import os
import pathlib
import warnings

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np

from scenarios import scenarios, written

assert keras.__version__ == "3.15.1", keras.__version__


class Model:
    """As much of a model as the callbacks ask for; its weights are the number of epochs that it was trained."""

    def __init__(self):
        self.optimizer = keras.optimizers.SGD(learning_rate=1e-3)
        self.stop_training = False
        self.weights_now = 0
        self.saved = []
        self.metrics = []

    def get_weights(self):
        return [self.weights_now]

    def set_weights(self, weights):
        self.weights_now = weights[0]

    def save(self, path, overwrite):
        self.saved.append(self.weights_now)


def make(kind, arguments):
    if kind == "ModelCheckpoint":
        return keras.callbacks.ModelCheckpoint("best.keras", verbose=1, **arguments)
    return getattr(keras.callbacks, kind)(verbose=1, **arguments)


def run(callback_list, logs):
    model = Model()
    callbacks = [make(kind, arguments) for kind, arguments in callback_list]
    printed = io.StringIO()
    rates = []
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for callback in callbacks:
            callback.set_model(model)
            callback.on_train_begin()
        for epoch, row in enumerate(logs):
            row = dict(row)
            model.weights_now = epoch + 1
            for callback in callbacks:
                callback.on_epoch_begin(epoch)
            for callback in callbacks:
                callback.on_epoch_end(epoch, row)
            rates.append(repr(float(np.float64(keras.ops.convert_to_numpy(model.optimizer.learning_rate)))))
            if model.stop_training:
                break
        for callback in callbacks:
            callback.on_train_end()
    lines = [line for line in printed.getvalue().split("\n") if line and "finished saving" not in line]
    return {"rates": rates, "stopped": model.stop_training, "saved": model.saved, "weights": model.weights_now, "printed": lines}


both, late = scenarios()
path = pathlib.Path(__file__).parent / "callbacks_keras3.json"
path.write_text(json.dumps(written(both + late, run), indent=1) + "\n")
