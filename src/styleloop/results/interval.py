"""The anytime-valid interval, and how many exposures it takes to get what one wants from it. Arrays or single numbers.

The statistic is d = log(rate / control rate), whose sampling variance is V = (1 - p)/(n p) + (1 - p0)/(n0 p0). Looking
again and again at an ordinary interval finds differences that are not there: 40 looks make 5 % of false alarms into
about 30 %. The mixture sequential probability ratio test (Robbins 1970; Johari, Koomen, Pekelis and Walsh 2017) holds
its promise at every look at once. With a mixture N(0, m) over true log lifts the interval at confidence 1 - a is

    d +- sqrt( 2 V (V + m) / m * ( log(1/a) + log((V + m) / V) / 2 ) )

and lift = exp(d) - 1. It stays valid when the shares move between looks, for they depend on the past alone.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from styleloop.vector.chances import normal_quantile

Array = npt.NDArray[np.float64]

MIXTURE = 0.15**2
"""Variance of the true log lifts that the interval is tightest for: headline tests find up to about 15 %."""
POWER = 0.8


def half_width(variance: float | Array, alpha: float, mixture: float = MIXTURE) -> Array:
    """Half of the anytime-valid interval of a normal estimate with sampling `variance`."""
    v = np.asarray(variance, dtype=np.float64)
    return np.asarray(np.sqrt(_squared(v, np.log((v + mixture) / v), alpha, mixture)))


def _squared(v: Any, log_term: Any, alpha: float, mixture: float) -> Any:
    return 2 * v * (v + mixture) / mixture * (math.log(1 / alpha) + 0.5 * log_term)


def log_rate(shown: float | Array, clicked: float | Array) -> tuple[Array, Array]:
    """log((k + .5) / (n + 1)) and its sampling variance: finite without a click."""
    n, k = np.asarray(shown, dtype=np.float64) + 1.0, np.asarray(clicked, dtype=np.float64) + 0.5
    return np.log(k / n), (1 - k / n) / k


def growth(goal: float, variance: float, alpha: float, power: float | None = None) -> float:
    """By which factor exposures must grow until a difference of `goal` in log rates is called.

    With `power` None: until an interval around the present difference leaves zero out; else until a *true* difference
    of that size is called with that chance at the last look alone, so with a little more over all looks. Found by
    bisection, the variance falling as 1 / exposures; 0 when a small part of what is there would do.
    """
    z = normal_quantile(power) if power else 0.0

    def falls_short(factor: float) -> bool:
        v = variance / factor  # plain floats: this is asked some hundred times for each version
        half = math.sqrt(_squared(v, math.log((v + MIXTURE) / v), alpha, MIXTURE))
        return half + z * math.sqrt(v) > goal

    low, high = 1e-9, 1.0
    while falls_short(high):
        low, high = high, high * 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if falls_short(middle) else (low, middle)
    return high


def exposures_for(lift: float, rate: float, alpha: float = 0.05, power: float = POWER) -> float:
    """Exposures per version, of two alike large ones, for `power` to call a relative `lift` at a click `rate`."""
    return growth(math.log1p(lift), 2 * (1 - rate) / rate, alpha, power)


def rounded_up(number: float) -> int:
    """Up to two figures: 123,456 -> 130,000. Nobody can promise more."""
    whole = max(1, math.ceil(number))
    step: int = 10 ** max(0, len(str(whole)) - 2)
    return math.ceil(whole / step) * step
