"""Tests of the driver: python3 -m unittest discover -s Benchmarks -t Benchmarks"""

import csv
import json
import pathlib
import tempfile
import unittest

from . import environment, epochs, report, turns


class FakeSide:
    """A side whose steps take the times it is given."""

    def __init__(self, name, times):
        self.name, self.times, self.asked = name, times, []

    def ask(self, **request):
        self.asked.append(request)
        warm, count = request.get("warm", 0), request.get("steps", 1)
        taken = [self.times.pop(0) for _ in range(warm + count)] if request["do"] in ("prepare", "turn") else []
        return {"ms": taken[warm:], "processor_ms": 1.0, "loss": 0.0, "peak_bytes": 1}


class DriverTests(unittest.TestCase):
    def test_newest_build_for_processors(self):
        listing = "torch (2.15.0)\nAvailable versions: 2.15.0, 2.9.1+cpu, 2.13.0+cpu, 2.13.0, 2.8.0+cu128\n"
        self.assertEqual(environment.newest_cpu_build(listing), "2.13.0")
        self.assertIsNone(environment.newest_cpu_build("Available versions: 2.15.0, 2.14.1"))

    def test_ratios(self):
        # One step to prepare and one to guess; then three rounds of one step that does not count and two that do.
        ours = FakeSide("assay", [9, 10, 99, 10, 12, 99, 10, 14, 99, 20, 30])
        theirs = FakeSide("keras", [9, 10, 99, 20, 24, 99, 40, 56, 99, 20, 30])
        rows = turns.alternate([ours, theirs], {}, rounds=3, turn_ms=20)
        self.assertEqual(rows["assay"]["median_ms"], 13)
        self.assertEqual(rows["keras"]["median_ms"], 27)
        self.assertAlmostEqual(rows["keras"]["ratio"], 27 / 13)
        self.assertEqual(rows["keras"]["ratio_of_minima"], 2)
        self.assertEqual(rows["keras"]["round_ratios"], [2, 4, 1])
        self.assertEqual(rows["keras"]["steps"], 6)
        self.assertEqual([request["do"] for request in ours.asked], ["prepare", "turn", "turn", "turn", "turn", "drop"])

    def test_long_steps_have_two_rounds(self):
        side = FakeSide("assay", [5000] * 4)
        rows = turns.alternate([side], {}, rounds=3, turn_ms=20, long_ms=1000)
        self.assertEqual(rows["assay"]["steps"], 2)
        self.assertEqual([request["do"] for request in side.asked], ["prepare", "turn", "turn", "drop"])

    def test_images_are_spread_and_told_apart(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for kind, count in (("a", 30), ("b", 10)):
                (folder / "from" / kind).mkdir(parents=True)
                for number in range(count):
                    (folder / "from" / kind / f"{number:02}.jpeg").write_bytes(b"\xff\xd8rest")
            chosen = epochs.choose(folder / "from", 20)
            self.assertEqual([kind for kind, _ in chosen].count("a"), 15)
            self.assertEqual(len(set(chosen)), 20)
            again = epochs.choose(folder / "from", 100)
            self.assertEqual(len(again), 100)
            self.assertEqual(len(set(again)), 40)
            epochs.lay(again, folder / "to")
            copies = [file.read_bytes() for file in (folder / "to").rglob("*.jpeg")]
            self.assertEqual(len(set(copies)), 100)
            for data in copies:
                self.assertTrue(data.startswith(b"\xff\xd8\xff\xfe\x00\x0a") and data.endswith(b"rest"))

    def test_parts_are_kept_and_another_machines_dropped(self):
        row = {"median_ms": 5.0, "min_ms": 4.0, "ratio": 2.0, "round_ratios": [1.5, 2.5]}
        measured = {
            "date": "today", "commit": "abc", "threads": 2, "versions": {"keras": "3"}, "instruction_sets": {"kernels": "avx2"},
            "rows": {"24 filters": {"assay": {**row, "ratio": 1.0}, "keras": row}}}
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            report.Record(folder).add("matrix", "avx2", measured)
            record = report.Record(folder)
            record.add("matrix", "native", measured)
            record.write()
            text = (folder / "README.md").read_text()
            self.assertIn("| 24 filters | 5.00 (4.00) | 5.00 (4.00) **2.00 ×** [1.50, 2.50] |", text)
            self.assertEqual(text.count("### "), 2)
            with open(folder / "benchmarks.csv", newline="") as file:
                lines = list(csv.DictReader(file))
            self.assertIn(("matrix", "avx2", "24 filters", "keras", "ratio", "2.0"), [
                (line["part"], line["instruction_set"], line["work"], line["side"], line["quantity"], line["value"])
                for line in lines])
            everything = json.loads((folder / "benchmarks.json").read_text())
            everything["machine"]["processor"] = "another"
            (folder / "benchmarks.json").write_text(json.dumps(everything))
            self.assertEqual(report.Record(folder).parts, {})


if __name__ == "__main__":
    unittest.main()
