"""Makes HDF5 files that lie, for HostileKerasTests: each a small legacy file with one thing wrong.

    pip install h5py==3.14.0 numpy
    python make_hostile.py
"""

import pathlib
import shutil
import zipfile

import h5py
import numpy as np

HERE = pathlib.Path(__file__).parent / "hostile"


def legacy(name, names=("kernel",), layers=("dense",)):
    """A file of one layer, whose weight the caller makes."""
    file = h5py.File(HERE / f"{name}.h5", "w")
    file.attrs["layer_names"] = list(layers)
    layer = file.create_group("dense")
    layer.attrs["weight_names"] = list(names)
    return file, layer


def made(name, **arguments):
    file, layer = legacy(name)
    layer.create_dataset("kernel", **arguments)
    file.close()


def types():
    made("compound", data=np.zeros(2, [("a", "f4"), ("b", "i4")]))
    made("text", data=np.array([b"1.0", b"2.0"]))
    made("variable_text", data=["1.0"], dtype=h5py.string_dtype())
    made("sequences", shape=(2,), dtype=h5py.vlen_dtype("f4"))
    made("null", data=h5py.Empty("f4"))
    made("huge", shape=(2**60,), dtype="f4", chunks=(1024,))
    made("huge_product", shape=(2**31, 2**31, 2**31), dtype="f4", chunks=(16, 16, 16))
    made("hollow", shape=(2**26,), dtype="f4", chunks=(1024,))
    made("zeros", data=np.zeros(2**23, "f4"), chunks=(2**20,), compression="gzip")
    made("axes", data=np.zeros([1] * 9, "f4"))
    made("lzf", data=np.zeros((4, 4), "f4"), chunks=(2, 2), compression="lzf")
    # A float of 32 bits with an exponent of 9.
    file, layer = legacy("odd_float")
    kind = h5py.h5t.IEEE_F32LE.copy()
    kind.set_fields(31, 22, 9, 0, 22)
    h5py.h5d.create(layer.id, b"kernel", kind, h5py.h5s.create_simple((2,)))
    file.close()


def links():
    file, layer = legacy("external_link")
    layer["kernel"] = h5py.ExternalLink("/etc/passwd", "/")
    file.close()
    file, layer = legacy("soft_link")
    file.create_dataset("elsewhere", data=np.zeros(2, "f4"))
    layer["kernel"] = h5py.SoftLink("/elsewhere")
    file.close()
    file, layer = legacy("dangling_link")
    layer["kernel"] = h5py.SoftLink("/nowhere")
    file.close()
    file, layer = legacy("external_group", layers=("dense", "other"))
    layer.create_dataset("kernel", data=np.zeros(2, "f4"))
    file["other"] = h5py.ExternalLink("other.h5", "/dense")
    file.close()
    file, layer = legacy("external_storage")
    layer.create_dataset("kernel", shape=(4,), dtype="f4", external=[("/etc/passwd", 0, 16)])
    file.close()
    file, layer = legacy("virtual")
    source = h5py.VirtualSource("other.h5", "kernel", shape=(4,))
    layout = h5py.VirtualLayout(shape=(4,), dtype="f4")
    layout[:] = source
    layer.create_virtual_dataset("kernel", layout)
    file.close()
    # A group that contains itself, for a reader that walks.
    with h5py.File(HERE / "loop.weights.h5", "w") as file:
        layers = file.create_group("layers")
        layers["again"] = layers
        layers["once_more"] = layers
    # One dataset under many names.
    names = [f"w{i}" for i in range(60)]
    file, layer = legacy("shared", names)
    layer.create_dataset("w0", data=np.zeros(2**18, "f4"), compression="gzip")
    for name in names[1:]:
        layer[name] = layer["w0"]
    file.close()


def names():
    file, layer = legacy("no_layers", layers=())
    del file.attrs["layer_names"]
    file.close()
    file, layer = legacy("no_weight_names")
    del layer.attrs["weight_names"]
    file.close()
    file, layer = legacy("number_names")
    file.attrs["layer_names"] = np.arange(3)
    file.close()
    file, layer = legacy("missing_layer", layers=("dense", "absent"))
    layer.create_dataset("kernel", data=np.zeros(2, "f4"))
    file.close()
    file, layer = legacy("missing_weight")
    file.close()
    file, layer = legacy("layer_twice", layers=("dense", "dense"))
    layer.create_dataset("kernel", data=np.zeros(2, "f4"))
    file.close()
    file, layer = legacy("weight_twice", names=("kernel", "kernel"))
    layer.create_dataset("kernel", data=np.zeros(2, "f4"))
    file.close()
    file, layer = legacy("group_as_weight")
    layer.create_group("kernel")
    file.close()
    file, layer = legacy("weight_as_layer", layers=("dense/kernel",))
    layer.create_dataset("kernel", data=np.zeros(2, "f4"))
    file.close()
    for name, path in [("root_path", "/dense/kernel"), ("dot_path", "./kernel"), ("empty_path", ""), ("double_path", "a//b")]:
        file, layer = legacy(name, names=(path,))
        layer.create_dataset("kernel", data=np.zeros(2, "f4"))
        file.close()
    file, layer = legacy("not_utf8", names=())
    layer.attrs["weight_names"] = np.asarray([b"\xff\xfe"])
    file.close()
    file, layer = legacy("theano", names=())
    file.attrs["backend"] = "theano"
    file.close()
    file, layer = legacy("no_json", names=())
    file.attrs["model_config"] = "{"
    file.close()
    with h5py.File(HERE / "nothing.h5", "w") as file:
        file.create_dataset("x", data=1)


def archives():
    with zipfile.ZipFile(HERE / "bomb.keras", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ["config.json", "metadata.json", "model.weights.h5"]:
            archive.writestr(zipfile.ZipInfo(name), bytes(20 << 20), zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(HERE / "member.keras", "w") as archive:
        archive.writestr(zipfile.ZipInfo("config.json"), "{}")
    with zipfile.ZipFile(HERE / "bzip2.keras", "w") as archive:
        archive.writestr(zipfile.ZipInfo("model.weights.h5"), b"x" * 100, zipfile.ZIP_BZIP2)


if __name__ == "__main__":
    shutil.rmtree(HERE, ignore_errors=True)
    HERE.mkdir()
    types()
    links()
    names()
    archives()
    for path in sorted(HERE.iterdir()):
        print(f"{path.name:24}{path.stat().st_size:8}")
