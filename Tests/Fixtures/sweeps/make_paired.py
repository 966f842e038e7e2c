"""Paired t-tests and their confidence intervals from SciPy, for PairedDifferenceTests. Run: python make_paired.py"""

import json
import pathlib

import numpy
import scipy
from scipy import stats

random = numpy.random.RandomState(20)
cases = []
for count in [2, 3, 5, 10, 40]:
    for shift in [0.0, 0.01, 0.2]:
        first = random.normal(0.9, 0.02, count)
        second = first + shift + random.normal(0, 0.015, count)
        test = stats.ttest_rel(second, first)
        interval = test.confidence_interval(0.95)
        cases.append(
            {
                "first": first.tolist(),
                "second": second.tolist(),
                "statistic": test.statistic,
                "p": test.pvalue,
                "low": interval.low,
                "high": interval.high,
            }
        )
text = json.dumps({"scipy": scipy.__version__, "cases": cases}, indent=1)
pathlib.Path(__file__).with_name("paired.json").write_text(text + "\n")
