"""Lines of Keras's progress bar at given times, as `progress.json`.

Run with keras 3.15.1. The clock is ours, so that the lines are the same each time; what moves the cursor is taken off.
"""
import json
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
from keras.src.utils import progbar

now = 0.0
printed = []
progbar.time.time = lambda: now
progbar.io_utils.print_msg = lambda message, line_break=True: printed.append(message)


def bar(steps, times, names):
    global now
    now = 0.0
    result = {"steps": steps, "names": names, "lines": []}
    shown = progbar.Progbar(steps, stateful_metrics=names, interval=0)
    for step, seconds in times:
        now = seconds
        values = [1.0 / (step * step), 10.0 ** (-step), 0.5 + step / 1024][: len(names)]
        printed.clear()
        shown.update(step, values=list(zip(names, values)))
        text = printed[-1].lstrip("\b\r\n").rstrip()
        result["lines"].append({"step": step, "seconds": seconds, "values": values, "text": text})
    return result


def steady(steps, first, each):
    return [(step, first + each * (step - 1)) for step in range(1, steps + 1)]


bars = [
    bar(7, steady(7, 2.5, 0.341), ["loss", "acc"]),
    bar(100, steady(100, 9.0, 2.25), ["loss", "acc", "val_loss"]),
    bar(90, steady(90, 100.0, 61.7), ["loss"]),
    bar(1, [(1, 0.0004)], ["loss"]),
    bar(23, steady(23, 0.0001, 0.000085), []),
    bar(1000, [(step, seconds) for step, seconds in steady(1000, 1.0, 0.0987) if step in (1, 2, 9, 10, 99, 500, 999, 1000)], ["loss"]),
]
path = pathlib.Path(__file__).parent / "progress.json"
path.write_text(json.dumps(bars, ensure_ascii=False).replace("{", "\n{") + "\n")
