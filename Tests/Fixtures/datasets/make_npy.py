"""Arrays as NumPy itself saves them, for the writer's bytes: `float32.npy` and `int64.npy`."""
import pathlib

import numpy as np

here = pathlib.Path(__file__).parent
np.save(here / "float32.npy", (np.arange(24, dtype=np.float32) / 8 - 1).reshape(2, 3, 4))
np.save(here / "int64.npy", np.array([3, -1, 2**40], dtype=np.int64))
