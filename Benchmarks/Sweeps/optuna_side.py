"""Optuna's samplers on the functions of sampler-benchmark: a line of JSON for each run. Needs optuna.

    optuna_side.py REPETITIONS TRIALS
"""
import json
import math
import sys
import warnings

import optuna

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)

A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
P = [[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991], [2348, 1451, 3522, 2883, 3047, 6650],
     [4047, 8828, 8732, 5743, 1091, 381]]


def numbers(trial, count, low, high):
    return [trial.suggest_float(f"x{i}", low, high) for i in range(count)]


def branin(trial):
    x, y = trial.suggest_float("x0", -5, 10), trial.suggest_float("x1", 0, 15)
    return (y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6) ** 2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def hartmann(trial):
    x = numbers(trial, 6, 0, 1)
    return -sum(w * math.exp(-sum(a * (v - 1e-4 * p) ** 2 for a, p, v in zip(ra, rp, x)))
                for w, ra, rp in zip([1, 1.2, 3, 3.2], A, P))


def ackley(trial):
    x = numbers(trial, 5, -15, 30)
    return (-20 * math.exp(-0.2 * math.sqrt(sum(v * v for v in x) / 5)) - math.exp(sum(math.cos(2 * math.pi * v) for v in x) / 5)
            + 20 + math.e)


def rosenbrock(trial):
    x = numbers(trial, 5, -5, 10)
    return sum(100 * (b - a * a) ** 2 + (1 - a) ** 2 for a, b in zip(x, x[1:]))


def mixed(trial):
    rate = math.log10(trial.suggest_float("rate", 1e-5, 1, log=True))
    units = math.log2(trial.suggest_int("units", 1, 64))
    activation = {"relu": 0, "tanh": 0.1, "sigmoid": 0.3, "gelu": 0.02}[
        trial.suggest_categorical("activation", ["relu", "tanh", "sigmoid", "gelu"])]
    common = activation + 0.05 * (units - 5) ** 2
    if trial.suggest_categorical("optimizer", ["sgd", "adam"]) == "adam":
        return common + 0.05 + 0.2 * (rate + 3) ** 2
    return common + 0.2 * (rate + 1.5) ** 2 + 2 * (trial.suggest_float("momentum", 0, 1) - 0.9) ** 2


FUNCTIONS = {"branin-2": branin, "hartmann-6": hartmann, "ackley-5": ackley, "rosenbrock-5": rosenbrock, "mixed-5": mixed}


def tpe(seed, **arguments):
    return optuna.samplers.TPESampler(multivariate=True, seed=seed, **arguments)


METHODS = {
    ("random", 1): lambda seed: optuna.samplers.RandomSampler(seed=seed),
    ("tpe", 1): lambda seed: tpe(seed, constant_liar=False),
    ("tpe", 4): lambda seed: tpe(seed, constant_liar=True),
    ("tpe-group", 1): lambda seed: tpe(seed, constant_liar=False, group=True),
    ("tpe-group", 4): lambda seed: tpe(seed, constant_liar=True, group=True),
}


def run(function, sampler, parallel, trials):
    """A trial is measured when `parallel` are under way, so that each is chosen without the results of the parallel - 1 before."""
    study = optuna.create_study(sampler=sampler)
    best, waiting = [], []
    for number in range(trials):
        trial = study.ask()
        # Parameters are drawn as they are asked for.
        waiting.append((trial, function(trial)))
        best.append(min(best[-1:] + [waiting[-1][1]]))
        while len(waiting) >= parallel:
            study.tell(*waiting.pop(0))
    return best


if __name__ == "__main__":
    repetitions, trials = map(int, sys.argv[1:3])
    for name, function in FUNCTIONS.items():
        for (method, parallel), sampler in METHODS.items():
            if method == "tpe-group" and name != "mixed-5":
                continue
            for repetition in range(repetitions):
                best = run(function, sampler(repetition), parallel, trials)
                print(json.dumps({"function": name, "method": method, "parallel": parallel, "repetition": repetition, "best": best}),
                      flush=True)
