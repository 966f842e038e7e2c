"""Makes torch.safetensors and torch.json: a small network like the notebook's as PyTorch keeps it, and its outputs.

    pip install keras==3.15.1 tensorflow-cpu==2.21.0 numpy==2.4.* safetensors==0.8.0
    python make_torch.py

Names, layouts and the counter of batches are those of `torch.nn.Sequential` saved by safetensors (metadata `format: pt`): convolutions
(outputs, inputs, height, width), linear layers (outputs, inputs), images channels first, so that Flatten counts channel, row, column. The outputs
are computed twice: in that layout by NumPy from the definitions of torch.nn, and by Keras after transposing; they must agree.
"""

import json
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
from safetensors.numpy import save_file

keras.backend.set_floatx("float64")
HERE = pathlib.Path(__file__).parent
SIZE, FILTERS, UNITS, COUNT = 14, (4, 6), (8, 2), 4


def state(random):
    """Tensors by PyTorch's names: features.0 conv, 1 ReLU, 2 MaxPool2d, 3 BatchNorm2d, 4 conv, ...; classifier.0 linear, 1 ReLU, 2 linear."""
    result, inputs, size = {}, 3, SIZE

    def add(name, shape, low=-0.4, high=0.4):
        result[name] = random.uniform(low, high, shape).astype("float32")

    for index, filters in enumerate(FILTERS):
        add(f"features.{4 * index}.weight", (filters, inputs, 3, 3))
        add(f"features.{4 * index}.bias", (filters,))
        add(f"features.{4 * index + 3}.weight", (filters,), 0.5, 1.5)
        add(f"features.{4 * index + 3}.bias", (filters,))
        add(f"features.{4 * index + 3}.running_mean", (filters,))
        add(f"features.{4 * index + 3}.running_var", (filters,), 0.5, 1.5)
        result[f"features.{4 * index + 3}.num_batches_tracked"] = np.array(100, "int64")
        inputs, size = filters, (size - 2) // 2
    width = inputs * size * size
    for index, units in enumerate(UNITS):
        add(f"classifier.{2 * index}.weight", (units, width))
        add(f"classifier.{2 * index}.bias", (units,))
        width = units
    return result


def torch_outputs(tensors, images):
    x = images.transpose(0, 3, 1, 2)
    t = {name: value.astype("float64") for name, value in tensors.items()}
    for index in range(len(FILTERS)):
        name = f"features.{4 * index}"
        windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3), (2, 3))
        x = np.einsum("nihwkl,oikl->nohw", windows, t[f"{name}.weight"]) + t[f"{name}.bias"][:, None, None]
        x = np.maximum(x, 0)
        rows, columns = x.shape[2] // 2, x.shape[3] // 2
        x = x[:, :, : 2 * rows, : 2 * columns].reshape(*x.shape[:2], rows, 2, columns, 2).max((3, 5))
        name = f"features.{4 * index + 3}"
        mean, variance, gamma, beta = (t[f"{name}.{word}"][:, None, None] for word in ("running_mean", "running_var", "weight", "bias"))
        x = (x - mean) / np.sqrt(variance + 1e-5) * gamma + beta
    x = x.reshape(len(x), -1)
    for index in range(len(UNITS)):
        x = x @ t[f"classifier.{2 * index}.weight"].T + t[f"classifier.{2 * index}.bias"]
        x = np.maximum(x, 0) if index + 1 < len(UNITS) else 1 / (1 + np.exp(-x))
    return x


def keras_outputs(tensors, images):
    layers = keras.layers
    chain, shape = [], None
    for index, filters in enumerate(FILTERS):
        chain += [layers.Conv2D(filters, 3), layers.Activation("relu"), layers.MaxPooling2D(2), layers.BatchNormalization(epsilon=1e-5)]
    model = keras.Sequential([keras.Input((SIZE, SIZE, 3)), *chain])
    for index in range(len(FILTERS)):
        names = [f"features.{4 * index}.{word}" for word in ("weight", "bias")]
        chain[4 * index].set_weights([tensors[names[0]].transpose(2, 3, 1, 0), tensors[names[1]]])
        name = f"features.{4 * index + 3}"
        chain[4 * index + 3].set_weights([tensors[f"{name}.{word}"] for word in ("weight", "bias", "running_mean", "running_var")])
    _, height, width, channels = model.output_shape
    head = [layers.Flatten()] + [layers.Dense(units, activation="relu" if units != UNITS[-1] else "sigmoid") for units in UNITS]
    model = keras.Sequential([model, *head])
    for index, layer in enumerate(head[1:]):
        kernel = tensors[f"classifier.{2 * index}.weight"].T
        if index == 0:
            kernel = kernel.reshape(channels, height, width, -1).transpose(1, 2, 0, 3).reshape(kernel.shape)
        layer.set_weights([kernel, tensors[f"classifier.{2 * index}.bias"]])
    return np.asarray(model(images))


def main():
    random = np.random.default_rng(4)
    tensors = state(random)
    images = (random.integers(0, 256, (COUNT, SIZE, SIZE, 3)) / 256).astype("float32").astype("float64")
    outputs = torch_outputs(tensors, images)
    difference = np.abs(outputs - keras_outputs(tensors, images)).max()
    assert difference < 1e-9, difference
    save_file(tensors, HERE / "torch.safetensors", metadata={"format": "pt"})
    (HERE / "torch.json").write_text(json.dumps({
        "bytes": (images * 256).astype(int).ravel().tolist(), "outputs": outputs.ravel().tolist()}) + "\n")
    print(outputs, difference)


if __name__ == "__main__":
    main()
