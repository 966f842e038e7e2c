"""Makes forward_*.npy: what the backbones of keras.applications compute, a sixteenth as wide, on 8 images of 64 x 64.

    pip install keras==3.15.1 tensorflow-cpu==2.21.0 numpy==2.4.*
    python make_forward.py

The models are keras.applications' own without top, with every number of filters divided by 16 (at least 2) in their configuration. Weights and
images follow from a formula (`uniform`), which the test has as well.
"""

import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np

from make_layers import MODELS

HERE = pathlib.Path(__file__).parent
COUNT, SIZE = 8, 64


def uniform(stream, count):
    """Numbers from 0 to below 1: a hash (lowbias32) of 1000003 x stream + index."""
    x = (np.uint64(1000003) * np.uint64(stream) + np.arange(count, dtype="uint64")) & np.uint64(0xFFFFFFFF)
    for shift, factor in [(16, 0x7FEB352D), (15, 0x846CA68B)]:
        x = ((x ^ (x >> np.uint64(shift))) * np.uint64(factor)) & np.uint64(0xFFFFFFFF)
    return (x ^ (x >> np.uint64(16))).astype("float64") / 2**32


def value(layer, name, shape, stream):
    low, high = {"gamma": (0.5, 1.5), "moving_variance": (0.5, 1.5), "variance": (0.5, 1.5), "mean": (0, 1)}.get(name, (-0.1, 0.1))
    if name == "kernel":
        inputs = np.prod(shape[:2] if isinstance(layer, keras.layers.DepthwiseConv2D) else shape[:-1])
        high = np.sqrt(6 / inputs)
        low = -high
    return (low + (high - low) * uniform(stream, int(np.prod(shape)))).reshape(shape).astype("float32")


def narrow(model):
    configuration = model.get_config()
    for layer in configuration["layers"]:
        arguments = layer["config"]
        layer.pop("build_config", None)
        if "filters" in arguments:
            arguments["filters"] = max(2, arguments["filters"] // 16)
        if "target_shape" in arguments:
            arguments["target_shape"] = (1, 1, max(2, arguments["target_shape"][-1] // 16))
    return keras.Model.from_config(configuration)


def fill(model):
    stream = 1
    for layer in model.layers:
        for weight in layer.weights:
            name = weight.name.split("/")[-1]
            if name != "count":
                weight.assign(value(layer, name, tuple(weight.shape), stream))
            stream += 1
        # What Normalization computes with follows its weights only when it is told.
        if isinstance(layer, keras.layers.Normalization):
            layer.finalize_state()


def main():
    pixels = np.floor(uniform(0, COUNT * SIZE * SIZE * 3) * 256).reshape(COUNT, SIZE, SIZE, 3)
    for name, build in MODELS.items():
        keras.backend.clear_session()
        model = narrow(build(weights=None, include_top=False, input_shape=(SIZE, SIZE, 3)))
        fill(model)
        images = pixels if name == "efficientnet_b0" else pixels / 128 - 1
        outputs = np.asarray(model(images.astype("float32"), training=False))
        np.save(HERE / f"forward_{name}.npy", outputs)
        print(f"{name:18}{str(outputs.shape):18}{model.count_params():8,} weights, outputs from {outputs.min():.3g} to {outputs.max():.3g}")


if __name__ == "__main__":
    main()
