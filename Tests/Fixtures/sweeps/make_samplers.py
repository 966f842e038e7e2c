"""Writes sobol.json, gaussian.json, parzen.json, cmaes.json and fanova.json beside it.

Needs scipy 1.17, mpmath 1.3, optuna 5.0.0, cmaes 0.13 and scikit-learn 1.9.
"""
import functools
import json
import math
import pathlib

import cmaes
import mpmath
import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import default_weights
from scipy.stats import qmc

HERE = pathlib.Path(__file__).parent
optuna.logging.set_verbosity(optuna.logging.ERROR)


def write(name, value):
    (HERE / name).write_text(json.dumps(value, separators=(",", ":")) + "\n")


def sobol():
    """Points of the first dimensions, and of a few indices in all of the table."""
    wide = qmc.Sobol(256, scramble=False, bits=32).random(4096)
    write("sobol.json", {
        "first": qmc.Sobol(8, scramble=False, bits=32).random(64).tolist(),
        "wide": [{"index": i, "point": wide[i].tolist()} for i in (1, 2, 1000, 2047, 4095)],
    })


def gaussian():
    """Logarithms of masses of the bell curve to 40 digits."""
    mpmath.mp.dps = 400
    below = [-300, -100, -38.5, -31, -30, -29.9, -10, -5, -1, 0, 0.5, 1, 5, 5.1, 8]
    between = [(-1, 1), (0, 1), (-100, -99), (-40, 3), (2, 2.5), (30, 31), (-0.1, 0), (-8, -7.99), (6, 50)]
    write("gaussian.json", {
        "below": [[x, float(mpmath.log(mpmath.ncdf(x)))] for x in below],
        "between": [[a, b, float(mpmath.log(mpmath.ncdf(b) - mpmath.ncdf(a)))] for a, b in between],
    })


def parzen():
    """Densities of Optuna's estimator at points of the unit cube: an interval, an interval of a logarithm, 7 steps, 4 choices."""
    # Points that are equal along an axis have no order of their own there: theirs is that of the points.
    np.argsort = functools.partial(np.argsort, kind="stable")
    low, high = 1e-5, 1e-1
    space = {"a": FloatDistribution(0, 1), "b": FloatDistribution(low, high, log=True), "c": IntDistribution(0, 6),
             "d": CategoricalDistribution(list("pqrs"))}
    parameters = _ParzenEstimatorParameters(
        prior_weight=1.0, consider_magic_clip=True, consider_endpoints=False, weights=default_weights, multivariate=True)
    rng = np.random.RandomState(5)

    def draw(count):
        return np.column_stack([rng.random_sample(count) ** 2, rng.random_sample(count), (rng.randint(7, size=count) + 0.5) / 7,
                                (rng.randint(4, size=count) + 0.5) / 4])

    def internal(unit):
        return {"a": unit[:, 0], "b": np.exp(math.log(low) + (math.log(high) - math.log(low)) * unit[:, 1]),
                "c": np.floor(unit[:, 2] * 7), "d": np.floor(unit[:, 3] * 4)}

    cases = []
    for count in (0, 1, 2, 7, 26, 27, 130):
        points, at = draw(count), draw(6)
        estimator = _ParzenEstimator(internal(points), space, parameters)
        # Optuna's density is one of the logarithm's own unit.
        log_density = estimator.log_pdf(internal(at)) + math.log(math.log(high) - math.log(low))
        cases.append({"points": points.tolist(), "at": at.tolist(), "log_density": log_density.tolist()})
    write("parzen.json", cases)


class Recorded(cmaes.CMA):
    """Keeps the draw behind each solution, turned so that the symmetric root of the covariance maps it to the same point."""

    def _sample_solution(self):
        B, D = self._eigen_decomposition()
        z = self._rng.randn(self._n_dim)
        self.turned = B.dot(z)
        return self._mean + self._sigma * B.dot(np.diag(D)).dot(z)


def cma():
    """Generations of cmaes in the unit cube; a solution in seven fails."""
    cases = []
    for dimensions, population, generations in ((2, None, 12), (5, 12, 15)):
        optimizer = Recorded(np.full(dimensions, 0.5), 0.3, np.tile([0.0, 1.0], (dimensions, 1)), seed=3,
                             population_size=population)
        rng = np.random.RandomState(8)
        matrix = rng.randn(dimensions, dimensions)
        case = {"dimensions": dimensions, "population": optimizer.population_size, "sigma": 0.3, "generations": []}
        for _ in range(generations):
            solutions, draws = [], []
            for _ in range(optimizer.population_size):
                x = optimizer.ask()
                cost = float(np.sum(matrix.dot(x - 0.3) ** 2)) if rng.randint(7) else math.inf
                solutions.append((x, cost))
                draws.append(optimizer.turned.tolist())
            entry = {"draws": draws, "points": [x.tolist() for x, _ in solutions],
                     "costs": [c if math.isfinite(c) else None for _, c in solutions]}
            optimizer.tell(list(solutions))
            entry |= {"mean": optimizer.mean.tolist(), "sigma": float(optimizer._sigma), "covariance": optimizer._C.tolist()}
            case["generations"].append(entry)
        cases.append(case)
    write("cmaes.json", cases)


def fanova():
    """Optuna's shares on a function of four numbers, with the deviation over ten seeds of the forest."""
    rng = np.random.RandomState(2)
    unit = rng.random_sample((150, 4))
    costs = 4 * unit[:, 0] + 6 * (unit[:, 1] - 0.4) ** 2 + unit[:, 0] * unit[:, 2]
    study = optuna.create_study()
    for row, cost in zip(unit, costs):
        params = {f"x{i}": float(v) for i, v in enumerate(row)}
        study.add_trial(optuna.trial.create_trial(
            params=params, distributions={p: FloatDistribution(0, 1) for p in params}, value=float(cost)))
    shares = []
    for seed in range(10):
        importance = optuna.importance.get_param_importances(
            study, evaluator=optuna.importance.FanovaImportanceEvaluator(seed=seed), normalize=True)
        shares.append([importance[f"x{i}"] for i in range(4)])
    write("fanova.json", {"points": unit.tolist(), "costs": costs.tolist(), "mean": np.mean(shares, axis=0).tolist(),
                          "deviation": np.std(shares, axis=0).tolist()})


if __name__ == "__main__":
    for make in (sobol, gaussian, parzen, cma, fanova):
        make()
