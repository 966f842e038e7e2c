"""A 16-bit grey PNG, as Pillow writes it: `grey16.png`, 8 x 8."""
import pathlib

import numpy as np
from PIL import Image

Image.fromarray((np.arange(64, dtype=np.uint16) * 1000).reshape(8, 8)).save(pathlib.Path(__file__).parent / "grey16.png")
