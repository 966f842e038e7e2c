"""Epochs from image files to the end of their validation: Assay's `run` beside Keras's `fit`."""

import json
import os
import pathlib
import random
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
        random.Random(1).shuffle(images)
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


def watched(command, variables):
    """Runs a command that prints JSON objects, and gives each with the seconds since the command began."""
    begin = time.perf_counter()
    replies = []
    with tempfile.TemporaryFile("w+") as log:
        with subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=log, text=True) as running:
            for line in running.stdout:
                replies.append((time.perf_counter() - begin, json.loads(line)))
        if running.returncode != 0:
            log.seek(0)
            sys.exit(f"benchmark: {command[0]} ended with {running.returncode}\n{log.read()}")
    return replies


def network(options):
    return {**works.NOTEBOOK, **(works.QUICK if options.quick else {}), "batch": works.NOTEBOOK["batch"]}


def our_epochs(folder, options, isa):
    (folder / "epochs.yaml").write_text(
        EXPERIMENT.format(train=folder / "train", validation=folder / "validation", **network(options)))
    cache = folder / "cache"
    command = [
        machine.ROOT / ".build/release/assay", "run", folder / "epochs.yaml", "--results", folder / "results", "--threads",
        str(options.threads), "--format", "json"]
    events = watched(command, {**variables(isa), "XDG_CACHE_HOME": str(cache)})
    ends = [(end, event) for end, event in events if event.get("event") == "epoch_ended"]
    record = json.loads((folder / "results/epochs/latest/run.json").read_text())
    shutil.rmtree(cache, ignore_errors=True)
    return {
        "first_s": ends[0][1]["seconds"], "second_s": ends[1][1]["seconds"], "start_to_first_s": ends[0][0],
        "peak_mib": record["peak_memory_bytes"] / 2**20, "data_wait_share": record["data_wait_share"]}


def keras_epochs(folder, options, isa):
    command = [
        environment.PYTHON, machine.ROOT / "Benchmarks/Sides/keras_epochs.py", folder / "train", folder / "validation",
        "--threads", str(options.threads), "--work", json.dumps(network(options))]
    ends = watched(command, variables(isa))
    return {
        "first_s": ends[0][1]["seconds"], "second_s": ends[1][1]["seconds"], "start_to_first_s": ends[0][0],
        "peak_mib": ends[1][1]["peak_bytes"] / 2**20}
