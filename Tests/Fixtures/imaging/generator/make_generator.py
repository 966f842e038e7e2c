"""Runs ImageDataGenerator on small images and writes what it draws and what comes out.

Run it four times: with keras-preprocessing 1.1.0 (numpy, scipy, pillow) it writes the files of `keras-2.2.4`, with 1.1.2 those of
`keras-2.3`, with Keras 3.15.1 (tensorflow) those of `keras-3`; with tensorflow-cpu 2.15.0 it writes nothing and fails unless it finds what
the files of `keras-3` hold. Each case of cases.json sets arguments, a seed and an input; three images are transformed one after the other from
numpy.random.seed(seed). ERA.npy holds the samples of all of them, flat, in the order of the cases, and ERA.json the parameters drawn.
"""
import json
import pathlib
import sys

import numpy as np

HERE = pathlib.Path(__file__).parent
try:
    from keras_preprocessing import __version__ as version
    from keras_preprocessing.image import ImageDataGenerator
    from keras_preprocessing.image.affine_transformations import apply_affine_transform, apply_brightness_shift
    ERA, axes, unstretched = {"1.1.0": "keras-2.2.4", "1.1.2": "keras-2.3"}[version], {}, {}
except ImportError:
    import keras
    ERA = {"3.15.1": "keras-3", "2.15.0": "tf.keras-2.15"}[keras.__version__]
    if ERA == "keras-3":
        from keras.src.legacy.preprocessing.image import ImageDataGenerator, apply_affine_transform, apply_brightness_shift
    else:
        from keras.preprocessing.image import ImageDataGenerator, apply_affine_transform, apply_brightness_shift
    axes, unstretched = {"row_axis": 0, "col_axis": 1, "channel_axis": 2}, {"scale": False}

FILLS = ["nearest", "constant", "reflect", "wrap"]
NOTEBOOK = dict(rescale=1 / 255, shear_range=0.2, zoom_range=0.2, horizontal_flip=True, rotation_range=30, width_shift_range=0.0,
                channel_shift_range=0.9, brightness_range=[0.5, 1.5])
EVERYTHING = dict(rotation_range=70, width_shift_range=0.4, height_shift_range=0.3, shear_range=25, zoom_range=[0.5, 1.7],
                  channel_shift_range=40.0, horizontal_flip=True, vertical_flip=True, brightness_range=[0.3, 1.9], rescale=1 / 255)
CASES = {
    "nothing": {},
    "notebook": NOTEBOOK,
    "rescale": dict(rescale=1 / 127.5),
    "shift_share": dict(width_shift_range=0.25, height_shift_range=0.4),
    "shift_pixels": dict(width_shift_range=4, height_shift_range=3),
    "shift_one_pixel": dict(width_shift_range=1, height_shift_range=2),
    "shift_float_pixels": dict(width_shift_range=2.5, height_shift_range=1.5),
    "shift_height_alone": dict(height_shift_range=0.3),
    "shift_width_alone": dict(width_shift_range=5),
    "rotation": dict(rotation_range=45),
    "shear": dict(shear_range=30),
    "zoom": dict(zoom_range=0.5),
    "zoom_out": dict(zoom_range=[1.5, 3.0]),
    "channel_shift": dict(channel_shift_range=60.0),
    "flips": dict(horizontal_flip=True, vertical_flip=True),
    "brightness": dict(brightness_range=[0.2, 2.5]),
    "brightness_and_rescale": dict(brightness_range=[0.0, 0.6], rescale=1 / 255),
    "brightness_below_zero": dict(brightness_range=[0.5, 1.5], rotation_range=60, fill_mode="constant", cval=-40.0),
    "brightness_above_255": dict(brightness_range=[0.5, 1.5], rotation_range=60, fill_mode="constant", cval=300.0),
    "samplewise_center": dict(samplewise_center=True, rotation_range=20),
    "samplewise_std": dict(samplewise_std_normalization=True, horizontal_flip=True),
    "samplewise_both": dict(samplewise_center=True, samplewise_std_normalization=True, rescale=1 / 255, zoom_range=0.2),
}
for fill in FILLS:
    CASES[f"everything_{fill}"] = dict(EVERYTHING, fill_mode=fill, cval=33.5)
    CASES[f"far_outside_{fill}"] = dict(zoom_range=[4, 9], rotation_range=180, width_shift_range=0.9, fill_mode=fill, cval=12.0)


def picture(height, width, channels, seed):
    rng = np.random.RandomState(seed)
    y, x = np.mgrid[0:height, 0:width]
    planes = [100 + 80 * np.sin(x / 3 + c) * np.cos(y / 2 + c) + rng.randint(-20, 21, x.shape) for c in range(channels)]
    return np.clip(np.stack(planes, -1), 3, 231).astype(np.uint8)


INPUTS = {"wide": picture(11, 14, 3, 1), "tall": picture(15, 10, 3, 2), "grey": picture(12, 12, 1, 3), "line": picture(1, 9, 3, 4)}
if ERA == "keras-3":
    for name, image in INPUTS.items():
        np.save(HERE / f"{name}.npy", image)

cases, drawn, images = [], {}, []
for number, (name, arguments) in enumerate(CASES.items()):
    inputs = ["wide"] + (["tall"] if name.startswith(("everything", "rotation", "notebook")) else [])
    inputs += ["grey"] if name in ("notebook", "everything_nearest", "brightness") else []
    inputs += ["line"] if name.startswith("far_outside") else []
    for source in inputs:
        case = f"{name}_{source}"
        cases.append({"name": case, "input": source, "seed": 100 + number, "arguments": arguments})
        generator = ImageDataGenerator(**arguments)
        image = INPUTS[source].astype(np.float32)
        np.random.seed(100 + number)
        parameters, outputs = [], []
        for _ in range(3):
            parameters.append(generator.get_random_transform(image.shape))
            outputs.append(generator.standardize(generator.apply_transform(image.copy(), parameters[-1]).astype(np.float32)))
        drawn[case] = [{key: (None if value is None else float(value)) for key, value in p.items()} for p in parameters]
        # The draw after them tells whether their number is right.
        drawn[case].append({"next": float(np.random.random())})
        images += [output.astype(np.float32).ravel() for output in outputs]
if ERA == "tf.keras-2.15":
    assert np.array_equal(np.load(HERE / "keras-3.npy"), np.concatenate(images))
    assert json.loads((HERE / "keras-3.json").read_text()) == drawn
    sys.exit()
(HERE / "cases.json").write_text(json.dumps(cases, indent=1) + "\n")
np.save(HERE / f"{ERA}.npy", np.concatenate(images))
(HERE / f"{ERA}.json").write_text(json.dumps(drawn, separators=(",", ":")) + "\n")

# The golden vectors: an affine transform, and brightness.
square = (10.0 * np.arange(16).reshape(4, 4, 1)).astype(np.float32)
affine = apply_affine_transform(square, theta=10, zx=0.9, zy=1.1, fill_mode="nearest", **axes or {"channel_axis": 2})
levels = np.array([0, 10, 90, 200], np.float32).reshape(1, 4, 1)
golden = {"affine": affine[..., 0].tolist()}
for factor in (0.7, 1.0):
    golden[f"brightness_{factor}"] = apply_brightness_shift(levels, factor, **unstretched).ravel().tolist()
np.random.seed(42)
generator = ImageDataGenerator(**NOTEBOOK)
golden["notebook"] = [{k: float(v or 0) for k, v in generator.get_random_transform((150, 150, 3)).items()} for _ in range(3)]
(HERE / f"golden-{ERA}.json").write_text(json.dumps(golden, indent=1) + "\n")
