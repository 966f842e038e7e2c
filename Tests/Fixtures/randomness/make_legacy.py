"""Writes draws of NumPy's legacy generator: legacy.json, one entry a seed. Needs numpy."""
import json
import pathlib

import numpy as np

entries = []
for seed in (0, 1, 42, 123456, 2**32 - 1):
    np.random.seed(seed)
    entry = {"seed": seed, "random": np.random.random(700).tolist()}
    entry["uniform"] = [np.random.uniform(-30, 30) for _ in range(5)]
    entry["permutations"] = [np.random.permutation(n).tolist() for n in (0, 1, 2, 16, 100)]
    entry["choices"] = [[n, int(np.random.choice(n))] for n in (1, 2, 3, 5, 8, 100, 1000000, 2**32)]
    entry["signs"] = [int(np.random.choice([-1, 1])) for _ in range(10)]
    entry["last"] = float(np.random.random())
    # As flow_from_directory(seed=s) does before batch number b.
    np.random.seed((seed + 3) % 2**32)
    entry["reseeded"] = np.random.permutation(9).tolist()
    entries.append(entry)
path = pathlib.Path(__file__).parent / "legacy.json"
path.write_text(json.dumps(entries, separators=(",", ":")) + "\n")
