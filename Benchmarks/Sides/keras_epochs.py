"""Epochs from image files in Keras 3, as its documentation recommends: image_dataset_from_directory, decoded images cached in
memory, batches ahead; no augmentation. Prints a JSON object at the end of each epoch, validation included.

    keras_epochs.py TRAIN_FOLDER VALIDATION_FOLDER
"""

import argparse
import json
import os
import time

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("train")
parser.add_argument("validation")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--epochs", type=int, default=2)
parser.add_argument("--work", required=True, help="the network, as JSON")
options = parser.parse_args()
work = json.loads(options.work)

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
import side  # noqa: E402  (before libraries that print)
import keras  # noqa: E402
import tensorflow as tf  # noqa: E402

import keras_model  # noqa: E402

tf.config.threading.set_intra_op_parallelism_threads(options.threads)
tf.config.threading.set_inter_op_parallelism_threads(options.threads)


def images(folder, shuffle):
    files = keras.utils.image_dataset_from_directory(
        folder, label_mode="categorical", batch_size=work["batch"], image_size=(work["size"], work["size"]), shuffle=shuffle,
        seed=1, verbose=False)
    scaled = files.map(lambda x, y: (x / 255.0, y), num_parallel_calls=tf.data.AUTOTUNE).cache()
    return (scaled.shuffle(len(scaled)) if shuffle else scaled).prefetch(tf.data.AUTOTUNE)


class Watch(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.begin = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        reply = {"epoch": epoch + 1, "seconds": time.perf_counter() - self.begin, "peak_bytes": side.peak_bytes(), **logs}
        print(json.dumps(reply), file=side.replies, flush=True)


training, validation = images(options.train, True), images(options.validation, False)
model = keras_model.compiled(work, False)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"], jit_compile=False)
model.fit(training, validation_data=validation, epochs=options.epochs, verbose=0, callbacks=[Watch()])
