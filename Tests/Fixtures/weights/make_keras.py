"""Makes the weights files of Keras that WeightsTests read: one small network in every layout, and files with what is rare.

    pip install keras==3.15.1 tensorflow-cpu==2.21.0 tf_keras==2.21.0 h5py==3.14.0 ml_dtypes
    KERAS_BACKEND=tensorflow python make_keras.py

keras/keras3.*       by Keras 3: whole (`model.save`) and weights only in the legacy layout, `.weights.h5`, `.keras`
keras/tfkeras.*      by tf_keras 2.21, which is Keras 2 and writes what tf.keras 2.x wrote
keras/keras224.*     in the layout of Keras 2.2.4, restated with h5py after its engine/saving.py and utils/io_utils.py: that release needs
                     TensorFlow 1, which no Python of today installs; the groups, attributes and types are those of the source
keras/nested.*       a model within a model, by Keras 3
keras/long_names.h5  a layer with a name of 6,000 bytes, for which Keras cuts `layer_names` in two parts
keras/first.h5       `channels_first` before a Flatten, by Keras 3: its configuration alone matters
keras/convolutions*  convolutions with groups, depthwise, separable and transposed, by Keras 3 and by tf_keras, which call a depthwise kernel
                     by different names
keras/normalization.*  a Normalization, whose count is a whole number, and a Dropout, by Keras 3
keras/types.h5       floats of 16, 32 and 64 bits of both byte orders, contiguous, chunked, compressed; by h5py
keras/brain.weights.h5  bfloat16, as Keras 3 writes it

The weight number i of a model, in Keras's order, has the values i + j / 64 for j = 0, 1, ….
"""

import json
import os
import pathlib
import shutil
import sys
import tempfile
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import h5py
import ml_dtypes
import numpy as np

HERE = pathlib.Path(__file__).parent / "keras"


def fill(model):
    """Gives a model the values that the tests know."""
    index = 0
    for layer in model.layers:
        weights = layer.get_weights()
        for place, weight in enumerate(weights):
            weights[place] = values(index, weight.shape)
            index += 1
        layer.set_weights(weights)
    return model


def values(index, shape):
    return (index + np.arange(int(np.prod(shape))) / 64).astype("float32").reshape(shape)


def small(keras):
    layers = keras.layers
    return fill(keras.Sequential([
        layers.Input((6, 6, 1)), layers.Conv2D(2, 3, name="conv"), layers.BatchNormalization(name="norm"), layers.Activation("relu"),
        layers.MaxPooling2D(name="pool"), layers.Flatten(name="flat"), layers.Dropout(0.5, name="drop"),
        layers.Dense(3, name="hidden"), layers.Dense(2, name="out")], name="small"))


def convolutions(keras):
    layers = keras.layers
    return fill(keras.Sequential([
        layers.Input((6, 6, 4)), layers.Conv2D(6, 2, groups=2, name="grouped"),
        layers.DepthwiseConv2D(2, depth_multiplier=2, name="depth"), layers.SeparableConv2D(3, 2, depth_multiplier=2, name="separable"),
        layers.Conv2DTranspose(2, (2, 3), strides=2, name="up")], name="convolutions"))


