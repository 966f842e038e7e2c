"""The Python environment of the peers: made once, in Benchmarks/.environment."""

import json
import pathlib
import re
import shutil
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent.parent / ".environment"
REQUIREMENTS = FOLDER.parent / "requirements.txt"
PYTHON = FOLDER / "bin/python"
STAMP = FOLDER / "benchmark.json"


def newest_cpu_build(listing):
    """The newest torch version that ends in +cpu, of what `pip index versions` printed; None where there is none."""
    versions = re.findall(r"\b(\d+(?:\.\d+)*)\+cpu\b", listing)
    return max(versions, key=lambda version: [int(part) for part in version.split(".")], default=None)


def ensure(renew=False):
    """Makes the environment where it is missing or out of date, and gives {"torch": version or None}."""
    requirements = REQUIREMENTS.read_text()
    if not renew and STAMP.exists():
        stamp = json.loads(STAMP.read_text())
        if stamp["requirements"] == requirements:
            return stamp
    if renew and FOLDER.exists():
        shutil.rmtree(FOLDER)
    print(f"benchmark: making {FOLDER.name}, which takes some minutes the first time", file=sys.stderr, flush=True)
    subprocess.run([sys.executable, "-m", "venv", FOLDER], check=True)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check"]
    found = subprocess.run([*pip, "index", "versions", "torch"], capture_output=True, text=True, check=False)
    torch = newest_cpu_build(found.stdout)
    subprocess.run(
        [*pip, "install", "-q", "-r", REQUIREMENTS, *([f"torch=={torch}+cpu"] if torch else [])], check=True)
    stamp = {"requirements": requirements, "torch": torch}
    STAMP.write_text(json.dumps(stamp))
    return stamp
