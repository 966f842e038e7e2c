"""Writes callbacks_ERA.json: what an era's own callbacks do on made-up trainings.

Run it once in each of four environments:
  keras-2.2.4    Python 3.7, tensorflow 1.15.5, Keras 2.2.4, h5py < 3, protobuf < 3.21
  keras-2.3      the same with Keras 2.3.1
  tf.keras-2.15  Python 3.11, tensorflow-cpu 2.15.0
  keras-3        Python 3.11, tensorflow-cpu 2.21, keras 3.15.1
"""

import contextlib
import io
import json
import os
import pathlib
import warnings

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import logging

import numpy as np
import tensorflow as tf

if tf.__version__.startswith("1."):
    import keras
    from keras import backend
else:
    import keras
    backend = keras.backend
ERAS = {"2.2.4": "keras-2.2.4", "2.3.1": "keras-2.3", "2.15.0": "tf.keras-2.15", "3.15.1": "keras-3"}
ERA = ERAS[keras.__version__]
tf.get_logger().setLevel(logging.ERROR)

from scenarios import scenarios, written


class Model:
    """As much of a model as the callbacks ask for; its weights are the number of epochs that it was trained."""

    def __init__(self):
        rate = {"learning_rate": 1e-3} if ERA in ("tf.keras-2.15", "keras-3") else {"lr": 1e-3}
        self.optimizer = keras.optimizers.SGD(**rate)
        self.stop_training = False
        self.weights_now = 0
        self.saved = []
        self.metrics = []
        self.distribute_strategy = tf.distribute.get_strategy()
        self._in_multi_worker_mode = lambda: False

    def get_weights(self):
        return [self.weights_now]

    def set_weights(self, weights):
        self.weights_now = weights[0]

    def save(self, path, overwrite):
        self.saved.append(self.weights_now)

    def rate(self):
        if ERA == "keras-3":
            return keras.ops.convert_to_numpy(self.optimizer.learning_rate)
        return backend.get_value(self.optimizer.lr)


def make(kind, arguments):
    arguments = dict(arguments)
    if ERA in ("keras-2.2.4", "keras-2.3"):
        # There is no such argument; scenarios that use it are for the later eras.
        arguments.pop("start_from_epoch", None)
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
                try:
                    callback.on_epoch_end(epoch, row)
                except TypeError:
                    # 2.2.4 and 2.3 restore weights that they never kept; the weights then stay as they are.
                    assert callback.best_weights is None and model.stop_training
                    unsaid = printed.getvalue().rstrip("\n").rsplit("\n", 1)
                    assert unsaid[-1].startswith("Restoring model weights")
                    printed.seek(0)
                    printed.truncate()
                    printed.write("\n".join(unsaid[:-1]) + "\n")
            rates.append(repr(float(np.float64(model.rate()))))
            if model.stop_training:
                break
        for callback in callbacks:
            callback.on_train_end()
    lines = [line for line in printed.getvalue().split("\n") if line and "finished saving" not in line]
    return {"rates": rates, "stopped": model.stop_training, "saved": model.saved, "weights": model.weights_now, "printed": lines}


both, late = scenarios()
wanted = both + (late if ERA in ("tf.keras-2.15", "keras-3") else [])
path = pathlib.Path(__file__).parent / f"callbacks_{ERA}.json"
path.write_text(json.dumps(written(wanted, run), indent=1) + "\n")
