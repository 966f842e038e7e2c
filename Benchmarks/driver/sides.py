"""The sides of the benchmark: processes that stay alive and compute only while it is their turn."""

import json
import os
import subprocess
import sys
import tempfile

from . import environment, machine

TITLES = {
    "assay": "Assay", "keras": "Keras", "keras-xla": "Keras, XLA", "torch": "PyTorch", "torch-compiled": "PyTorch, compiled",
    "torch-planar": "PyTorch, channels first",
}

# What holds each side to an instruction set: ours, oneDNN's (all three have it), PyTorch's own kernels, MKL's and XLA's.
INSTRUCTION_SETS = {
    "native": {},
    "avx2": {
        "ASSAY_ISA": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2", "ATEN_CPU_CAPABILITY": "avx2", "MKL_ENABLE_INSTRUCTIONS": "AVX2",
        "TORCHINDUCTOR_CPP_MARCH": "x86-64-v3",
        "XLA_FLAGS": "--xla_cpu_max_isa=AVX2",
    },
}


def variables(isa):
    """The environment of a side: the caller's, less what would choose an instruction set or a number of threads.

    OpenMP threads soon sleep while they wait, on all sides: those that spin lose much more than others as soon as anything else runs.
    """
    chosen = {name for table in INSTRUCTION_SETS.values() for name in table}
    chosen |= {"OMP_NUM_THREADS", "MKL_NUM_THREADS", "TF_ENABLE_ONEDNN_OPTS", "DNNL_MAX_CPU_ISA", "ASSAY_CACHE_SIZE"}
    waiting = {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "10000"}
    kept = {**waiting, **{name: value for name, value in os.environ.items() if name not in chosen}}
    # Compiled kernels of torch.compile are kept apart for each instruction set, and beside the environment.
    cache = {"TORCHINDUCTOR_CACHE_DIR": str(environment.FOLDER / f"inductor-{isa}")}
    return {**kept, **cache, **INSTRUCTION_SETS[isa]}


def command(name, threads):
    folder = machine.ROOT / "Benchmarks/Sides"
    python = str(environment.PYTHON)
    return {
        "assay": [str(machine.ROOT / ".build/release/step-benchmark"), "serve", str(threads)],
        "keras": [python, folder / "keras_side.py", "--threads", str(threads)],
        "keras-xla": [python, folder / "keras_side.py", "--threads", str(threads), "--xla"],
        "torch": [python, folder / "torch_side.py", "--threads", str(threads)],
        "torch-compiled": [python, folder / "torch_side.py", "--threads", str(threads), "--compile"],
        "torch-planar": [python, folder / "torch_side.py", "--threads", str(threads), "--planar"],
    }[name]


class Side:
    """One process; use it in a `with` statement."""

    def __init__(self, name, isa, threads):
        self.name = name
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            command(name, threads), env=variables(isa), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.log.close()

    def ask(self, **request):
        """Sends a request and waits for the reply."""
        try:
            print(json.dumps(request), file=self.process.stdin, flush=True)
            reply = self.process.stdout.readline()
        except BrokenPipeError:
            reply = ""
        if not reply:
            self.log.seek(0)
            sys.exit(f"benchmark: {self.name} ended at '{request['do']}'\n{self.log.read()}")
        return json.loads(reply)
