"""Makes the files that the Python package safetensors writes, and checks with it the file that Assay writes.

    pip install safetensors==0.8.0 numpy==2.4.*
    python make_weights.py

types.safetensors   tensors of F64, F32 and F16, written by safetensors, with metadata
bfloat16.safetensors  written by hand (NumPy has no bfloat16) and read back with safetensors' own checks
assay.safetensors   the bytes that Assay must write for the network in WeightMatchTests: composed here from the format's definition
                    and read back with safetensors
"""

import json
import pathlib
import struct

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

HERE = pathlib.Path(__file__).parent


def types():
    tensors = {
        "half": np.array([0, -0.0, 1, -2.5, 65504, 6e-8, 6.1e-5, np.inf, -np.inf, 0.333], "float16"),
        "float": np.array([[1.5, -2.25, 3e-38], [1e-45, 0.1, -np.inf]], "float32"),
        "double/with \"quotes\" and \u00e9": np.array([[[0.1]], [[1e300]]], "float64"),
        "empty": np.zeros((0, 3), "float32"),
        "scalar": np.array(7.0, "float32"),
    }
    save_file(tensors, HERE / "types.safetensors", metadata={"made by": "safetensors\n\t\u2713"})
    expected = {name: {"shape": list(value.shape), "bits": value.astype("float32").view("uint32").ravel().tolist()}
                for name, value in tensors.items()}
    (HERE / "types.json").write_text(json.dumps(expected, indent=1) + "\n")


def pack(header, data):
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def bfloat16():
    values = np.array([1, -0.5, 3.140625, 2.0**100], "float32")
    data = (values.view("uint32") >> 16).astype("<u2").tobytes()
    path = HERE / "bfloat16.safetensors"
    path.write_bytes(pack({"brain": {"dtype": "BF16", "shape": [4], "data_offsets": [0, 8]}}, data))
    with safe_open(path, "np") as file:
        assert file.get_slice("brain").get_dtype() == "BF16" and file.get_slice("brain").get_shape() == [4]


def assay():
    shapes = [("conv2d/kernel", [2, 2, 1, 2]), ("conv2d/bias", [2]), ("norm/gamma", [2]), ("norm/beta", [2]), ("norm/moving_mean", [2]),
              ("norm/moving_variance", [2]), ("dense/kernel", [2, 3]), ("dense/bias", [3])]
    header = {"__metadata__": {"format": "assay", "layers": json.dumps(["conv2d", "norm", "dense"], separators=(",", ":"))}}
    data, begin, expected = b"", 0, {}
    for index, (name, shape) in enumerate(shapes):
        # The parameter i, value j is i + j / 16.
        values = (index + np.arange(np.prod(shape)) / 16).astype("<f4").reshape(shape)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [begin, begin + values.nbytes]}
        data, begin, expected[name] = data + values.tobytes(), begin + values.nbytes, values
    path = HERE / "assay.safetensors"
    path.write_bytes(pack(header, data))
    found = load_file(path)
    assert found.keys() == expected.keys() and all(np.array_equal(found[name], expected[name]) for name in expected)
    with safe_open(path, "np") as file:
        assert file.metadata()["format"] == "assay"


if __name__ == "__main__":
    types()
    bfloat16()
    assay()
