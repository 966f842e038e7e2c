"""What was measured, as JSON (all of it), CSV (a value a line), Markdown and a chart."""

import csv
import json
import subprocess
import sys

from . import machine
from .sides import TITLES

ISA_TITLES = {"native": "All that the machine has", "avx2": "Held to AVX2"}


class Record:
    """Measurements of one machine, by part and instruction set; parts that are not measured again stay as they were."""

    def __init__(self, folder):
        self.folder = folder
        self.path = folder / "benchmarks.json"
        self.machine = machine.describe()
        self.parts = {}
        if self.path.exists():
            before = json.loads(self.path.read_text())
            if before["machine"] == self.machine:
                self.parts = before["parts"]
            else:
                print("benchmark: what was measured on another machine is dropped", file=sys.stderr)

    def add(self, part, isa, measured):
        """Notes a part, and writes the JSON at once: a later part may fail."""
        self.parts[f"{part}/{isa}"] = measured
        self.folder.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps({"schema": "benchmarks/1", "machine": self.machine, "parts": self.parts}, indent=1) + "\n")

    def part(self, name):
        """The measurements of a part by instruction set."""
        return {isa: self.parts[f"{name}/{isa}"] for isa in ISA_TITLES if f"{name}/{isa}" in self.parts}

    def write(self):
        """Writes everything that is made from the JSON."""
        with open(self.folder / "benchmarks.csv", "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["part", "instruction_set", "date", "work", "side", "quantity", "value"])
            for key, measured in self.parts.items():
                part, isa = key.split("/")
                for place, value in leaves(measured["rows"]):
                    work, side, *quantity = place if len(place) > 2 else (place[0], "", *place[1:])
                    writer.writerow([part, isa, measured["date"], work, side, ".".join(quantity), value])
        (self.folder / "README.md").write_text("\n".join(self.lines()) + "\n")
        if self.part("steps"):
            subprocess.run(
                [machine.ROOT / ".build/release/benchmark-chart", self.path, self.folder / "steps.png"], check=True)

    def lines(self):
        yield "# Benchmarks\n"
        yield "Made by `Benchmarks/run`; [how it measures](../../../docs/benchmarks.md). Do not edit.\n"
        host = self.machine
        yield (
            f"{host['processor']} ({', '.join(host['instruction_sets'])}), {host['processors']} processors, {host['memory_gib']} GiB, "
            f"{host['system']}, Linux {host['kernel']}.\n")
        yield "| part | instruction set | Assay's kernels | date | commit | threads | versions |\n" + "|---" * 7 + "|"
        for key, measured in self.parts.items():
            part, isa = key.split("/")
            versions = ", ".join(f"{name} {value}" for name, value in measured["versions"].items())
            kernels = ", ".join(f"{name} {value}" for name, value in sorted(measured["instruction_sets"].items()))
            cells = [part, ISA_TITLES[isa], kernels, measured["date"], measured["commit"], str(measured["threads"]), versions]
            yield "| " + " | ".join(cells) + " |"
        yield (
            "\nTimes are medians of all steps in milliseconds (and the least in parentheses); × is how many times as long as Assay a "
            "side takes, the ratio of the medians, with the least and the largest ratio of a round in brackets.")
        if self.part("steps"):
            yield "\n## The notebook's network, 16 images of 150 x 150\n\n![Steps, in milliseconds](steps.png)"
            yield from self.times("steps")
        if self.part("matrix"):
            yield "\n## Training steps of other shapes\n"
            yield "Each differs from the notebook's training step in one thing; PyTorch is eager, its faster mode in training."
            yield from self.times("matrix")
        if self.part("backbones"):
            yield "\n## Backbones, 224 x 224\n"
            yield (
                "ResNet-50 on 8 images, MobileNetV2 on 16, a head of two units, Adam; frozen is all but the head. Each step has "
                "processes of its own.")
            yield from self.times("backbones")
            yield from self.peaks("backbones")
        if self.part("epochs"):
            yield from self.epochs()
        if self.part("process"):
            yield from self.process()
        if self.part("scaling"):
            yield from self.scaling()
        if self.part("kernels"):
            yield from self.kernels()

    def times(self, name):
        """A table for each instruction set: a row a work, a column a side."""
        for isa, measured in self.part(name).items():
            sides = list(next(iter(measured["rows"].values())))
            yield f"\n### {ISA_TITLES[isa]}\n"
            yield "| | " + " | ".join(TITLES[side] for side in sides) + " |"
            yield "|---" * (len(sides) + 1) + "|"
            for work, rows in measured["rows"].items():
                yield f"| {work} | " + " | ".join(time(rows[side], side == sides[0]) for side in sides) + " |"

    def peaks(self, name):
        """The most memory of each side's process."""
        for isa, measured in self.part(name).items():
            sides = list(next(iter(measured["rows"].values())))
            yield f"\nMost memory of a process, MiB, {ISA_TITLES[isa].lower()}:\n"
            yield "| | " + " | ".join(TITLES[side] for side in sides) + " |"
            yield "|---" * (len(sides) + 1) + "|"
            for work, rows in measured["rows"].items():
                yield f"| {work} | " + " | ".join(f"{rows[side]['peak_mib']:.0f}" for side in sides) + " |"

    def epochs(self):
        yield "\n## Epochs from files\n"
        yield (
            "From the first file to the end of validation, no augmentation, every image in memory after the first epoch on both "
            "sides; before the first, neither side nor the system has any file in memory. Keras: `image_dataset_from_directory`, "
            "`map`, `cache`, `shuffle`, `prefetch`, and `fit`. Start: from the start of the process to the end of the first epoch.\n")
        yield "| instruction set | images | side | batches | start, s | × | first epoch, s | × | second epoch, s | × | peak, MiB | waiting for data in the second |"
        yield "|---" * 12 + "|"
        for isa, measured in self.part("epochs").items():
            batches = " + ".join(str(count) for count in measured["batches"])
            for images, rows in measured["rows"].items():
                for side, row in rows.items():
                    cells = [ISA_TITLES[isa], images, TITLES[side], batches]
                    for key in ("start_to_first", "first", "second"):
                        cells += [f"{row[key + '_s']:.1f}", f"{row[key + '_ratio']:.2f}"]
                    share = row.get("second_wait_share")
                    cells += [f"{row['peak_mib']:.0f}", "" if share is None else f"{share:.1%}"]
                    yield "| " + " | ".join(cells) + " |"

    def process(self):
        yield "\n## A process: start and memory\n"
        yield (
            "From the start of the process to the end of its first training step on a batch in memory, how much of that is more "
            "than one of the next steps takes, and the most memory that the process holds in four steps.\n")
        yield "| instruction set | side | first step, ms | beyond a step, ms | peak, MiB | of Assay's |\n|---|---|---|---|---|---|"
        for isa, measured in self.part("process").items():
            for side, row in measured["rows"].items():
                first = f"{row['first_step_ms']:.0f} | {row['beyond_step_ms']:.0f}" if "first_step_ms" in row else "|"
                ratio = row["peak_mib"] / measured["rows"]["assay"]["peak_mib"]
                yield f"| {ISA_TITLES[isa]} | {TITLES.get(side, f'`{side}`')} | {first} | {row['peak_mib']:.0f} | {ratio:.2f} |"

    def scaling(self):
        yield "\n## Scaling of Assay\n"
        yield "| instruction set | work | threads | ms | × |\n|---|---|---|---|---|"
        for isa, measured in self.part("scaling").items():
            for work, rows in measured["rows"].items():
                for side, row in rows.items():
                    if "ms_per_image" not in row:
                        yield f"| {ISA_TITLES[isa]} | {work} | {side} | {time(row, True)} | {row['ratio']:.2f} |"
        yield "\n| instruction set | training step | ms | ms an image |\n|---|---|---|---|"
        for isa, measured in self.part("scaling").items():
            for work, rows in measured["rows"].items():
                for row in rows.values():
                    if "ms_per_image" in row:
                        yield f"| {ISA_TITLES[isa]} | {work} | {time(row, True)} | {row['ms_per_image']:.2f} |"

    def kernels(self):
        yield "\n## Kernels\n"
        yield (
            "GFLOP/s count the operations of the definition, 2 for each weight and place; Winograd's kernels do fewer, so they can "
            "go beyond the measured peak of multiply-adds.")
        for isa, measured in self.part("kernels").items():
            report = measured["rows"]
            yield f"\n### {ISA_TITLES[isa]}: peak {report['peak_gflops']:.0f} GFLOP/s\n"
            yield "| shape | pass | oneDNN | ms | GFLOP/s | of peak | Assay | ms | GFLOP/s | of peak | × |"
            yield "|---" * 11 + "|"
            for row in report["kernels"]:
                cells = [row["shape"], row["pass"]]
                for side in ("onednn", "assay"):
                    found = row.get(side)
                    cells += [found["kernel"], f"{found['ms']:.2f}", f"{found['gflops']:.0f}",
                              f"{found['gflops'] / report['peak_gflops']:.0%}"] if found else [""] * 4
                both = row.get("onednn") and row.get("assay")
                cells.append(f"{row['onednn']['ms'] / row['assay']['ms']:.2f}" if both else "")
                yield "| " + " | ".join(cells) + " |"


def time(row, is_reference):
    digits = 2 if row["median_ms"] < 10 else 1
    text = f"{row['median_ms']:.{digits}f} ({row['min_ms']:.{digits}f})"
    if is_reference:
        return text
    return f"{text} **{row['ratio']:.2f} ×** [{min(row['round_ratios']):.2f}, {max(row['round_ratios']):.2f}]"


def leaves(value, place=()):
    """Every number of a tree with its place."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from leaves(child, (*place, str(key)))
    elif isinstance(value, list):
        for number, child in enumerate(value):
            yield from leaves(child, (*place, str(number)))
    else:
        yield place, value
