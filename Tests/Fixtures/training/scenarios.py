"""Made-up trainings for the callbacks: what each epoch's logs say, and which callbacks look on.

Values are floats of float32 precision, as a training's are, unless a scenario is about just that.
"""

import random
import struct


def f32(value):
    return struct.unpack("f", struct.pack("f", value))[0]


def stopping(**arguments):
    return ["EarlyStopping", dict(dict(monitor="val_loss", min_delta=0.0, patience=0, mode="min", baseline=None,
                                       restore_best_weights=False, start_from_epoch=0), **arguments)]


def plateau(**arguments):
    return ["ReduceLROnPlateau", dict(dict(monitor="val_loss", factor=0.1, patience=10, mode="min", min_delta=1e-4, cooldown=0,
                                           min_lr=0.0), **arguments)]


def checkpoint(**arguments):
    return ["ModelCheckpoint", dict(dict(monitor="val_loss", mode="min", save_best_only=True), **arguments)]


def epochs(*losses, accuracies=None):
    rows = []
    for number, loss in enumerate(losses):
        accuracy = accuracies[number] if accuracies else 0.5
        rows.append({"val_loss": loss, "val_acc": accuracy})
    return rows


NAN = float("nan")
INF = float("inf")


def scenarios():
    flat = [f32(0.5)] * 12
    fall = [f32(1.0 / (n + 1)) for n in range(6)] + [f32(0.4)] * 14
    bumps = [f32(v) for v in (0.9, 0.7, 0.8, 0.65, 0.66, 0.6499, 0.7, 0.7, 0.7, 0.7, 0.5, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7)]
    climb = [f32(v) for v in (0.5, 0.6, 0.6, 0.7, 0.65, 0.71, 0.71, 0.69, 0.75, 0.74, 0.74, 0.74, 0.74, 0.74, 0.74, 0.74, 0.74, 0.76)]
    notebook = [
        checkpoint(monitor="val_acc", mode="max"),
        plateau(factor=0.2, patience=3, min_lr=1e-5),
        stopping(min_delta=1e-10, patience=15, restore_best_weights=True),
    ]
    made = [
        ("notebook, stops at best + 15", notebook, epochs(*([f32(0.9), f32(0.8), f32(0.4)] + [f32(0.6)] * 20), accuracies=(climb + climb))),
        ("notebook, runs to its end", notebook, epochs(*bumps, accuracies=climb)),
        ("patience 0", [stopping(restore_best_weights=True)], epochs(*bumps)),
        ("patience 0, first value repeats", [stopping()], epochs(*flat)),
        ("patience 1 on a plateau", [stopping(patience=1, restore_best_weights=True)], epochs(*flat)),
        ("patience 3 after a fall", [stopping(patience=3, restore_best_weights=True)], epochs(*fall)),
        ("max mode", [stopping(monitor="val_acc", mode="max", patience=3, restore_best_weights=True)], epochs(*bumps, accuracies=climb)),
        ("min_delta in max mode", [stopping(monitor="val_acc", mode="max", patience=2, min_delta=0.02)], epochs(*bumps, accuracies=climb)),
        ("min_delta", [stopping(patience=4, min_delta=0.05, restore_best_weights=True)], epochs(*bumps)),
        ("negative min_delta", [stopping(patience=2, min_delta=-0.05)], epochs(*bumps)),
        ("baseline never met", [stopping(patience=3, baseline=0.1, restore_best_weights=True)], epochs(*bumps)),
        ("baseline met late", [stopping(patience=5, baseline=0.66, restore_best_weights=True)], epochs(*bumps)),
        ("baseline met at once", [stopping(patience=3, baseline=0.95, restore_best_weights=True)], epochs(*bumps)),
        ("NaN first", [stopping(patience=3, restore_best_weights=True), plateau(patience=2), checkpoint()], epochs(NAN, 0.5, 0.4, 0.3, 0.2)),
        ("NaN between", [stopping(patience=3, restore_best_weights=True), plateau(patience=2), checkpoint()], epochs(0.5, NAN, 0.25, NAN, NAN, NAN, 0.125)),
        ("NaN always", [stopping(patience=4, restore_best_weights=True), checkpoint()], epochs(NAN, NAN, NAN, NAN, NAN, NAN)),
        ("infinite first", [stopping(patience=2, restore_best_weights=True), plateau(patience=1), checkpoint()], epochs(INF, INF, 0.5, INF, 0.5)),
        ("runs out before patience", [stopping(patience=30, restore_best_weights=True)], epochs(*bumps)),
        ("checkpoint always", [checkpoint(save_best_only=False)], epochs(*bumps[:4])),
        ("checkpoint strict", [checkpoint(), checkpoint(monitor="val_acc", mode="max")], epochs(*bumps, accuracies=climb)),
        ("monitor missing", [checkpoint(monitor="val_auc"), stopping(monitor="val_auc"), plateau(monitor="val_auc", patience=1)], epochs(*flat[:3])),
        ("plateau to the floor", [plateau(factor=0.2, patience=1, min_lr=1e-5)], epochs(*flat)),
        ("plateau, floor that a float rounds up", [plateau(factor=0.5, patience=1, min_lr=0.0003)], epochs(*flat)),
        ("plateau, floor zero", [plateau(factor=0.01, patience=1)], epochs(*([0.5] * 24))),
        ("cooldown 1", [plateau(factor=0.5, patience=2, cooldown=1)], epochs(*flat)),
        ("cooldown 3", [plateau(factor=0.5, patience=2, cooldown=3)], epochs(*([0.5] * 20))),
        ("cooldown and improvement", [plateau(factor=0.5, patience=1, cooldown=3)], epochs(0.5, 0.5, 0.4, 0.4, 0.4, 0.4, 0.3, 0.3, 0.3)),
        ("patience 0 plateau", [plateau(factor=0.5, patience=0)], epochs(*bumps)),
        ("plateau min_delta", [plateau(factor=0.5, patience=2, min_delta=0.01)], epochs(*[f32(0.5 - 0.004 * n) for n in range(14)])),
        ("plateau max mode", [plateau(monitor="val_acc", mode="max", factor=0.5, patience=2)], epochs(*bumps, accuracies=climb)),
        # Whether this is better by more than 0.1 depends on which side 0.1 is added to.
        ("plateau, at the edge of min_delta", [plateau(factor=0.5, patience=2, min_delta=0.1)], epochs(1.0827111256439315, 0.9827111256439314, 1.2, 1.2, 1.2)),
        ("early stopping, at the edge of min_delta", [stopping(patience=2, min_delta=0.1)], epochs(1.0827111256439315, 0.9827111256439314, 1.2, 1.2, 1.2)),
        ("below float precision", [stopping(patience=3), checkpoint(), plateau(patience=2, min_delta=0.0)],
         epochs(*[0.5 - 1e-10 * n for n in range(8)])),
        ("min_delta below float precision", [stopping(patience=3, min_delta=1e-10)], epochs(*[f32(0.5 - 6e-8 * n) for n in range(8)])),
    ]
    generator = random.Random(20)
    for number in range(40):
        length = generator.randrange(4, 25)
        losses = [f32(round(generator.uniform(0.2, 1.0), generator.choice((1, 2, 4)))) for _ in range(length)]
        accuracies = [f32(round(generator.uniform(0.4, 1.0), generator.choice((1, 2)))) for _ in range(length)]
        losses = [generator.choice((NAN, INF)) if generator.random() < 0.06 else value for value in losses]
        callbacks = []
        for make in generator.sample((stopping, plateau, checkpoint), generator.randrange(1, 4)):
            monitor, mode = generator.choice((("val_loss", "min"), ("val_acc", "max")))
            arguments = {"monitor": monitor, "mode": mode}
            if make is stopping:
                arguments.update({"patience": generator.randrange(0, 9), "min_delta": generator.choice((0.0, 0.01, 0.1)),
                              "restore_best_weights": generator.random() < 0.7, "baseline": generator.choice((None, None, 0.6))})
            if make is plateau:
                arguments.update({"patience": generator.randrange(0, 5), "factor": generator.choice((0.1, 0.5, 0.9)),
                              "cooldown": generator.randrange(0, 4), "min_lr": generator.choice((0.0, 1e-5, 3e-4)),
                              "min_delta": generator.choice((1e-4, 0.05))})
            if make is checkpoint:
                arguments.update({"save_best_only": generator.random() < 0.8})
            callbacks.append(make(**arguments))
        made.append((f"random {number}", callbacks, epochs(*losses, accuracies=accuracies)))
    # Watching from a later epoch is Keras 3's alone.
    late = [("start_from_epoch", [stopping(patience=2, start_from_epoch=4, restore_best_weights=True)], epochs(*bumps))]
    return made, late


def text(value):
    """Numbers as text: JSON has no NaN."""
    if isinstance(value, float):
        return repr(value)
    return value


def written(scenario_list, run):
    """Runs each scenario; `run(callbacks, logs)` gives a list of epochs and an end."""
    out = []
    for name, callbacks, logs in scenario_list:
        out.append({
            "name": name,
            "callbacks": [{"kind": kind, "arguments": {key: text(value) for key, value in arguments.items() if value is not None}}
                          for kind, arguments in callbacks],
            "logs": [{key: repr(float(value)) for key, value in row.items()} for row in logs],
            **run(callbacks, logs),
        })
    return out
