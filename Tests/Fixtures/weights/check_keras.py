"""What Scripts/check-keras-weights does in Python: files in every layout and an experiment that loads them, and then the comparison."""

import csv
import os
import pathlib
import sys

import h5py
import numpy as np
from PIL import Image

from make_keras import legacy224

LIMIT = 1e-5
CLASSES = 2


def network(keras, names=None):
    """The published notebook's network; layers called as given, or as Assay's experiment does not call them."""
    layers = keras.layers
    chain = []
    for filters in [64, 128, 256, 256]:
        chain += [(layers.Conv2D, {"filters": filters, "kernel_size": 3}), (layers.Activation, {"activation": "relu"}),
                  (layers.MaxPooling2D, {}), (layers.BatchNormalization, {})]
    chain += [(layers.Flatten, {})]
    for units in [128, 64]:
        chain += [(layers.Dense, {"units": units, "activation": "relu"}), (layers.Dropout, {"rate": 0.2})]
    chain += [(layers.Dense, {"units": CLASSES, "activation": "sigmoid"})]
    names = names or [f"of_keras_{index}" for index in range(len(chain))]
    return keras.Sequential([layers.Input((150, 150, 3))] + [kind(name=name, **rest) for (kind, rest), name in zip(chain, names)])


def weights(model):
    """Values as those of a trained network: none of them zero or one, and activations that neither vanish nor grow."""
    generator = np.random.default_rng(4)
    for layer in model.layers:
        values = []
        for weight in layer.weights:
            name, shape = weight.name.split("/")[-1].split(":")[0], tuple(weight.shape)
            if name == "kernel":
                values.append(generator.normal(0, np.sqrt(2 / np.prod(shape[:-1])), shape))
            elif name in ("gamma", "moving_variance"):
                values.append(generator.uniform(0.5, 1.5, shape))
            else:
                values.append(generator.normal(0, 0.1, shape))
        layer.set_weights(values)


def images(source, folder):
    """64 images as both sides are to see them: cut to size and colour beforehand."""
    for name in sorted(entry.name for entry in pathlib.Path(source).iterdir() if entry.is_dir())[:CLASSES]:
        target = folder / "images" / name
        target.mkdir(parents=True)
        for index, path in enumerate(sorted(pathlib.Path(source, name).iterdir())[:32]):
            Image.open(path).convert("RGB").resize((150, 150)).save(target / f"{index:02}.png")


def pixels(folder):
    paths = sorted((folder / "images").glob("*/*.png"))
    assert len(paths) == 64, len(paths)
    return np.stack([np.asarray(Image.open(path), "float32") / 255 for path in paths])


def write(source, folder):
    import keras
    import tf_keras
    from keras.src.legacy.saving import legacy_h5_format
    images(source, folder)
    model = network(keras)
    weights(model)
    old = network(tf_keras)
    for here, there in zip(old.layers, model.layers):
        here.set_weights(there.get_weights())
    np.save(folder / "expected.npy", model.predict(pixels(folder), verbose=0))

    model.save(folder / "keras3_model.h5")
    with h5py.File(folder / "keras3_weights_only.h5", "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)
    model.save_weights(folder / "keras3.weights.h5")
    model.save(folder / "keras3.keras")
    old.save(folder / "tfkeras_model.h5")
    old.save_weights(folder / "tfkeras_weights_only.h5")
    old.save_weights(folder / "tfkeras.weights.h5")
    old.save(folder / "tfkeras.keras")
    layers = [(layer.name, type(layer).__name__, [(w.name, w.numpy()) for w in layer.weights]) for layer in model.layers]
    legacy224(folder / "keras224_model.h5", layers, whole=True)
    legacy224(folder / "keras224_weights_only.h5", layers, whole=False)

    files = sorted(path.name for path in folder.iterdir() if path.suffix in (".h5", ".keras"))
    lines = [f"extends: {pathlib.Path(__file__).resolve().parents[3] / 'Experiments' / 'chest-xray-transfer.yaml'}", "name: check",
             "semantics: keras-3", "claims: []", "datasets:"]
    lines += [f"  {name}: {{folder: {folder / 'images'}}}" for name in ["train_1", "test_1", "train_2", "test_2"]]
    lines += ["steps:"]
    for index, name in enumerate(files):
        lines += [f"  - build: {{model: xray_cnn, as: model_{index}}}", f"  - load_weights: {{model: model_{index}, from: {name}}}",
                  f"  - predict: {{id: p_{index}, model: model_{index}, data: test_1}}"]
    lines += ["  - save_weights: {id: saved, model: model_0, to: assay.h5}",
              "  - save_weights: {id: saved_3, model: model_0, to: assay.weights.h5}"]
    (folder / "check.yaml").write_text("\n".join(lines) + "\n")
    (folder / "files").write_text("\n".join(files))


def compare(folder):
    import keras
    import tf_keras
    expected = np.load(folder / "expected.npy")
    run = next(path for path in (folder / "results" / "check").iterdir() if path.is_dir() and not path.is_symlink())
    differences = {}
    for index, name in enumerate((folder / "files").read_text().split("\n")):
        with open(run / f"p_{index}" / "predictions.csv") as file:
            rows = list(csv.reader(file))[1:]
        found = np.array([[float(value) for value in row[3:]] for row in rows])
        assert found.shape == expected.shape, found.shape
        differences[f"Assay loads {name}"] = found
    data = pixels(folder)
    for package in (keras, tf_keras):
        title = f"{package.__name__} {package.__version__} loads"
        for name, arguments in [("saved/assay.h5", {}), ("saved/assay.h5", {"by_name": True}), ("saved_3/assay.weights.h5", {})]:
            # By name only Assay's names count.
            model = network(package, names(run) if arguments else None)
            model.load_weights(run / name if package is keras else str(run / name), **arguments)
            differences[f"{title} {os.path.basename(name)}{' by name' if arguments else ''}"] = model.predict(data, verbose=0)
    worst = 0.0
    print(f"outputs from {expected.min():.4f} to {expected.max():.4f}")
    for title, found in differences.items():
        difference = float(np.abs(found - expected).max())
        worst = max(worst, difference)
        print(f"{title:52}{difference:10.2e}")
    if not worst <= LIMIT:
        raise SystemExit(f"more than {LIMIT}")


def names(run):
    with h5py.File(run / "saved" / "assay.h5") as file:
        return [name.decode() for name in file.attrs["layer_names"]]


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(sys.argv[2], pathlib.Path(sys.argv[3]))
    else:
        compare(pathlib.Path(sys.argv[2]))
