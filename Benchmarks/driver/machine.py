"""Where and when something was measured."""

import datetime
import os
import pathlib
import platform
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def value(path, key, separator=":"):
    try:
        lines = pathlib.Path(path).read_text().splitlines()
    except OSError:
        return "unknown"
    found = [line.split(separator, 1)[1].strip() for line in lines if line.split(separator, 1)[0].strip() == key]
    return found[0].strip('"') if found else "unknown"


def describe():
    """The machine, without its name."""
    flags = value("/proc/cpuinfo", "flags").split()
    return {
        "processor": value("/proc/cpuinfo", "model name"),
        "instruction_sets": [flag for flag in ("avx2", "fma", "avx512f", "avx512bw", "avx512vl", "avx512_bf16") if flag in flags],
        "processors": len(os.sched_getaffinity(0)),
        "memory_gib": round(int(value("/proc/meminfo", "MemTotal").split()[0]) / 2**20),
        "system": value("/etc/os-release", "PRETTY_NAME", "="),
        "kernel": platform.release(),
    }


def moment():
    """When, and at which commit."""
    def git(*arguments):
        return subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, text=True, check=False).stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "--", "Sources", "Package.swift", "Benchmarks")
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": (git("rev-parse", "--short=10", "HEAD") or "unknown") + (" and changes" if changed else ""),
    }
