"""Writes metrics.json and the arrays beside it: Keras 3's own metrics on random outputs with ties and halves.

Run with keras 3.15.1 and tensorflow-cpu 2.21 from PyPI: python make_metrics.py
"""

import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np

folder = pathlib.Path(__file__).parent
random = np.random.RandomState(3)
cases = []
for width in (1, 2, 5):
    count = 64
    # Steps of an eighth make halves and ties frequent.
    outputs = (random.randint(0, 9, (count, width)) / 8).astype(np.float32)
    labels = random.randint(0, max(width, 2), count)
    targets = labels[:, None].astype(np.float32) if width == 1 else np.eye(width, dtype=np.float32)[labels]
    np.save(folder / f"metrics_outputs_{width}.npy", outputs)
    np.save(folder / f"metrics_targets_{width}.npy", targets)
    row = {"width": width, "BinaryAccuracy": float(keras.metrics.BinaryAccuracy()(targets, outputs))}
    if width > 1:
        row["CategoricalAccuracy"] = float(keras.metrics.CategoricalAccuracy()(targets, outputs))
    # A pass in batches of 10, the last of 4: running means weigh a batch by its size.
    metric = keras.metrics.BinaryAccuracy()
    for start in range(0, count, 10):
        metric.update_state(targets[start:start + 10], outputs[start:start + 10])
    row["batched"] = float(metric.result())
    cases.append(row)
(folder / "metrics.json").write_text(json.dumps(cases, indent=1) + "\n")
