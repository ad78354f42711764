"""Figures beside clicks that a winner must not make clearly worse: conversions and value per impression."""

from __future__ import annotations

import math
from typing import Literal

from styleloop.results.interval import half_width
from styleloop.types.experiment import Guard, Tally

FEWEST = 5
"""Conversions each side needs before a guard says anything."""
WORTH_SPREAD = 1.0
"""Assumed standard deviation of one conversion's value over its mean: reports give sums, not single baskets."""

_Name = Literal["conversions per impression", "value per impression"]


def guards(tally: Tally, control: Tally, alpha: float) -> tuple[Guard, ...]:
    """The guards for which both sides give figures, each at half of `alpha`.

    Conversions: log ratio of conversions per impression, variance (1 - p)/(n p) on each side. Value: log ratio of value
    per impression, variance (1 - p + c^2)/(n p) with c = `WORTH_SPREAD`. Money in two currencies is never compared.
    """
    c, c0 = tally.converted, control.converted
    if c is None or c0 is None or min(c, c0) < FEWEST or not tally.shown or not control.shown:
        return ()
    rate, rate0 = c / tally.shown, c0 / control.shown
    found = [_guard("conversions per impression", math.log(rate / rate0), (1 - rate) / c + (1 - rate0) / c0, alpha / 2)]
    same_money = tally.currency and tally.currency == control.currency
    if same_money and tally.value is not None and control.value is not None and min(tally.value, control.value) > 0:
        d = math.log(tally.value / tally.shown) - math.log(control.value / control.shown)
        spread = WORTH_SPREAD**2
        variance = (max(0.0, 1 - rate) + spread) / c + (max(0.0, 1 - rate0) + spread) / c0
        found.append(_guard("value per impression", d, variance, alpha / 2, tally.currency))
    return tuple(found)


def _guard(name: _Name, d: float, variance: float, alpha: float, currency: str = "") -> Guard:
    half = float(half_width(max(variance, 1e-12), alpha))
    low, high = math.expm1(d - half), math.expm1(min(d + half, 50.0))
    return Guard(name=name, change=math.expm1(d), low=low, high=high, worse=high < 0, currency=currency)
