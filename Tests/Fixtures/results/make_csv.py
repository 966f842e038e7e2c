"""Writes tricky.csv and tricky.json: what Python's csv module writes and reads for awkward fields."""

import csv
import json
import pathlib

folder = pathlib.Path(__file__).parent
rows = [
    ["path", "label", "predicted", "NORMAL", "PNEUMONIA"],
    ["a,b.png", 'say "x"', "two\nlines", "0.1", ""],
    ["", '"', ",", "\n", "carriage\r\nreturn"],
    ["ä € 😀", " spaces ", "'", "1e-05", "nan"],
]
with open(folder / "tricky.csv", "w", newline="", encoding="utf-8") as file:
    csv.writer(file, lineterminator="\n").writerows(rows)
with open(folder / "tricky.csv", newline="", encoding="utf-8") as file:
    assert list(csv.reader(file)) == rows
(folder / "tricky.json").write_text(json.dumps(rows) + "\n")