def repack(source, target):
    """An archive without the times of the machine."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "metadata.json":
                data = json.dumps({**json.loads(data), "date_saved": "2026-01-01@00:00:00"}).encode()
            new.writestr(zipfile.ZipInfo(info.filename), data)


def archive(model, name):
    with tempfile.TemporaryDirectory() as folder:
        model.save(pathlib.Path(folder) / "model.keras")
        repack(pathlib.Path(folder) / "model.keras", HERE / name)


def keras3():
    import keras
    from keras.src.legacy.saving import legacy_h5_format
    model = small(keras)
    # Trained a step, so that an optimizer's state and a generator's lie in the file too.
    model.compile("sgd", "mse")
    state = model.get_weights()
    model.train_on_batch(np.zeros((2, 6, 6, 1)), np.zeros((2, 2)))
    model.set_weights(state)
    model.save(HERE / "keras3.h5")
    with h5py.File(HERE / "keras3.legacy.h5", "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)
    model.save_weights(HERE / "keras3.weights.h5")
    archive(model, "keras3.keras")

    inner = keras.Sequential([
        keras.layers.Input((4, 4, 2)), keras.layers.Conv2D(2, 3, name="deep"), keras.layers.BatchNormalization(name="deep_norm"),
        keras.layers.Conv2D(1, 1, name="deeper")], name="inner")
    start = keras.layers.Input((6, 6, 1), name="start")
    outputs = keras.layers.Conv2D(1, 2, name="last")(inner(keras.layers.Conv2D(2, 3, name="first")(start)))
    nested = fill(keras.Model(start, outputs, name="nested"))
    nested.save(HERE / "nested.h5")
    nested.save_weights(HERE / "nested.weights.h5")
    archive(nested, "nested.keras")

    long = [keras.layers.Activation("relu", name="n" * 6000)] + [keras.layers.Activation("relu", name=f"a{i}") for i in range(9)]
    model = fill(keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(3, name="dense"), *long, keras.layers.Dense(1, name="end")]))
    with h5py.File(HERE / "long_names.h5", "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)
        assert "layer_names0" in file.attrs and "layer_names1" in file.attrs

    first = keras.Sequential([
        keras.layers.Input((1, 6, 6)), keras.layers.Conv2D(2, 3, data_format="channels_first", name="conv"),
        keras.layers.Flatten(data_format="channels_last", name="flat"), keras.layers.Dense(1, name="out")])
    fill(first).save(HERE / "first.h5")

    model = convolutions(keras)
    model.save_weights(HERE / "convolutions3.weights.h5")
    with h5py.File(HERE / "convolutions3.legacy.h5", "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)

    # No layer needs to be bfloat16 for the file to have it.
    brain = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(3, dtype="bfloat16", name="dense")])
    brain.layers[0].set_weights([values(0, (2, 3)).astype(ml_dtypes.bfloat16), values(1, (3,)).astype(ml_dtypes.bfloat16)])
    brain.save_weights(HERE / "brain.weights.h5")


def normalization():
    import keras
    model = fill(keras.Sequential([
        keras.layers.Input((4, 4, 3)), keras.layers.Normalization(name="norm"), keras.layers.Dropout(0.5, seed=3, name="drop"),
        keras.layers.GroupNormalization(3, name="groups"), keras.layers.LayerNormalization(name="channels")]))
    model.save(HERE / "normalization.h5")
    model.save_weights(HERE / "normalization.weights.h5")


def tf_keras():
    import tf_keras as keras
    model = small(keras)
    model.compile("sgd", "mse")
    model.save(HERE / "tfkeras.h5")
    model.save_weights(HERE / "tfkeras.legacy.h5")
    model.save_weights(HERE / "tfkeras.weights.h5")
    archive(model, "tfkeras.keras")
    model = convolutions(keras)
    model.save_weights(HERE / "convolutionstf.legacy.h5")
    model.save_weights(HERE / "convolutionstf.weights.h5")


# Keras 2.2.4 -------------------------------------------------------------------------------------------------------------------------

LAYERS = [
    ("conv", "Conv2D", [("kernel", (3, 3, 1, 2)), ("bias", (2,))]),
    ("norm", "BatchNormalization", [("gamma", (2,)), ("beta", (2,)), ("moving_mean", (2,)), ("moving_variance", (2,))]),
    ("activation_1", "Activation", []), ("pool", "MaxPooling2D", []), ("flat", "Flatten", []), ("drop", "Dropout", []),
    ("hidden", "Dense", [("kernel", (8, 3)), ("bias", (3,))]), ("out", "Dense", [("kernel", (3, 2)), ("bias", (2,))]),
]


def legacy224_weights(group, layers):
    """save_weights_to_hdf5_group, whose lists h5py 2 made arrays of fixed length."""
    group.attrs["layer_names"] = np.asarray([name.encode() for name, _, _ in layers])
    group.attrs["backend"] = np.bytes_(b"tensorflow")
    group.attrs["keras_version"] = np.bytes_(b"2.2.4")
    for name, _, weights in layers:
        layer = group.create_group(name)
        names = [f"{name}/{weight}:0".encode() for weight, _ in weights]
        layer.attrs["weight_names"] = np.asarray(names)
        for weight, (_, value) in zip(names, weights):
            layer.create_dataset(weight, value.shape, dtype="float32")[:] = value


def legacy224(path, layers, whole):
    """Layers as (name, class, [(weight, value)]) as Keras 2.2.4 saved them: a whole model, or weights only."""
    with h5py.File(path, "w") as file:
        if not whole:
            return legacy224_weights(file, layers)
        file.attrs["keras_version"] = np.bytes_(b"2.2.4")
        file.attrs["backend"] = np.bytes_(b"tensorflow")
        config = [{"class_name": kind, "config": {"name": name, "trainable": True, **(
            {"data_format": "channels_last"} if kind in ("Conv2D", "MaxPooling2D", "Flatten") else {})}} for name, kind, _ in layers]
        file.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": config}).encode()
        legacy224_weights(file.create_group("model_weights"), layers)
        optimizer = file.create_group("optimizer_weights")
        optimizer.attrs["weight_names"] = np.asarray([b"training/SGD/iterations:0"])
        optimizer.create_dataset("training/SGD/iterations:0", (), dtype="int64")


def keras224():
    index = 0
    layers = []
    for name, kind, weights in LAYERS:
        layers.append((name, kind, [(weight, values(index + place, shape)) for place, (weight, shape) in enumerate(weights)]))
        index += len(weights)
    legacy224(HERE / "keras224.legacy.h5", layers, whole=False)
    legacy224(HERE / "keras224.h5", layers, whole=True)


def types():
    with h5py.File(HERE / "types.h5", "w") as file:
        kinds = ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]
        file.attrs["layer_names"] = ["types", "storage", "none"]
        layer = file.create_group("types")
        layer.attrs["weight_names"] = kinds + ["count"]
        for index, kind in enumerate(kinds):
            layer.create_dataset(kind, data=values(index, (2, 3)).astype(kind))
        layer.create_dataset("count", data=np.arange(3))
        layer = file.create_group("storage")
        layer.attrs["weight_names"] = np.asarray(["packed", "pieces", "small", "one", "empty"], dtype=h5py.string_dtype())
        layer.create_dataset("packed", data=values(6, (40, 30)), chunks=(7, 11), compression="gzip", shuffle=True, fletcher32=True)
        layer.create_dataset("pieces", data=values(7, (9, 5)), chunks=(4, 2))
        plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plist.set_layout(h5py.h5d.COMPACT)
        space = h5py.h5s.create_simple((4,))
        compact = h5py.h5d.create(layer.id, b"small", h5py.h5t.IEEE_F32LE, space, plist)
        compact.write(h5py.h5s.ALL, h5py.h5s.ALL, values(8, (4,)))
        layer.create_dataset("one", data=values(9, ()))
        layer.create_dataset("empty", data=values(10, (0, 3)))
        file.create_group("none").attrs["weight_names"] = []


if __name__ == "__main__":
    shutil.rmtree(HERE, ignore_errors=True)
    HERE.mkdir()
    keras224()
    types()
    keras3()
    normalization()
    tf_keras()
    for path in sorted(HERE.iterdir()):
        print(f"{path.name:24}{path.stat().st_size:8}")
