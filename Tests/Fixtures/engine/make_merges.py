"""Writes merges.json: what Keras 3 computes for layers that join several inputs, and the gradients by each input, in float64.

Run with Keras 3 and TensorFlow: python make_merges.py
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

CASES = [
    ("Add", [[2, 3, 4], [2, 3, 4]]),
    ("Add", [[5], [5], [5]]),
    ("Add", [[2, 3, 4], [1, 1, 4]]),
    ("Multiply", [[2, 3, 4], [2, 3, 4], [2, 3, 4]]),
    ("Multiply", [[2, 3, 4], [1, 1, 4]]),
    ("Multiply", [[2, 1, 4], [1, 3, 4]]),
    ("Average", [[2, 3, 4], [2, 3, 4], [2, 3, 4]]),
    ("Average", [[2, 3, 4], [2, 3, 1]]),
    ("Maximum", [[2, 3, 4], [2, 3, 4], [2, 3, 4]]),
    ("Maximum", [[2, 3, 4], [1, 3, 4]]),
    ("Concatenate", [[2, 3, 4], [2, 3, 1], [2, 3, 2]]),
    ("Concatenate", [[3], [2]]),
]

records = []
for kind, shapes in CASES:
    # Whole numbers now and then: equal values, of which Maximum must choose.
    inputs = [np.round(rng.uniform(-2, 2, [2, *shape]), 0 if kind == "Maximum" else 6) for shape in shapes]
    tensors = [tf.constant(values) for values in inputs]
    with tf.GradientTape() as tape:
        tape.watch(tensors)
        outputs = getattr(keras.layers, kind)()(tensors)
        slopes = np.round(rng.uniform(-1, 1, outputs.shape), 6)
        total = tf.reduce_sum(outputs * slopes)
    gradients = tape.gradient(total, tensors)
    records.append(
        {
            "kind": kind,
            "shapes": shapes,
            "inputs": [values.ravel().tolist() for values in inputs],
            "shape": list(outputs.shape[1:]),
            "outputs": outputs.numpy().ravel().tolist(),
            "slopes": slopes.ravel().tolist(),
            "gradients": [values.numpy().ravel().tolist() for values in gradients],
        }
    )
text = "[\n" + ",\n".join(json.dumps(record, separators=(",", ":")) for record in records) + "\n]\n"
(Path(__file__).parent / "merges.json").write_text(text)
