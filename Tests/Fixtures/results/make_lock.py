"""Writes run.lock: an example in which every key has a value, its identity computed here as docs/results.md has it."""

import hashlib
import json
import pathlib


def mark(digit, size=100):
    return f"{digit * 64} {size}"


lock = {
    "schema": "lock/1",
    "experiment": "tiny",
    "sources": {"tiny.yaml": mark("1"), "../base.yaml": mark("2")},
    "plan_sha_256": "3" * 64,
    "plan": {
        "seed": 7,
        "datasets": [{"name": "train", "counts": [2, 1]}],
        "steps": [{"id": "t", "action": {"kind": "train", "epochs": 3}}],
    },
    "data": [
        {
            "datasets": {"train": "4" * 64, "again": "5" * 64},
            "files": {"A/1.png": mark("6"), "A/2.png": mark("7", 200), "B/3.jpeg": "unreadable"},
        },
        {"datasets": {"listed": "8" * 64}, "manifest": mark("9"), "files": {"x.png": mark("a")}},
    ],
    "weights": {"load": mark("b")},
    "engine": "fast",
    "instruction_sets": {"kernels": "avx512", "oneDNN": "AVX-512"},
    "versions": {"assay": "0.1.0", "oneDNN": "2.6.3"},
    "binary": mark("c", 12345678),
    "threads": {"engine": 2, "loader": 3},
}


def identity(lock):
    hashes = lambda marks: {name: text.split(" ")[0] for name, text in marks.items()}
    samples = {name: hash for entry in lock["data"] for name, hash in entry["datasets"].items()}
    parts = [lock["schema"], lock["plan_sha_256"], lock["engine"], lock["binary"].split(" ")[0]]
    for table in [lock["instruction_sets"], lock["versions"], hashes(lock["weights"]), samples]:
        for name in sorted(table):
            parts += [name, table[name]]
        parts.append("")
    text = "".join(f"{len(part.encode())}:{part}" for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()


lock["identity"] = identity(lock)
text = json.dumps(lock, indent=2, sort_keys=True, separators=(",", " : ")) + "\n"
(pathlib.Path(__file__).parent / "run.lock").write_text(text)
