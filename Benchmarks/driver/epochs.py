"""Epochs from image files to the end of their validation: Assay's `run` beside Keras's `fit`."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from . import environment, machine, works
from .sides import TITLES, variables
from .turns import say

EXPERIMENT = """\
assay: 1
name: epochs
augmentations: {{clean: [rescale: 1/255]}}
datasets:
  train: &images {{folder: {train}, image_size: [{size}, {size}], batch_size: {batch}, augmentation: clean}}
  validation: {{<<: *images, folder: {validation}}}
models:
  network:
    input: [{size}, {size}, 3]
    layers:
      - repeat:
          over: {{filters: {filters}}}
          layers:
            - Conv2D: {{filters: "${{filters}}", kernel_size: 3}}
            - Activation: relu
            - MaxPooling2D: 2
            - BatchNormalization
      - Flatten
      - Dense: {{units: {units[0]}, activation: relu}}
      - Dropout: 0.5
      - Dense: {{units: {units[1]}, activation: relu}}
      - Dropout: 0.5
      - Dense: {{units: 2, activation: sigmoid}}
steps:
  - build: {{model: network, as: model}}
  - compile: {{model: model, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]}}
  - train: {{id: training, model: model, data: train, validation_data: validation, epochs: 2}}
"""


def files(folder):
    """The images of a folder with a folder a class, by class."""
    kinds = {".jpeg", ".jpg", ".png"}
    found = {
        entry.name: sorted(file for file in entry.iterdir() if file.suffix.lower() in kinds)
        for entry in sorted(folder.iterdir()) if entry.is_dir()}
    found = {name: images for name, images in found.items() if images}
    if not found:
        sys.exit(f"benchmark: {folder} has no folder with images")
    return found


def choose(folder, count):
    """`count` images, spread evenly over a data set's classes and files; over and over where there are fewer."""
    images = [(name, file) for name, group in files(folder).items() for file in group]
    step = max(len(images) / count, 1)
    return [images[int(number * step) % len(images)] for number in range(count)]


def lay(images, folder):
    """Copies images into a folder a class, each with bytes of its own: no cache may know that two are the same."""
    for number, (name, file) in enumerate(images):
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        data = file.read_bytes()
        if data[:2] == b"\xff\xd8":  # JPEG: a comment after the first marker
            comment = f"{number:08d}".encode()
            data = data[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment + data[2:]
        with open(place / f"{number:05d}{file.suffix.lower()}", "wb") as copy:
            copy.write(data)
            os.fsync(copy.fileno())


def forget(folder):
    """Asks the system to drop its own copies of files, so that a first epoch reads them."""
    for file in folder.rglob("*.*"):
        with open(file, "rb") as opened:
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def epochs(options, isa):
    """A first epoch, every cache empty, and a second."""
    names = [name for name in options.sides if name in ("assay", "keras")]
    train, validation = (count * works.NOTEBOOK["batch"] for count in options.batches)
    sources = {}
    if options.data:
        sources["radiographs"] = (choose(options.data / "train", train), choose(options.data / "test", validation))
    if options.originals:
        images = choose(options.originals, train + validation)
        sources["originals"] = (images[:train], images[train:])
    rows = {}
    for title, (training, held) in sources.items():
        with tempfile.TemporaryDirectory(prefix="assay-benchmark-") as name:
            folder = pathlib.Path(name)
            lay(training, folder / "train")
            lay(held, folder / "validation")
            rows[title] = {}
            for side in names:
                forget(folder)
                rows[title][side] = (our_epochs if side == "assay" else keras_epochs)(folder, options, isa)
            for row in rows[title].values():
                ours = rows[title]["assay"]
                for key in ("first_s", "second_s", "start_to_first_s"):
                    row[f"{key[:-2]}_ratio"] = row[key] / ours[key]
            for side, row in rows[title].items():
                say(
                    f"  {title}: {TITLES[side]}: first {row['first_s']:.1f} s ({row['first_ratio']:.2f}), "
                    f"second {row['second_s']:.1f} s ({row['second_ratio']:.2f})")
    return {"rows": rows, "versions": {}, "batches": list(options.batches)}


def our_epochs(folder, options, isa):
    work = {**works.NOTEBOOK, **(works.QUICK if options.quick else {}), "batch": works.NOTEBOOK["batch"]}
    text = EXPERIMENT.format(train=folder / "train", validation=folder / "validation", **work)
    (folder / "epochs.yaml").write_text(text)
    cache = folder / "cache"
    command = [
        machine.ROOT / ".build/release/assay", "run", folder / "epochs.yaml", "--results", folder / "results", "--threads",
        str(options.threads), "--format", "json"]
    begin = time.perf_counter()
    ends, seconds = [], []
    with subprocess.Popen(
            command, env={**variables(isa), "XDG_CACHE_HOME": str(cache)}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True) as running:
        for line in running.stdout:
            event = json.loads(line)
            if event.get("event") == "epoch_ended":
                ends.append(time.perf_counter() - begin)
                seconds.append(event["seconds"])
    if running.returncode != 0 or len(seconds) != 2:
        sys.exit(f"benchmark: `assay run` on {folder.name} ended with {running.returncode}")
    record = json.loads((folder / "results/epochs/latest/run.json").read_text())
    shutil.rmtree(cache, ignore_errors=True)
    return {
        "first_s": seconds[0], "second_s": seconds[1], "start_to_first_s": ends[0],
        "peak_mib": record["peak_memory_bytes"] / 2**20, "data_wait_share": record["data_wait_share"]}


def keras_epochs(folder, options, isa):
    work = {**works.NOTEBOOK, **(works.QUICK if options.quick else {}), "batch": works.NOTEBOOK["batch"]}
    command = [
        environment.PYTHON, machine.ROOT / "Benchmarks/Sides/keras_epochs.py", folder / "train", folder / "validation",
        "--threads", str(options.threads), "--work", json.dumps(work)]
    begin = time.perf_counter()
    ends, replies = [], []
    with subprocess.Popen(
            command, env=variables(isa), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        for line in running.stdout:
            ends.append(time.perf_counter() - begin)
            replies.append(json.loads(line))
    if running.returncode != 0 or len(replies) != 2:
        sys.exit(f"benchmark: Keras's epochs ended with {running.returncode}")
    return {
        "first_s": replies[0]["seconds"], "second_s": replies[1]["seconds"], "start_to_first_s": ends[0],
        "peak_mib": replies[1]["peak_bytes"] / 2**20}
