"""May a lift be looked at every day? False alarms over 40 looks, and power.

    python -m benchmarks.sequential --json [--runs 2000]

Every look goes through `styleloop.results`, as the desk's does. Naive peeking is the ordinary two-sided test at 5 %.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from datetime import date

import numpy as np

from styleloop.results import experiment, lift
from styleloop.types.experiment import Experiment, Tally
from styleloop.vector.chances import normal_quantile

LOOKS = 40
RATE = 0.015


def look(test: Experiment, shown: list[int], clicked: list[int]) -> list[str]:
    """The verdicts on every version but the original."""
    tallies = [Tally(arm=a.name, shown=n, clicked=k) for a, n, k in zip(test.arms, shown, clicked, strict=True)]
    return [found.verdict for found in lift(test, tallies)]


def naive(shown: list[int], clicked: list[int]) -> bool:
    """Whether the ordinary test of the second version against the first would call a difference."""
    p = sum(clicked) / sum(shown)
    if p == 0:
        return False
    se = math.sqrt(p * (1 - p) * (1 / shown[0] + 1 / shown[1]))
    return abs(clicked[1] / shown[1] - clicked[0] / shown[0]) > normal_quantile(0.975) * se


def alarms(runs: int, arms: int, per_look: int, lift_by: float, seed: int) -> dict[str, float]:
    """Share of tests that were ever called better or worse, of naive peeking, and exposures per version when called."""
    names = [(f"v{i}", f"s{i}") for i in range(arms)]
    test = experiment("campaign", "en-GB", "square", names, "v0", date(2026, 11, 24))
    rates = [RATE] + [RATE * (1 + lift_by)] + [RATE] * (arms - 2)
    rng = np.random.default_rng(seed)
    called, better, peeked, spent = 0, 0, 0, []
    for _ in range(runs):
        clicks = rng.binomial(per_look, rates, size=(LOOKS, arms)).cumsum(axis=0)
        first, wrong = None, False
        for number, row in enumerate(clicks.tolist(), start=1):
            shown = [number * per_look] * arms
            verdicts = look(test, shown, row)
            if first is None and any(v != "not known yet" for v in verdicts):
                first = number
                better += verdicts[0] == "better"
            wrong = wrong or naive(shown[:2], row[:2])
            if first is not None and wrong:
                break
        called += first is not None
        peeked += wrong
        if first is not None:
            spent.append(first * per_look)
    return {
        "called": called / runs,
        "called_better": better / runs,
        "naive": peeked / runs,
        "exposures_when_called": float(np.mean(spent)) if spent else 0.0,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="False alarms over 40 looks, and power.")
    parser.add_argument("--json", action="store_true", help="end with one JSON object on one line")
    parser.add_argument("--runs", type=int, default=2000)
    given = parser.parse_args()
    start = time.process_time()
    found = {
        "no difference, 2 versions, 500 a look": alarms(given.runs, 2, 500, 0.0, 1),
        "no difference, 4 versions, 500 a look": alarms(given.runs, 4, 500, 0.0, 2),
        "no difference, 2 versions, 5000 a look": alarms(given.runs, 2, 5000, 0.0, 3),
        "+40 %, 2 versions, 500 a look": alarms(given.runs // 4, 2, 500, 0.4, 4),
        "+20 %, 2 versions, 2000 a look": alarms(given.runs // 4, 2, 2000, 0.2, 5),
        "+10 %, 2 versions, 5000 a look": alarms(given.runs // 4, 2, 5000, 0.1, 6),
    }
    for label, figures in found.items():
        print(f"{label:42}" + "  ".join(f"{name} {value:.3g}" for name, value in figures.items()))
    none = [figures for label, figures in found.items() if label.startswith("no")]
    result = {
        "false_positives_40_looks": max(figures["called"] for figures in none),
        "naive_false_positives_40_looks": max(figures["naive"] for figures in none),
        "power": {label: figures["called_better"] for label, figures in found.items() if label.startswith("+")},
        "cpu_seconds": round(time.process_time() - start, 1),
    }
    if given.json:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
