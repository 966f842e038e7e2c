"""Writes averages_ERA.json: BatchNormalization's moving statistics as Keras 2.2.4 and 2.3.1 on TensorFlow 1.15 carry them on.

Run it in the first two environments that ../training/make_callbacks.py names. Each stage is one call and the statistics after it.
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
from keras.layers import BatchNormalization
from keras.models import Sequential

ERA = {"2.2.4": "keras-2.2.4", "2.3.1": "keras-2.3"}[keras.__version__]
tf.get_logger().setLevel(logging.ERROR)
warnings.simplefilter("ignore")
CALLS = ["train", "train", "train", "set", "train", "train", "compile", "train", "freeze", "train", "thaw", "train", "set",
         "predict", "train"]


def numbers(array):
    return [float(value) for value in np.asarray(array, "float64").ravel()]


def case(shape):
    random = np.random.RandomState(8)
    x = random.uniform(-1, 2, shape).astype("float32")
    channels = shape[-1]
    layer = BatchNormalization(momentum=0.9, input_shape=shape[1:])
    model = Sequential([layer])

    def compile():
        model.compile(loss="mse", optimizer=keras.optimizers.SGD(0.0))

    compile()
    stages = []
    for number, call in enumerate(CALLS):
        # Each batch is the first one, moved and stretched.
        batch = (x * np.float32(1 + number / 4) + np.float32(number / 2)).astype("float32")
        if call == "train":
            model.train_on_batch(batch, batch)
        elif call == "predict":
            model.predict(batch)
        elif call == "set":
            layer.set_weights(layer.get_weights()[:2] + [np.full(channels, -3.0), np.full(channels, 7.0)])
        else:
            layer.trainable = call != "freeze"
            compile()
        mean, variance = layer.get_weights()[2:]
        stages.append({"call": call, "mean": numbers(mean), "variance": numbers(variance)})
    return {"shape": list(shape[1:]), "count": shape[0], "inputs": numbers(x), "stages": stages}


cases = [case((4, 3, 4, 2)), case((5, 3))]
path = pathlib.Path(__file__).with_name("averages_%s.json" % ERA)
path.write_text(json.dumps({"keras": keras.__version__, "momentum": 0.9, "cases": cases}) + "\n")
