"""Alternating rounds: every side does the same work, one after another, again and again."""

import statistics
import sys

from .sides import TITLES


def say(text):
    print(text, file=sys.stderr, flush=True)


def estimate(side, work):
    """Prepares a work and gives about how long a step takes, in milliseconds."""
    first = side.ask(do="prepare", work=work)["ms"][0]
    # The first step traces and compiles; where it is long all the same, that is near enough.
    return first if first > 4000 else side.ask(do="turn", warm=0, steps=1)["ms"][0]


def alternate(sides, work, rounds, turn_ms, long_ms=float("inf")):
    """Measures one work on all sides.

    A turn is about `turn_ms` long, at most 10 steps, after one step that does not count (steps of more than two seconds do
    without). Which side begins moves on from round to round. Where a side's step takes longer than `long_ms`, two rounds have to
    do. Gives a row for each side: the median and the least of all its steps, and against the first side the ratio of medians, of
    minima, and of each round's medians.
    """
    guesses = {side.name: estimate(side, work) for side in sides}
    if max(guesses.values()) > long_ms:
        rounds = min(rounds, 2)
    turns = {side.name: [] for side in sides}
    for number in range(rounds):
        first = number % len(sides)
        for side in sides[first:] + sides[:first]:
            steps = max(1, min(10, round(turn_ms / guesses[side.name])))
            warm = 0 if guesses[side.name] > 2000 else 1
            turns[side.name].append(side.ask(do="turn", warm=warm, steps=steps))
    for side in sides:
        side.ask(do="drop")
    ours = sides[0].name
    rows = {}
    for name, done in turns.items():
        all_steps = [ms for turn in done for ms in turn["ms"]]
        rows[name] = {
            "median_ms": statistics.median(all_steps), "min_ms": min(all_steps), "steps": len(all_steps),
            "processor_ms": statistics.median(turn["processor_ms"] for turn in done),
            "peak_mib": max(turn.get("peak_bytes", 0) for turn in done) / 2**20,
            "round_ms": [statistics.median(turn["ms"]) for turn in done],
        }
    for row in rows.values():
        reference = rows[ours]
        row["ratio"] = row["median_ms"] / reference["median_ms"]
        row["ratio_of_minima"] = row["min_ms"] / reference["min_ms"]
        row["round_ratios"] = [a / b for a, b in zip(row["round_ms"], reference["round_ms"])]
    return rows


def show(title, rows):
    words = [
        f"{TITLES[name]} {row['median_ms']:.1f} ms" + (f" ({row['ratio']:.2f})" if row is not next(iter(rows.values())) else "")
        for name, row in rows.items()]
    say(f"  {title}: " + ", ".join(words))
