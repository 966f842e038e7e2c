"""What the Python sides of the benchmark share: answering the driver, a JSON object a line in, one a line out."""

import json
import os
import sys
import time

import numpy as np

# Libraries print what they like; replies have a stream of their own.
replies = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def batch(work):
    """Images (count, size, size, 3) of 0 to 1 and one-hot targets: the same kind of batch on all sides."""
    generator = np.random.default_rng(2)
    inputs = generator.random((work["batch"], work["size"], work["size"], 3), dtype=np.float32)
    return inputs, np.eye(2, dtype=np.float32)[np.arange(work["batch"]) % 2]


def peak_bytes():
    """The most memory of this program alone: ru_maxrss would count the process that started it."""
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def turn(step, warm, steps):
    for _ in range(warm):
        step()
    times = []
    loss = float("nan")
    processor = time.process_time()
    for _ in range(steps):
        begin = time.perf_counter()
        loss = step()
        times.append((time.perf_counter() - begin) * 1e3)
    return {"ms": times, "processor_ms": (time.process_time() - processor) * 1e3 / steps, "loss": loss,
            "peak_bytes": peak_bytes()}


def serve(describe, prepare):
    """Answers until the input ends.

    describe() names versions; prepare(work) gives a function that does one step, waits for it and returns the loss.
    """
    step = None
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "describe":
            reply = describe()
        elif request["do"] == "prepare":
            step = None
            step = prepare(request["work"])
            reply = turn(step, 0, 1)
        elif request["do"] == "turn":
            reply = turn(step, request["warm"], request["steps"])
        elif request["do"] == "drop":
            step = None
            reply = {}
        else:
            raise ValueError(line)
        print(json.dumps(reply), file=replies, flush=True)
