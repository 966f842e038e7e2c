"""Writes epoch_callbacks.json: what Keras 3's LearningRateScheduler, CSVLogger and TerminateOnNaN do.

Run with keras 3.15.1 and tensorflow-cpu 2.21 from PyPI: python make_epoch_callbacks.py
"""

import json
import os
import pathlib
import tempfile

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np


class Model:
    """As much of a model as the callbacks ask for."""

    def __init__(self):
        self.optimizer = keras.optimizers.SGD(learning_rate=1e-3)
        self.stop_training = False
        self.metrics = []

    def rate(self):
        return float(np.float64(keras.ops.convert_to_numpy(self.optimizer.learning_rate)))


def start(callbacks):
    model = Model()
    for callback in callbacks:
        callback.set_model(model)
        callback.on_train_begin()
    return model


def schedule(table, losses, plateau):
    """The rate that each epoch ran with. The table's epochs count from 1."""

    def rate(epoch, before):
        past = [value for first, value in sorted(table.items()) if first <= epoch + 1]
        return past[-1] if past else before

    callbacks = [keras.callbacks.LearningRateScheduler(rate)]
    if plateau:
        callbacks.append(keras.callbacks.ReduceLROnPlateau(monitor="loss", factor=0.5, patience=1, min_delta=0))
    model = start(callbacks)
    rates = []
    for epoch, loss in enumerate(losses):
        for callback in callbacks:
            callback.on_epoch_begin(epoch)
        rates.append(model.rate())
        for callback in callbacks:
            callback.on_epoch_end(epoch, {"loss": loss})
    return {"table": {str(key): value for key, value in table.items()}, "losses": losses, "plateau": plateau, "rates": rates}


def csv(separator, append, trainings):
    """The file after trainings one after the other, each with a callback of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "training.csv")
        for rows in trainings:
            callback = keras.callbacks.CSVLogger(path, separator=separator, append=append)
            start([callback])
            for epoch, row in enumerate(rows):
                callback.on_epoch_end(epoch, dict(row))
            callback.on_train_end()
        text = open(path, newline="").read()
    written = [[{key: repr(value) for key, value in row.items()} for row in rows] for rows in trainings]
    return {"separator": separator, "append": append, "trainings": written, "text": text}


def nan():
    """A training on batches of one sample, the third of which has no finite loss."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(optimizer="sgd", loss="mse")
    seen = []

    class Count(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            seen.append(batch)

        def on_test_batch_end(self, batch, logs=None):
            seen.append("validation")

    x = np.array([[1.0], [1.0], [np.nan], [1.0]], dtype=np.float32)
    history = model.fit(x, np.ones((4, 1)), batch_size=1, epochs=3, shuffle=False, verbose=0, validation_data=(x[:1], x[:1]),
                        callbacks=[keras.callbacks.TerminateOnNaN(), Count()])
    return {"epochs": len(history.epoch), "names": sorted(history.history), "seen": [str(entry) for entry in seen]}


full = [{"loss": 0.5, "acc": 0.75, "val_loss": 1e-05, "val_acc": 1.0, "lr": 0.001},
        {"loss": 0.0001, "acc": 1 / 3, "val_loss": float("nan"), "val_acc": 0.0, "lr": 1e-04},
        {"loss": 12345678.9, "acc": 0.1, "val_loss": float("inf"), "val_acc": 1e-10, "lr": 2.5e-06}]
plain = [{"loss": 0.5, "b": 2.0, "A": 3.0}, {"loss": 0.25, "b": 1.0}]
result = {
    "schedules": [
        schedule({1: 1e-3, 4: 1e-4, 6: 5e-5}, [1.0] * 8, False),
        schedule({3: 1e-4}, [1.0] * 5, False),
        schedule({2: 1e-2, 5: 1e-3}, [1.0] * 7, True),
    ],
    "csv": [csv(",", False, [full]), csv(";", False, [plain]), csv(".", False, [full]), csv(",", True, [full, full[:1]]),
            csv(",", False, [full, full[:1]])],
    "nan": nan(),
}
(pathlib.Path(__file__).parent / "epoch_callbacks.json").write_text(json.dumps(result, indent=1) + "\n")
