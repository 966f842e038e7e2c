"""Runs the random layers of Keras 3.15.1 with a fixed draw, by giving them a range of no width, and writes what comes out.

source.npy is the image; cases.json lists [name, layer, arguments of ours, draws of ours that mean the same], and outputs.npy holds the
images in that order. Needs keras, tensorflow.
"""
import json
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
from keras import layers

assert keras.__version__ == "3.15.1", keras.__version__
HERE = pathlib.Path(__file__).parent
rng = np.random.RandomState(21)
y, x = np.mgrid[0:11, 0:14]
source = np.stack([120 + 90 * np.sin(x / 3 + c) * np.cos(y / 2 + c) + rng.randint(-30, 31, x.shape) for c in range(3)], -1)
source = source.clip(0, 255).astype(np.uint8)
np.save(HERE / "source.npy", source)
cases, outputs = [], []


def run(name, kind, layer, arguments, draws, transformation=None):
    batch = keras.ops.convert_to_tensor(source[None].astype(np.float32))
    if transformation is None:
        transformation = layer.get_random_transformation(batch, training=True)
    output = keras.ops.convert_to_numpy(layer.transform_images(batch, transformation, training=True))[0]
    outputs.append(output)
    cases.append([name, kind, arguments, draws])


for fill in ("nearest", "constant", "reflect", "wrap"):
    common = {"fill_mode": fill, "fill_value": 17.0}
    ours = {"fillMode": fill, "fillValue": 17.0}
    # With a range of 120 degrees the draw u means -120 + 240 u.
    for number, u in enumerate([0.5625, 0.25, 0.96875]):
        factor = (-120 + 240 * u) / 360
        run(f"rotation_{fill}_{number}", "RandomRotation", layers.RandomRotation((factor, factor), **common),
            {"degrees": 120.0, **ours}, [u])
    for number, u in enumerate([0.125, 0.875, 1 - 2**-20]):
        factor = -0.75 + 1.5 * u
        run(f"zoom_{fill}_{number}", "RandomZoom", layers.RandomZoom((factor, factor), **common), {"range": 0.75, **ours}, [u])
    for number, (u, v) in enumerate([(0.3125, 0.71875), (0.9375, 0.0625), (0.5, 0.0)]):
        down, right = -0.9 + 1.8 * u, -1 + 2 * v
        run(f"translation_{fill}_{number}", "RandomTranslation", layers.RandomTranslation((down, down), (right, right), **common),
            {"height": 0.9, "width": 1.0, **ours}, [u, v])
for number, u in enumerate([0.25, 0.5, 0.84375]):
    delta = -0.8 + 1.6 * u
    run(f"brightness_{number}", "RandomBrightness", layers.RandomBrightness((delta, delta)), {"factor": 0.8}, [u])
    contrast = 1 - 0.6 + 1.2 * u
    run(f"contrast_{number}", "RandomContrast", layers.RandomContrast(0.6), {"factor": 0.6}, [u],
        {"contrast_factor": keras.ops.full((1, 1, 1, 1), contrast)})
for mode in ("horizontal", "vertical", "horizontal_and_vertical"):
    for flips in (True, False):
        draws = ([0.5] if flips else [0.500001]) * (2 if mode == "horizontal_and_vertical" else 1)
        run(f"flip_{mode}_{flips}".lower(), "RandomFlip", layers.RandomFlip(mode), {"mode": mode}, draws,
            {"flips": keras.ops.full((1, 1, 1, 1), flips, dtype="bool"), "input_shape": (1, 11, 14, 3)})
output = keras.ops.convert_to_numpy(layers.Rescaling(1 / 127.5, offset=-1.0)(source[None].astype(np.float32)))[0]
outputs.append(output)
cases.append(["rescale", "rescale", {"scale": 1 / 127.5, "offset": -1.0}, []])
for mode in ("caffe", "tf", "torch"):
    outputs.append(keras.applications.imagenet_utils.preprocess_input(source[None].astype(np.float32), "channels_last", mode)[0])
    cases.append([f"preprocess_{mode}", "preprocess_input", {"mode": mode}, []])
(HERE / "cases.json").write_text(json.dumps(cases, indent=1) + "\n")
np.save(HERE / "outputs.npy", np.stack(outputs).astype(np.float32))
