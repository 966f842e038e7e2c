"""Keras 3 on TensorFlow, as a side of the benchmark: the function that `fit` calls for each batch, on a data set of one batch."""

import argparse
import os

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--xla", action="store_true", help="compile the step with XLA")
options = parser.parse_args()

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
import side  # noqa: E402  (before libraries that print)
import keras  # noqa: E402
import tensorflow as tf  # noqa: E402

import keras_model  # noqa: E402

tf.config.threading.set_intra_op_parallelism_threads(options.threads)
tf.config.threading.set_inter_op_parallelism_threads(options.threads)


def describe():
    return {"keras": keras.__version__, "tensorflow": tf.__version__}


def prepare(work):
    keras.backend.clear_session()
    model = keras_model.compiled(work, options.xla)
    batches = iter(tf.data.Dataset.from_tensors(side.batch(work)).repeat())
    if work["mode"] == "evaluate":
        model.make_test_function()
        return lambda: float(model.test_function(batches)["loss"])
    model.make_train_function()
    return lambda: float(model.train_function(batches)["loss"])


side.serve(describe, prepare)
