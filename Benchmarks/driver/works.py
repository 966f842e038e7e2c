"""What is measured."""

NOTEBOOK = {
    "mode": "train", "batch": 16, "size": 150, "filters": [64, 128, 256, 256], "units": [128, 64], "padding": "valid",
}


def steps(quick):
    """The notebook's network: a training step, one with `[:-5]` frozen, and the evaluation of a batch."""
    base = {**NOTEBOOK, **(QUICK if quick else {})}
    return {mode: {**base, "mode": mode} for mode in ("train", "frozen", "evaluate")}


def matrix(quick):
    """Training steps that differ from the notebook's in one thing each."""
    base = {**NOTEBOOK, **(QUICK if quick else {})}
    works = {f"{count} filters": {**base, "filters": [count] * 4} for count in (24, 48, 96)}
    works["padding same"] = {**base, "padding": "same"}
    works |= {f"batch {count}": {**base, "batch": count} for count in ((1, 8) if quick else (1, 8, 32))}
    works |= {f"{size} pixels": {**base, "size": size} for size in ((64,) if quick else (64, 224, 299))}
    # The largest comes last: not every side gives its memory back.
    return works if quick else {**works, "batch 128": {**base, "batch": 128}}


def batches(quick):
    """Batches of a training step, for the cost of an image."""
    return {count: {**NOTEBOOK, **(QUICK if quick else {}), "batch": count} for count in ((2, 4) if quick else (8, 16, 32, 64))}


def backbones(quick):
    """Backbones with a head of two units: a training step, one with all but the head frozen, and the evaluation of a batch."""
    size, few = (64, 2) if quick else (224, None)
    return {
        f"{title}, {mode}": {"backbone": name, "mode": mode, "batch": few or batch, "size": size}
        for title, name, batch in (("ResNet-50", "resnet50", 8), ("MobileNetV2", "mobilenet_v2", 16))
        for mode in ("train", "frozen", "evaluate")
    }


# Small enough for a test that everything works; its figures say nothing.
QUICK = {"batch": 4, "size": 64, "filters": [8, 16, 16, 16]}
