"""Which batches each epoch of a Keras 3 fit sees, as `keras3_epochs.json`.

Run with keras 3.15.1 on tensorflow 2.21. The permutations themselves are Keras's own random ones; what is kept is structure: for each
epoch the places (in the pass) and sizes of the batches that the model was given, in training and in validation.
"""
import json
import os
import pathlib
import warnings

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
from keras.src.legacy.preprocessing.image import Iterator


class Numbered(Iterator):
    """Batches that carry their own place and their samples' numbers."""

    def __getitem__(self, idx):
        self.place = idx
        return super().__getitem__(idx)

    def _get_batches_of_transformed_samples(self, samples):
        x = np.stack([np.full(len(samples), self.place), samples], axis=1).astype("float32")
        return x, np.zeros((len(samples), 1), "float32")


class Recorder(keras.Model):
    """Trains nothing and writes down what it is given."""

    def __init__(self):
        super().__init__()
        self.seen = {"train": [], "validation": []}

    def call(self, x):
        return x[:, :1]

    def note(self, kind, data):
        x = data[0].numpy()
        assert len(set(x[:, 0])) == 1
        self.seen[kind][-1].append({"batch": int(x[0, 0]), "samples": [int(v) for v in x[:, 1]]})
        return {"loss": 0.0}

    def train_step(self, data):
        return self.note("train", data)

    def test_step(self, data):
        return self.note("validation", data)


class NewEpoch(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.model.seen["train"].append([])

    def on_test_begin(self, logs=None):
        self.model.seen["validation"].append([])


def run(samples, batch, steps, epochs, validation_samples, validation_steps, shuffle):
    keras.utils.set_random_seed(3)
    model = Recorder()
    model.compile(run_eagerly=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(
            Numbered(samples, batch, shuffle, None),
            steps_per_epoch=steps,
            epochs=epochs,
            validation_data=Numbered(validation_samples, batch, shuffle, None),
            validation_steps=validation_steps,
            callbacks=[NewEpoch()],
            verbose=0,
        )
    places = {
        kind: [[b["batch"] for b in epoch] for epoch in seen] for kind, seen in model.seen.items()
    }
    sizes = {kind: [[len(b["samples"]) for b in epoch] for epoch in seen] for kind, seen in model.seen.items()}
    distinct = [len({s for b in epoch for s in b["samples"]}) for epoch in model.seen["validation"]]
    return {
        "samples": samples, "batch": batch, "steps": steps, "epochs": epochs, "validation_samples": validation_samples,
        "validation_steps": validation_steps, "shuffle": shuffle, "places": places, "sizes": sizes,
        "distinct_validation_samples": distinct,
        "validation_orders": len({json.dumps(epoch) for epoch in model.seen["validation"]}),
    }


cases = [
    run(29, 3, 3, 9, 14, 2, True),
    run(12, 3, 2, 4, 14, None, True),
    run(10, 4, 7, 3, 10, 9, True),
    run(10, 4, None, 3, 10, 2, False),
]
path = pathlib.Path(__file__).parent / "keras3_epochs.json"
path.write_text(json.dumps({"keras": keras.__version__, "cases": cases}, indent=1) + "\n")
