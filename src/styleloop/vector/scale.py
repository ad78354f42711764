"""Robust scale: what is usual, and how wide one norm-spread is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from styleloop.errors import InputError

Array = npt.NDArray[np.float64]

LEVELS = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
"""Where a norm's quantiles are taken."""

UNSEEN = 2
"""Pieces that were not seen and might have been quite unlike those that were."""
NORMAL_IQR = 1.349
"""Interquartile range of the standard normal: IQR / 1.349 estimates its standard deviation."""


def quantiles(values: Sequence[float]) -> tuple[float, ...]:
    """Values at `LEVELS`, linearly interpolated (Hyndman and Fan 1996, type 7).

    Raises:
        InputError: there are no values, or one is not finite.
    """
    return tuple(float(q) for q in np.quantile(_finite(values), LEVELS))


def spread(values: Sequence[float], floor: float) -> float:
    """One norm-spread: the lesser of IQR / 1.349 and the standard deviation, or the latter where the IQR is zero.

    The IQR alone jumps from 0 to .74 when a yes-or-no measure passes a quarter; the deviation alone follows outliers.
    Never below `floor`.

    Raises:
        InputError: there are no values, or one is not finite.
    """
    array = _finite(values)
    low, high = np.quantile(array, (0.25, 0.75))
    robust, plain = float(high - low) / NORMAL_IQR, float(array.std())
    return max(min(robust, plain) if robust > 1e-9 * plain else plain, floor)


def cautious(values: Sequence[float], floor: float) -> float:
    """A norm-spread that owns up to how little was seen: `spread`, as if `UNSEEN` more pieces stood ten floors off.

    Three ads without a price do not make a price unthinkable. For a yes-or-no measure that was always no this is close
    to the standard deviation under a Beta(1/2, 1/2) prior: .32 after 3 pieces, .09 after 60.

    Raises:
        InputError: there are no values, or one is not finite.
    """
    n = len(values)
    return math.sqrt((n * spread(values, floor) ** 2 + UNSEEN * (10 * floor) ** 2) / (n + UNSEEN))


def pooled(groups: Mapping[str, Sequence[float]]) -> tuple[float, ...]:
    """Every value minus its group's median, so that groups of another level (languages) share one spread."""
    deviations: list[float] = []
    for name in sorted(groups):
        middle = float(np.median(_finite(groups[name])))
        deviations.extend(value - middle for value in groups[name])
    return tuple(deviations)


def floor_of(median: float, low: float, high: float) -> float:
    """Least spread of a measure whose formula runs from `low` to `high`.

    A twentieth of the median or of the range, the range counting as 5 at most: .05 for a share, a quarter of a word
    for a count. A brand that never shouts still strays by a finite amount when a draft does.
    """
    reach = high - low if math.isfinite(high - low) else 5.0
    return 0.05 * max(abs(median), min(reach, 5.0), 1e-6)


def redundant(values: Array, tolerance: float = 0.02) -> Array:
    """Which columns of `values` (n, d) follow from columns before them; bool, shape (d,).

    A column follows when a straight line through the earlier, kept ones leaves less than `tolerance` of its variance
    (adjusted for their number). NaN counts as average. With fewer than 20 rows to spare nothing is called redundant.
    """
    n, d = values.shape
    found = np.zeros(d, dtype=bool)
    if n == 0:
        return found
    present = ~np.isnan(values)
    count = np.maximum(present.sum(axis=0), 1)
    mean = np.where(present, values, 0.0).sum(axis=0) / count
    centred = np.where(present, values - mean, 0.0)
    basis: list[Array] = []
    for column in range(d):
        rest = centred[:, column].copy()
        total = float(rest @ rest)
        for direction in basis:
            rest = rest - direction * (direction @ rest)
        spare = int(present[:, column].sum()) - 1 - len(basis)
        left = float(rest @ rest) * (n - 1) / max(spare, 1)
        if total > 0 and spare >= 20 and left < tolerance * total:
            found[column] = True
        elif total > 0:
            basis.append(rest / max(float(np.sqrt(rest @ rest)), 1e-300))
    return found


def _finite(values: Sequence[float]) -> Array:
    array = np.asarray(values, dtype=np.float64)
    if array.size == 0:
        raise InputError("no values to scale", expected="at least one number")
    if not np.isfinite(array).all():
        raise InputError("a value is not a finite number", got=array[~np.isfinite(array)][0], expected="finite numbers")
    return array
