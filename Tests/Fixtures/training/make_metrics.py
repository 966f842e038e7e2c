"""Writes metrics.json and the arrays beside it: Keras 3's own metrics on random outputs, and exact areas from SciPy.

Run with keras 3.15.1, tensorflow-cpu 2.21 and scipy 1.17.1 from PyPI: python make_metrics.py

Each case names a set of outputs (`outputs_SET.npy`, of steps of an eighth, which make halves and ties frequent, or of floats), the
arguments of one metric, and its value after batches of 10.
"""

import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import scipy.stats

folder = pathlib.Path(__file__).parent
random = np.random.RandomState(3)
COUNT = 64
sets = {}
for width in (1, 2, 5):
    outputs = (random.randint(0, 9, (COUNT, width)) / 8).astype(np.float32)
    labels = random.randint(0, max(width, 2), COUNT)
    sets[f"ties_{width}"] = (outputs, labels)
for width in (1, 2, 5):
    labels = random.randint(0, max(width, 2), COUNT)
    outputs = random.rand(COUNT, width).astype(np.float32)
    # Outputs know something of their labels.
    if width == 1:
        outputs[:, 0] = 0.6 * outputs[:, 0] + 0.4 * labels
    else:
        outputs[np.arange(COUNT), labels] += 0.5
        outputs /= outputs.sum(axis=1, keepdims=True)
    sets[f"floats_{width}"] = (outputs, labels)
# One class alone.
sets["alone_1"] = (random.rand(20, 1).astype(np.float32), np.zeros(20, dtype=int))


def dense(labels, width):
    return labels[:, None].astype(np.float32) if width == 1 else np.eye(width, dtype=np.float32)[labels]


def measure(metric, outputs, targets):
    for start in range(0, len(outputs), 10):
        metric.update_state(targets[start:start + 10], outputs[start:start + 10])
    return [float(value) for value in np.atleast_1d(np.asarray(metric.result()))]


def exact(scores, truth):
    # In floats SciPy's own sums would round.
    scores = scores.astype(np.float64)
    positive, negative = scores[truth > 0], scores[truth == 0]
    if len(positive) == 0 or len(negative) == 0:
        return float("nan")
    return scipy.stats.mannwhitneyu(positive, negative).statistic / (len(positive) * len(negative))


cases = []
for name, (outputs, labels) in sets.items():
    np.save(folder / f"outputs_{name}.npy", outputs)
    np.save(folder / f"labels_{name}.npy", labels.astype(np.float32))
    width = outputs.shape[1]
    targets = dense(labels, width)

    def add(kind, **arguments):
        sparse = kind.startswith("Sparse")
        metric = getattr(keras.metrics, kind)(**arguments)
        values = measure(metric, outputs, labels[:, None] if sparse else targets)
        cases.append({"set": name, "kind": kind, "arguments": arguments, "values": values})

    add("BinaryAccuracy")
    add("BinaryAccuracy", threshold=0.25)
    for curve in ("ROC", "PR"):
        for method in ("interpolation", "majoring", "minoring"):
            add("AUC", curve=curve, summation_method=method)
    add("AUC", num_thresholds=3)
    add("AUC", num_thresholds=2)
    add("AUC", num_thresholds=9)
    for kind in ("Precision", "Recall"):
        add(kind)
        add(kind, thresholds=0.375)
        add(kind, thresholds=[0.25, 0.8])
        # Equally spaced: another way in Keras.
        add(kind, thresholds=[0.0, 0.5, 1.0])
    for kind, key in (("SensitivityAtSpecificity", "specificity"), ("SpecificityAtSensitivity", "sensitivity")):
        add(kind, **{key: 0.5})
        add(kind, **{key: 0.9})
        add(kind, **{key: 0.75}, num_thresholds=1)
        add(kind, **{key: 0.6}, num_thresholds=9)
    for average in (None, "micro", "macro", "weighted"):
        add("F1Score", average=average)
        add("F1Score", average=average, threshold=0.5)
    if width > 1:
        add("CategoricalAccuracy")
        add("SparseCategoricalAccuracy")
        for kind in ("TopKCategoricalAccuracy", "SparseTopKCategoricalAccuracy"):
            add(kind, k=1)
            add(kind, k=2)
        add("AUC", multi_label=True)
        add("AUC", multi_label=True, curve="PR")
        for kind in ("Precision", "Recall"):
            add(kind, class_id=1)
            add(kind, top_k=1)
            add(kind, top_k=2, class_id=0)
            add(kind, top_k=2, thresholds=0.4)
        add("SensitivityAtSpecificity", specificity=0.6, class_id=1)

    def value(kind, number, **arguments):
        cases.append({"set": name, "kind": kind, "arguments": arguments,
                      "values": ["nan" if np.isnan(number) else float(number)]})

    value("ExactAUC", exact(outputs.ravel(), targets.ravel()))
    if width > 1:
        areas = [exact(outputs[:, column], targets[:, column]) for column in range(width)]
        value("ExactAUC", areas[1], class_id=1)
        value("ExactAUC", np.mean(areas), multi_label=True)
(folder / "metrics.json").write_text(json.dumps(cases, indent=None, separators=(",", ":")).replace("},{", "},\n{") + "\n")
