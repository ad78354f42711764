"""Lift with an interval that may be looked at as often as one likes: see `interval`.

With more than one version beside the control, a is divided among them, so that the whole test raises a false alarm at
most once in 1/a. Where the shares moved during the test, versions are compared within each period of equal shares only
(Mantel and Haenszel 1959, variance by Greenland and Robins 1985): a version that was shown more on good days would
otherwise seem better.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from styleloop.errors import InputError
from styleloop.results.advice import Traffic, advised
from styleloop.results.guards import guards
from styleloop.results.interval import growth, half_width, log_rate, rounded_up
from styleloop.results.tallies import together
from styleloop.types.experiment import Experiment, Lift, Period, Tally

SMALLEST = 0.01
"""Lift below which we stop counting how many exposures it would take: it would be settled as `about none`."""
FEWEST_CLICKS = 5
"""Clicks each side needs before a lift may be called: below, log rates are not near normal."""


def lift(
    experiment: Experiment,
    found: Sequence[Tally] | Sequence[Period],
    simulated: bool = False,
    confidence: float = 0.95,
    segment: str = "all",
) -> tuple[Lift, ...]:
    """Every version against the control, in the experiment's order; none when the control was never shown.

    Args:
        experiment: the test.
        found: `tallies(experiment, responses)`, or `periods(...)` where shares may have moved.
        simulated: whether the responses came from the simulated world.
        confidence: of all the test's intervals together.
        segment: whose answers these are.

    Raises:
        InputError: `confidence` is not between 0 and 1, or the tallies are of another test.
    """
    if not 0 < confidence < 1:
        raise InputError("confidence is a share", field="confidence", got=confidence, expected="between 0 and 1")
    parts = _parts(experiment, found)
    whole = {arm.name: together(arm.name, [part[arm.name] for part in parts]) for arm in experiment.arms}
    control = whole[experiment.control]
    others = [arm.name for arm in experiment.arms if arm.name != experiment.control]
    alpha = (1 - confidence) / max(1, len(others))  # a test of one version compares nothing
    made = []
    for name in others:
        if control.shown and whole[name].shown:
            d, variance = _difference([(part[name], part[experiment.control]) for part in parts])
            one = _lift(experiment, whole[name], control, (d, variance), alpha)
            one = one.model_copy(update={"confidence": confidence, "simulated": simulated, "segment": segment})
            made.append(advised(one, _traffic(whole[name], control)))
    return tuple(made)


def _parts(experiment: Experiment, found: Sequence[Tally] | Sequence[Period]) -> list[dict[str, Tally]]:
    """Each period's tallies by the version's name; one part when `found` is not divided into periods."""
    given = [part.tallies for part in found if isinstance(part, Period)]
    parts = [{tally.arm: tally for tally in tallies} for tallies in given or [_only_tallies(found)]]
    absent = sorted({arm.name for arm in experiment.arms} - set(parts[0]))
    if absent:
        raise InputError(
            "no tally of a version", where=experiment.id, got=absent[0], expected="a tally of every version"
        )
    return parts


def _only_tallies(found: Sequence[Tally] | Sequence[Period]) -> tuple[Tally, ...]:
    return tuple(tally for tally in found if isinstance(tally, Tally))


def _difference(pairs: Sequence[tuple[Tally, Tally]]) -> tuple[float, float]:
    """log(rate / control rate) and its sampling variance, within periods only."""
    both = [(a, b) for a, b in pairs if a.shown and b.shown]
    if len(both) < 2:
        a, b = both[0] if both else pairs[0]
        (rate, variance), (rate0, variance0) = log_rate(a.shown, a.clicked), log_rate(b.shown, b.clicked)
        return float(rate - rate0), float(variance + variance0)
    r = 0.25 + math.fsum(a.clicked * b.shown / (a.shown + b.shown) for a, b in both)
    s = 0.25 + math.fsum(b.clicked * a.shown / (a.shown + b.shown) for a, b in both)
    terms = []
    for a, b in both:
        n, clicks = a.shown + b.shown, a.clicked + b.clicked
        terms.append((clicks * a.shown * b.shown - a.clicked * b.clicked * n) / n**2)
    return math.log(r / s), (0.25 + math.fsum(terms)) / (r * s)


def _lift(experiment: Experiment, tally: Tally, control: Tally, found: tuple[float, float], alpha: float) -> Lift:
    d, variance = found
    half = float(half_width(variance, alpha))
    settled = abs(d) > half and min(tally.clicked, control.clicked) >= FEWEST_CLICKS
    verdict: Literal["better", "worse", "not known yet"] = "not known yet"
    if settled:
        verdict = "better" if d > 0 else "worse"
    more = growth(max(abs(d), SMALLEST), variance, alpha) - 1.0
    return Lift(
        test=experiment.id,
        arm=tally.arm,
        control=control.arm,
        shown=tally.shown,
        clicked=tally.clicked,
        rate=tally.clicked / tally.shown,
        lift=math.expm1(d),
        low=_relative(d - half),
        high=_relative(d + half),
        verdict=verdict,
        needed=None if settled else rounded_up(more * min(tally.shown, control.shown)),
        guards=guards(tally, control, alpha),
    )


def _traffic(tally: Tally, control: Tally) -> Traffic:
    days = max(tally.days, control.days)
    per_day = min(tally.shown, control.shown) / days if days else 0.0
    return Traffic(per_day, min(tally.clicked, control.clicked))


def _relative(log_ratio: float) -> float:
    return math.expm1(min(log_ratio, 50.0))
