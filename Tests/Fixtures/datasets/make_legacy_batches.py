"""Batches of keras-preprocessing 1.1.0's `flow_from_directory(seed=...)`, and the small PNG files that they are made of.

Run with keras-preprocessing 1.1.0, scipy and pillow. Writes `legacy/<class>/*.png`, and for each case the images of five batches of
`next()` one after the other (`<case>.images.npy`), their labels and the samples' places in the sorted list (`<case>.samples.npy`).
"""
import pathlib

import numpy as np
from keras_preprocessing.image import ImageDataGenerator
from PIL import Image

here = pathlib.Path(__file__).parent
rng = np.random.RandomState(5)


def draw(height, width):
    rows, columns = np.mgrid[0:height, 0:width]
    image = np.zeros((height, width, 3))
    for channel in range(3):
        a, b, c = rng.uniform(0.1, 0.5, 3)
        image[..., channel] = 120 + 90 * np.sin(a * rows + c * 9) * np.cos(b * columns)
    return (image + rng.uniform(-15, 15, image.shape)).clip(0, 255).astype(np.uint8)


for name, count in (("NORMAL", 5), ("PNEUMONIA", 6)):
    folder = here / "legacy" / name
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        Image.fromarray(draw(rng.randint(17, 34), rng.randint(17, 34))).save(folder / f"image-{number}.png")

damaged = dict(rescale=1 / 255, shear_range=0.2, zoom_range=0.2, horizontal_flip=True, rotation_range=30, width_shift_range=0,
               channel_shift_range=0.9, brightness_range=[0.5, 1.5])
cases = {
    "damaged": (damaged, dict(shuffle=True, seed=42, target_size=(16, 16), color_mode="rgb")),
    "shifted": (dict(damaged, width_shift_range=0.2, height_shift_range=0.1, vertical_flip=True),
                dict(shuffle=True, seed=7, target_size=(14, 18), color_mode="grayscale")),
    "ordered": (damaged, dict(shuffle=False, seed=1, target_size=(16, 16), color_mode="rgb")),
}
for case, (generator, flow) in cases.items():
    flow = ImageDataGenerator(**generator).flow_from_directory(
        str(here / "legacy"), batch_size=4, class_mode="sparse", **flow)
    images, labels, samples, sizes = [], [], [], []
    original = flow._get_batches_of_transformed_samples
    flow._get_batches_of_transformed_samples = lambda index: (samples.extend(index), original(index))[1]
    for _ in range(5):
        x, y = flow.next()
        images.append(x)
        labels.extend(y)
    np.save(here / f"{case}.images.npy", np.concatenate(images).astype(np.float32))
    np.save(here / f"{case}.labels.npy", np.array(labels, dtype=np.int64))
    np.save(here / f"{case}.samples.npy", np.array(samples, dtype=np.int64))
