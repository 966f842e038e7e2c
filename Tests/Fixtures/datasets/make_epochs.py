"""Which batches each epoch, validation and evaluation sees, as epochs_ERA.json.

Run it once in each of the four environments that ../training/make_callbacks.py names. The permutations are Keras's own random ones; of
each batch the place in its pass and the numbers of its samples are kept.
"""
import json
import os
import pathlib
import random
import warnings

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import logging

import numpy as np
import tensorflow as tf

import keras

ERA = {"2.2.4": "keras-2.2.4", "2.3.1": "keras-2.3", "2.15.0": "tf.keras-2.15", "3.15.1": "keras-3"}[keras.__version__]
OLD = ERA in ("keras-2.2.4", "keras-2.3")
tf.get_logger().setLevel(logging.ERROR)
if ERA == "keras-3":
    from keras.src.legacy.preprocessing.image import Iterator
else:
    from keras.preprocessing.image import Iterator


class Numbered(Iterator):
    """Batches that carry their own place and their samples' numbers."""

    def __getitem__(self, idx):
        self.place = idx
        return super().__getitem__(idx)

    def _get_batches_of_transformed_samples(self, samples):
        x = np.stack([np.full(len(samples), self.place), samples], axis=1).astype("float32")
        return x, np.zeros((len(samples), 1), "float32")


def numbers(x):
    x = np.asarray(x)
    assert len(set(x[:, 0])) == 1
    return {"batch": int(x[0, 0]), "samples": [int(v) for v in x[:, 1]]}


class NewEpoch(keras.callbacks.Callback):
    def __init__(self, seen):
        super().__init__()
        self.seen = seen

    def on_epoch_begin(self, epoch, logs=None):
        self.seen["train"].append([])
        self.seen["validation"].append([])


def recorder(seen):
    """A model that trains nothing and writes down what it is given."""
    if OLD:
        model = keras.models.Sequential([keras.layers.Dense(1, input_shape=(2,))])
        model.compile("sgd", "mse")

        def note(kind):
            def record(x, y, **unused):
                seen[kind][-1].append(numbers(x))
                return 0.0
            return record
        model.train_on_batch = note("train")
        model.test_on_batch = note("validation")
        return model

    class Recorder(keras.Model):
        def call(self, x):
            return x[:, :1]

        def train_step(self, data):
            seen["train"][-1].append(numbers(data[0].numpy()))
            return {"loss": 0.0}

        def test_step(self, data):
            seen["validation"][-1].append(numbers(data[0].numpy()))
            return {"loss": 0.0}

    model = Recorder()
    model.compile(run_eagerly=True)
    return model


def fit(samples, batch, steps, epochs, validation_samples, validation_steps, shuffle):
    np.random.seed(3)
    random.seed(3)
    seen = {"train": [], "validation": []}
    model = recorder(seen)
    run = model.fit_generator if OLD else model.fit
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        run(Numbered(samples, batch, shuffle, None), steps_per_epoch=steps, epochs=epochs,
            validation_data=Numbered(validation_samples, batch, shuffle, None), validation_steps=validation_steps,
            callbacks=[NewEpoch(seen)], verbose=0)
    return {"samples": samples, "batch": batch, "steps": steps, "epochs": epochs, "validation_samples": validation_samples,
            "validation_steps": validation_steps, "shuffle": shuffle, "train": seen["train"], "validation": seen["validation"]}


def evaluate(samples, batch, steps):
    np.random.seed(4)
    seen = {"train": [], "validation": [[]]}
    model = recorder(seen)
    run = model.evaluate_generator if OLD else model.evaluate
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        run(Numbered(samples, batch, True, None), steps=steps, verbose=0)
    return {"samples": samples, "batch": batch, "steps": steps, "seen": seen["validation"][0]}


result = {
    "keras": keras.__version__,
    "fits": [fit(29, 3, 3, 9, 14, 2, True), fit(12, 3, 2, 4, 14, None, True), fit(10, 4, 7, 3, 10, 9, True),
             fit(10, 4, None, 3, 10, 2, False)],
    "evaluations": [evaluate(10, 4, None), evaluate(10, 4, 2), evaluate(10, 4, 7)],
}
path = pathlib.Path(__file__).parent / f"epochs_{ERA}.json"
path.write_text(json.dumps(result, separators=(",", ":")) + "\n")
