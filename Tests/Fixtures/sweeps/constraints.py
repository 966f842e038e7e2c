"""Writes constraints.json: random constraints with what Python's own eval makes of them. Run it anew to change them."""
import json
import pathlib
import random

rng = random.Random(6)
names = {"filters": 32, "units": 128, "dropout": 0.25, "depth": 3, "rate": 1e-3}


def quantity(depth):
    kind = rng.random()
    if depth == 0 or kind < 0.35:
        return rng.choice([*names, "2", "0.5", "1e-3", "100", ".25", "7"])
    if kind < 0.45:
        return "-" + quantity(depth - 1)
    if kind < 0.6:
        return "(" + quantity(depth - 1) + ")"
    return quantity(depth - 1) + rng.choice([" + ", " - ", "*", " / ", "+"]) + quantity(depth - 1)


def condition(depth):
    kind = rng.random()
    if depth == 0 or kind < 0.4:
        return quantity(3) + " " + rng.choice(["<", "<=", ">", ">=", "==", "!="]) + " " + quantity(3)
    if kind < 0.55:
        return "not " + condition(0)
    if kind < 0.7:
        return "(" + condition(depth - 1) + ")"
    return condition(depth - 1) + rng.choice([" and ", " or "]) + condition(depth - 1)


cases = []
while len(cases) < 200:
    text = condition(3)
    try:
        value = eval(text, {}, names)
    except ZeroDivisionError:
        continue
    if len(text) < 200:
        cases.append({"text": text, "value": bool(value)})
here = pathlib.Path(__file__).parent / "constraints.json"
here.write_text(json.dumps({"names": names, "cases": cases}, indent=0) + "\n")
print(sum(case["value"] for case in cases), "of", len(cases), "hold")
