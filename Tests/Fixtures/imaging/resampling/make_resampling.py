"""Makes images resized by Pillow 13.0.0, and the positions that its NEAREST reads.

source_C.npy is the image of C channels; FILTER_CxHxW.npy the resized ones; nearest_positions.json holds [source, target, positions]
for pairs of extents, many of which floor((i + 0.5) * source / target) gets wrong. Needs numpy 2 and pillow 13.0.0.
"""
import json
import pathlib

import numpy as np
import PIL
from PIL import Image

assert PIL.__version__ == "13.0.0", PIL.__version__
HERE = pathlib.Path(__file__).parent
rng = np.random.RandomState(11)
SIZES = [(20, 20), (74, 31), (37, 90), (9, 53), (1, 1), (53, 37), (38, 54), (150, 7)]

for channels in (1, 3):
    y, x = np.mgrid[0:37, 0:53]
    source = np.stack([127 + 100 * np.sin(x / 5 + c) * np.cos(y / 4) + rng.randint(-27, 28, x.shape) for c in range(channels)], -1)
    source = source.clip(0, 255).astype(np.uint8)
    np.save(HERE / f"source_{channels}.npy", source)
    image = Image.fromarray(source[..., 0] if channels == 1 else source)
    for height, width in SIZES:
        for name, resample in [("nearest", Image.NEAREST), ("bilinear", Image.BILINEAR)]:
            resized = np.asarray(image.resize((width, height), resample)).reshape(height, width, channels)
            np.save(HERE / f"{name}_{channels}x{height}x{width}.npy", resized)

pairs, wrong = [], 0
for source in range(1, 400):
    for target in (7, 32, 48, 64, 100, 150, 224):
        ramp = Image.fromarray(np.arange(source, dtype=np.int32)[None, :])
        positions = np.asarray(ramp.resize((target, 1), Image.NEAREST))[0]
        naive = np.floor((np.arange(target) + 0.5) * (source / target)).astype(int)
        differs = bool((positions != naive).any())
        wrong += differs
        if differs or (source + target) % 97 == 0:
            pairs.append([source, target, positions.tolist()])
assert wrong > 10, wrong
(HERE / "nearest_positions.json").write_text(json.dumps(pairs[:: max(1, len(pairs) // 60)], separators=(",", ":")))
