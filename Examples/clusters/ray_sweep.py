"""A sweep on a Ray cluster: one `assay sweep` on each node, all on one shared folder.

    python Examples/clusters/ray_sweep.py experiment.yaml --results /shared/Results --cpus 8

or, from outside of the cluster,

    ray job submit --working-dir . -- python Examples/clusters/ray_sweep.py experiment.yaml --results /shared/Results

Ray only starts the commands and starts them again where a node is lost; who runs which trial, claims in the sweep's folder say.
"""

import argparse
import ctypes
import signal
import subprocess
import sys

INTERRUPTED = 75


def words(options, further):
    """The command of one node."""
    return [options.assay, "sweep", options.experiment, "--results", options.results, "--quiet", *further]


def end_with_parent():
    """Where Ray ends its worker, the kernel asks the command to stop, and it leaves checkpoints."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog="What follows -- goes to assay sweep.")
    parser.add_argument("experiment", help="the experiment, by a path that every node has")
    parser.add_argument("--results", default="Results", help="the folder of all results, on a file system that all nodes share")
    parser.add_argument("--cpus", type=int, help="processors of each command (default: a node's)")
    parser.add_argument("--nodes", type=int, help="commands at once (default: one a node)")
    parser.add_argument("--assay", default="assay", help="the program, by a path that every node has")
    arguments = sys.argv[1:]
    further = arguments[arguments.index("--") + 1:] if "--" in arguments else []
    options = parser.parse_args(arguments[:arguments.index("--")] if "--" in arguments else arguments)

    import ray

    # A node that is lost takes its command with it; the others take over its trials, and another node may take its place.
    ray.init(ignore_reinit_error=True)
    nodes = [node for node in ray.nodes() if node["Alive"] and node["Resources"].get("CPU")]
    if not nodes:
        raise SystemExit("ray_sweep: the cluster has no node with processors")
    cpus = options.cpus or int(min(node["Resources"]["CPU"] for node in nodes))
    count = options.nodes or len(nodes)
    # SPREAD puts the commands on different nodes as far as there are any.
    task = ray.remote(num_cpus=cpus, max_retries=10, retry_exceptions=True, scheduling_strategy="SPREAD")(command_on_node)
    running = [task.remote(words(options, further), cpus) for _ in range(count)]
    codes = []
    while running:
        done, running = ray.wait(running)
        codes += ray.get(done)
        print(f"ray_sweep: {len(codes)} of {count} commands ended: {codes}", flush=True)
    raise SystemExit(max(codes))


def command_on_node(command, cpus):
    """What Ray runs on a node; an interruption is an error to it, so that it tries again."""
    if "--workers" not in command and "--threads" not in command:
        # Ray promises processors, and takes none away: the command is told how many are its own.
        command = [*command, "--workers", str(cpus), "--threads", "1"]
    code = subprocess.run(command, stdin=subprocess.DEVNULL, preexec_fn=end_with_parent, check=False).returncode
    if code in (INTERRUPTED, -signal.SIGTERM, -signal.SIGKILL):
        raise RuntimeError(f"interrupted with {code}: it goes on when Ray starts it again")
    return code


if __name__ == "__main__":
    main()
