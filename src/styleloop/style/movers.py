"""Which tests moved an effect from one version of a style to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import numpy as np

from styleloop.vector.effect import centre
from styleloop.vector.scale import Array
from styleloop.vector.weights import Weights


def movers(before: Weights, after: Weights, fresh: Collection[str]) -> dict[str, tuple[tuple[str, float], ...]]:
    """Measure -> (new test, by how much it pulled the effect, in log-odds per spread), the strongest first.

    With prior and variances as they were, a belief moves from m0 by the sum over new tests of C (b_t - A_t m0), where C
    is its covariance afterwards and A_t, b_t are the test's sums; so each test's part is known. Where a full fit set
    the variances anew, or other markets moved the prior, the parts do not add up to the whole move.

    Args:
        before: weights of the earlier version.
        after: weights of the later one, which hold the tests.
        fresh: ids of the tests that only the later one has read.
    """
    known = after.named()
    mean = _on_scale_of(known, before)
    pulls: dict[str, Array] = defaultdict(lambda: np.zeros(len(known.measures)))
    for trial in known.trials:
        if trial.test in fresh:
            c = centre(trial, known.tau2)
            pulls[trial.test] += c.x.T @ (c.w * (c.y - c.x @ mean))
    names = sorted(pulls)
    if not names:
        return {}
    moved = np.stack([known.belief.covariance @ pulls[name] for name in names])
    return {
        measure: tuple((names[row], float(moved[row, column])) for row in np.argsort(-np.abs(moved[:, column])))
        for column, measure in enumerate(known.measures)
    }


def _on_scale_of(known: Weights, before: Weights) -> Array:
    """What was believed before (d,), per norm-spread of `known`; 0 for a measure that was not there."""
    place = {name: i for i, name in enumerate(before.measures)}
    mean = [
        before.belief.mean[place[name]] * known.spread[i] / before.spread[place[name]] if name in place else 0.0
        for i, name in enumerate(known.measures)
    ]
    return np.asarray(np.nan_to_num(np.array(mean)))
