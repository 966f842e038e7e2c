"""A real Slurm of two virtual nodes on this host's loopback address, for as long as a `with` block lasts.

    python3 Scripts/slurm/cluster.py          a shell with SLURM_CONF set; its end ends the cluster

munged, slurmctld and a slurmd for each of n1 and n2, all from Debian's packages munge and slurm-wlm, run in the foreground as children
of this process: without systemd, on free ports, with everything they write in one temporary folder, as whoever runs it (root or not).
They end with the block, however it ends.
"""

import ctypes
import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "scancel"]

CONFIGURATION = """
ClusterName=proof
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket,cred_expire=10
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmctldLogFile={folder}/log/slurmctld.log
SlurmdLogFile={folder}/log/slurmd-%n.log
# A node that is found again works again; and what is over or gone shows soon.
ReturnToService=2
SlurmdTimeout=15
SlurmctldTimeout=15
KillWait=10
SchedulerParameters=sched_interval=5,bf_interval=5,batch_sched_delay=1
MaxArraySize={max_array}
NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[1]} CPUs=1 RealMemory=1000
NodeName=n2 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[2]} CPUs=1 RealMemory=1000
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def missing():
    """The programs that are not here."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    return [name for name in PROGRAMS if shutil.which(name, path=path) is None]


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def die_with_parent():
    """A daemon whose starter was killed ends too."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class Cluster:
    """Two nodes of one processor each; `environment` is what Slurm's programs, and what uses them, must run with."""

    def __init__(self, max_array=1001, nodes=("n1", "n2")):
        self.max_array, self.nodes = max_array, nodes
        self.daemons = {}

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="slurm-"))
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        # munged wants its folders to be its user's alone to write to, and its socket in reach of all.
        os.chmod(self.folder, 0o755)
        for name in ["munge", "state", "log"]:
            (self.folder / name).mkdir(mode=0o755)
        configuration = self.folder / "slurm.conf"
        configuration.write_text(CONFIGURATION.format(
            host=socket.gethostname().split(".")[0], user=getpass.getuser(), folder=self.folder, ports=free_ports(3),
            max_array=self.max_array))
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(("SLURM", "SBATCH"))}
        self.environment["SLURM_CONF"] = str(configuration)
        self.environment["PATH"] = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
        munge = self.folder / "munge"
        key = munge / "key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o600)
        self.daemon("munged", [
            "munged", "--foreground", f"--key-file={key}", f"--socket={munge}/socket", f"--pid-file={munge}/pid",
            f"--log-file={munge}/log", f"--seed-file={munge}/seed", "--num-threads=2", "--force"])
        self.wait("munged's socket", lambda: (munge / "socket").exists())
        self.daemon("slurmctld", ["slurmctld", "-D", "-i", "-f", str(configuration)])
        for node in self.nodes:
            self.start_node(node)
        self.wait("two idle nodes", lambda: self.ask("sinfo", "-h", "-N", "-o", "%T", check=False).split() == ["idle"] * 2)

    def start_node(self, node):
        self.daemon(node, ["slurmd", "-D", "-N", node, "-f", self.environment["SLURM_CONF"]])

    def daemon(self, name, words):
        log = open(self.folder / "log" / f"{name}.out", "ab")
        with log:
            self.daemons[name] = subprocess.Popen(
                words, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=die_with_parent)

    def kill_node(self, node):
        """As if the machine were gone: its slurmd and all that it runs, at once, with no time for last words."""
        daemon = self.daemons.pop(node)
        daemon.kill()
        daemon.wait()
        mine = [p for p in self.processes() if process_environment(p).get("SLURMD_NODENAME") == node]
        # What watches a job, and would tell of its end, is the parent of its script.
        watchers = {Path("/proc") / parent(p) for p in mine}
        watchers = [p for p in watchers if "slurmstepd" in command(p)]
        for process in watchers + mine:
            kill(process, signal.SIGSTOP)
        for process in watchers + mine:
            kill(process, signal.SIGKILL)

    def ask(self, *words, check=True, timeout=60):
        """What a program of Slurm's says."""
        done = subprocess.run(
            words, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout, check=False)
        if check and done.returncode != 0:
            raise RuntimeError(f"{' '.join(words)} ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def queue(self):
        """What is in the queue: (job or job_element, state, reason, node)."""
        lines = self.ask("squeue", "-h", "-r", "-o", "%i|%T|%r|%N").splitlines()
        return [tuple(line.split("|")) for line in lines]

    def wait(self, what, condition, seconds=60):
        end = time.monotonic() + seconds
        while not condition():
            for name, daemon in self.daemons.items():
                if daemon.poll() is not None:
                    raise RuntimeError(f"{name} ended with {daemon.returncode}:\n{self.log(name)}")
            if time.monotonic() > end:
                raise RuntimeError(f"{seconds} s without {what}:\n{self.log('slurmctld')}")
            time.sleep(0.2)

    def log(self, name):
        texts = [p.read_text(errors="replace") for p in sorted((self.folder / "log").glob(f"*{name}*"))]
        return "\n".join("\n".join(text.splitlines()[-20:]) for text in texts)

    def processes(self):
        """Everything that the cluster started, whoever its parent is by now."""
        mine = self.environment["SLURM_CONF"]
        found = []
        for process in Path("/proc").iterdir():
            if process.name.isdigit() and int(process.name) != os.getpid():
                if process_environment(process).get("SLURM_CONF") == mine:
                    found.append(process)
        return found

    def stop(self):
        try:
            if "slurmctld" in self.daemons:
                self.ask("scancel", "--user", getpass.getuser(), check=False, timeout=10)
        except subprocess.TimeoutExpired:
            pass
        # The nodes first, the keeper of keys last.
        for name in [*self.nodes, "slurmctld", "munged"]:
            daemon = self.daemons.pop(name, None)
            if daemon is None:
                continue
            daemon.terminate()
            try:
                daemon.wait(timeout=10)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        if hasattr(self, "environment"):
            for process in self.processes():
                kill(process, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)


def process_environment(process):
    try:
        fields = (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return {}
    return dict(os.fsdecode(field).split("=", 1) for field in fields if b"=" in field)


def command(process):
    try:
        return (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def parent(process):
    try:
        return (process / "stat").read_text().rsplit(")", 1)[1].split()[1]
    except (OSError, IndexError):
        return "0"


def kill(process, number):
    try:
        os.kill(int(process.name), number)
    except ProcessLookupError:
        pass


if __name__ == "__main__":
    if missing():
        raise SystemExit(f"not here: {', '.join(missing())}; apt-get install slurm-wlm munge")
    with Cluster() as cluster:
        subprocess.run([os.environ.get("SHELL", "/bin/bash")], env=cluster.environment, check=False)
