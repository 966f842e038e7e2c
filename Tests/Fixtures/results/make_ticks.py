"""Writes ticks.json: where matplotlib 3 puts 1-2-5 ticks on some axes (its MaxNLocator with steps 1, 2, 5, 10)."""

import json
import pathlib

import matplotlib
from matplotlib.ticker import MaxNLocator

cases = []
for low, high, count, whole in [
    (0.05, 1.3, 8, False), (0.5, 18.5, 11, True), (0.0, 1.0, 8, False), (-0.3, 0.2, 8, False), (0.731, 0.742, 8, False),
    (1e-7, 9e-7, 8, False), (0.0, 2.1e6, 8, False), (0.97, 25.7, 11, True), (0.5, 1.5, 11, True), (120.0, 480.0, 8, False),
]:
    locator = MaxNLocator(nbins=count - 1, steps=[1, 2, 5, 10], integer=whole, min_n_ticks=1)
    # An axis shows the ticks within its range, with some tolerance for rounding.
    slack = 1e-10 * (high - low)
    values = [float(v) for v in locator.tick_values(low, high) if low - slack <= v <= high + slack]
    cases.append({"low": low, "high": high, "count": count, "whole": whole, "values": values})
path = pathlib.Path(__file__).parent / "ticks.json"
path.write_text(json.dumps({"matplotlib": matplotlib.__version__, "cases": cases}, indent=1) + "\n")
