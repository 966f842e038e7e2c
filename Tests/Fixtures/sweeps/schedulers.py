"""Writes schedulers.json: what Optuna's pruners and Ray Tune's PBT say of curves that are drawn here.

    python schedulers.py > schedulers.json        # with optuna and ray[tune] installed

Optuna's MedianPruner compares with the other trials' values at a step, ours with their running averages: it is given those. Its
SuccessiveHalvingPruner lets a trial go on among fewer than `reduction_factor` only where it is the best so far, ours lets all of those go
on: each of the first trials is better than the one before at every epoch, so that both rules say the same.
"""

import json
import random
import sys

import optuna
from optuna.trial import TrialState, create_trial
from ray.tune.experiment import Trial
from ray.tune.schedulers import PopulationBasedTraining

optuna.logging.set_verbosity(optuna.logging.ERROR)


def median_cases(random):
    """Finished trials, one that is judged, and at which of its epochs Optuna would end it."""
    cases = []
    for number in range(40):
        epochs, others, startup = random.randint(1, 8), random.randint(1, 9), random.randint(1, 6)
        curves = [[round(random.random(), 3) for _ in range(random.randint(1, epochs))] for _ in range(others)]
        own = [round(0.2 + 0.7 * random.random(), 3) for _ in range(epochs)]
        pruner = optuna.pruners.MedianPruner(n_startup_trials=0, n_warmup_steps=0, n_min_trials=startup)
        study = optuna.create_study(direction="minimize", pruner=pruner)
        for curve in curves:
            averages = {epoch: sum(curve[:epoch]) / epoch for epoch in range(1, len(curve) + 1)}
            study.add_trial(create_trial(state=TrialState.COMPLETE, value=curve[-1], intermediate_values=averages))
        trial = study.ask()
        stops = []
        for epoch, value in enumerate(own, 1):
            trial.report(value, epoch)
            stops.append(bool(trial.should_prune()))
        cases.append({"startup_trials": startup, "curves": curves, "own": own, "stops": stops})
    return cases


def halving_cases(random):
    """Trials one after another, and after which epoch each was ended: 0 for none."""
    cases = []
    for factor, first in [(2, 1), (3, 1), (4, 1), (3, 2)]:
        epochs, trials = 30, 40
        pruner = optuna.pruners.SuccessiveHalvingPruner(min_resource=first, reduction_factor=factor)
        study = optuna.create_study(direction="minimize", pruner=pruner)
        curves, stopped = [], []
        for number in range(trials):
            level = random.random()
            curve = [round(level + 0.5 / (epoch + 1) + 0.3 * random.random(), 4) for epoch in range(epochs)]
            if number < factor - 1:
                curve = [round(9 - number + 0.1 * random.random(), 4) for _ in range(epochs)]
            trial = study.ask()
            end = 0
            for epoch, value in enumerate(curve, 1):
                trial.report(value, epoch)
                # The last epoch is the end of the training, where nobody is judged.
                if epoch < epochs and trial.should_prune():
                    end = epoch
                    break
            study.tell(trial, None if end else curve[-1], state=TrialState.PRUNED if end else TrialState.COMPLETE)
            curves.append(curve)
            stopped.append(end)
        cases.append({"reduction_factor": factor, "min_epochs": first, "epochs": epochs, "curves": curves, "stopped": stopped})
    return cases


def quantile_cases(random):
    """Populations, and which members Ray Tune replaces by which."""
    cases = []
    for size in list(range(0, 13)) + [20, 33, 40]:
        for fraction in [0.0, 0.1, 0.25, 0.3, 0.5]:
            scheduler = PopulationBasedTraining(
                time_attr="epoch", metric="loss", mode="min", quantile_fraction=fraction, hyperparam_mutations={"rate": [0.1]})
            costs = [round(random.random(), 6) for _ in range(size)]
            trials = [Trial("x", stub=True) for _ in costs]
            for trial, cost in zip(trials, costs):
                scheduler._trial_state[trial] = type("State", (), {"last_score": -cost})()
            lower, upper = scheduler._quantiles()
            cases.append(
                {
                    "costs": costs, "quantile": fraction, "replaced": sorted(trials.index(trial) for trial in lower),
                    "donors": sorted(trials.index(trial) for trial in upper),
                })
    return cases


def main():
    source = random.Random(1)
    result = {
        "optuna": optuna.__version__, "median": median_cases(source), "halving": halving_cases(source),
        "quantiles": quantile_cases(source),
    }
    json.dump(result, sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
