"""Writes student.json: Student's t distribution and prediction intervals as SciPy has them."""

import json
import pathlib

import numpy as np
from scipy import stats

folder = pathlib.Path(__file__).parent
degrees = [1, 2, 3, 4, 9, 29, 100, 999]
points = [-1e6, -63.7, -12.3, -4.5, -2.0, -1.0, -0.1, 0.0, 1e-3, 0.5, 1.0, 1.96, 3.2, 9.9, 55.0, 1e4]
probabilities = [5e-5, 5e-4, 0.005, 0.025, 0.05, 0.25, 0.4, 0.5, 0.6, 0.75, 0.95, 0.975, 0.995, 0.9995, 0.99995]
samples = [
    [0.8061, 0.7925, 0.8125, 0.7837, 0.8269],
    [0.75, 0.7916666666666666],
    [0.6048, 0.6613, 0.5702, 1.2301, 0.4998, 0.7702, 0.6161],
]
levels = [0.5, 0.8, 0.95, 0.99, 0.9999]
value = 0.7825


def intervals(sample):
    """Mean ± t(n - 1) · s · sqrt(1 + 1/n), as scipy.stats.t has it with that location and scale."""
    n, mean, s = len(sample), np.mean(sample), np.std(sample, ddof=1)
    t = stats.t(n - 1, loc=mean, scale=s * np.sqrt(1 + 1 / n))
    return {
        "values": sample, "mean": mean, "deviation": s, "quantile": t.cdf(value),
        "intervals": [[level, *t.interval(level)] for level in levels],
    }


(folder / "student.json").write_text(
    json.dumps({
        "cdf": [[n, x, stats.t.cdf(x, n)] for n in degrees for x in points],
        "ppf": [[n, p, stats.t.ppf(p, n)] for n in degrees for p in probabilities],
        "value": value,
        "samples": [intervals(sample) for sample in samples],
    }) + "\n")
