"""Two style versions compared by their lines, within the same randomised tests only.

Within a test (and within days of equal shares) every line counts alike: d = mean log rate of the challenger's lines -
mean log rate of the champion's. The formats of one campaign carry the same lines, so their d are averaged by their
sampling precision, and the luck of a line, whose variance is t, enters once for each line and not once for each format:

    V = 1 / sum(1 / v)  +  t (1 / lines of the challenger + 1 / lines of the champion)

t is the greatest of three figures: what the style reckons with, .15^2, and by what the lines of one version differ in
these very tests beyond sampling (moments). Campaigns are averaged by 1 / V. Without t a single lucky line would settle
what is asked of a style. The interval is that of `interval`, to be looked at as often as one likes: with t known, the
averaged d is the score of a normal likelihood.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from styleloop.errors import InputError
from styleloop.results.interval import growth, half_width, log_rate, rounded_up
from styleloop.types.challenge import Side, Standing

SMALLEST = 0.01
"""Lift below which nobody counts how much more it would take."""
FEWEST_CLICKS = 5
"""Clicks each side needs before anything is called."""
LUCK = 0.15**2
"""Least variance of log rates between lines of one version."""


@dataclass(frozen=True)
class Shown:
    """One line in one test: exposures and clicks."""

    line: str
    shown: int
    clicked: int


@dataclass(frozen=True)
class Meeting:
    """Lines of both versions in one test, or in the days of one in which the shares were equal.

    Attributes:
        campaign: meetings of one campaign share their lines.
        test: the test's id.
        champion, challenger: what each line got.
    """

    campaign: str
    test: str
    champion: tuple[Shown, ...]
    challenger: tuple[Shown, ...]


def standing(
    market: str,
    champion: str,
    challenger: str,
    meetings: Sequence[Meeting],
    tau2: float = 0.0,
    share: float = 0.0,
    confidence: float = 0.95,
    simulated: bool = False,
) -> Standing:
    """How the challenger stands against the champion.

    Args:
        market: where.
        champion, challenger: ids of the two versions.
        meetings: every test in which both have lines; lines that were not shown are left out.
        tau2: variance of log-odds between lines that measure alike; at least `LUCK` and what is seen counts.
        share: of a campaign's lines that the challenger makes.
        confidence: of the interval.
        simulated: whether the answers came from the simulated world.

    Raises:
        InputError: `confidence` is not between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise InputError("confidence is a share", field="confidence", got=confidence, expected="between 0 and 1")
    met = [m for m in map(_that_were_shown, meetings) if m.champion and m.challenger]
    found = Standing(
        market=market,
        champion=_side(champion, [x for m in met for x in m.champion]),
        challenger=_side(challenger, [x for m in met for x in m.challenger]),
        share=share,
        campaigns=len({m.campaign for m in met}),
        tests=len({m.test for m in met}),
        confidence=confidence,
        simulated=simulated,
        words="not known yet: no test with lines of both versions has answers",
    )
    return _settled(found, *_together(met, max(tau2, LUCK, _luck(met)))) if met else found


def _settled(found: Standing, d: float, variance: float) -> Standing:
    """With the lift, its interval, and what they say."""
    alpha = 1 - found.confidence
    half = float(half_width(variance, alpha))
    settled = abs(d) > half and min(found.champion.clicked, found.challenger.clicked) >= FEWEST_CLICKS
    more = max(0.0, growth(max(abs(d), SMALLEST), variance, alpha) - 1)
    told = found.model_copy(
        update={
            "lift": math.expm1(d),
            "low": math.expm1(d - half),
            "high": math.expm1(min(d + half, 50.0)),
            "verdict": "not known yet" if not settled else "better" if d > 0 else "worse",
            "needed": None if settled else rounded_up(more * found.challenger.shown),
        }
    )
    return told.model_copy(update={"words": _words(told)})


def _that_were_shown(meeting: Meeting) -> Meeting:
    both = (tuple(x for x in side if x.shown) for side in (meeting.champion, meeting.challenger))
    return Meeting(meeting.campaign, meeting.test, *both)


def _side(style: str, lines: Sequence[Shown]) -> Side:
    return Side(
        style=style,
        lines=len({x.line for x in lines}),
        shown=sum(x.shown for x in lines),
        clicked=sum(x.clicked for x in lines),
    )


def _luck(met: Sequence[Meeting]) -> float:
    """Variance of log rates between lines of one version in one test, beyond sampling; 0 when no two lines met."""
    beyond, freedom = [0.0], 0
    for side in (side for m in met for side in (m.champion, m.challenger) if len(side) > 1):
        rates = [log_rate(x.shown, x.clicked) for x in side]
        mean = math.fsum(float(y) for y, _ in rates) / len(side)
        squares = math.fsum((float(y) - mean) ** 2 for y, _ in rates)
        beyond.append(squares - (1 - 1 / len(side)) * math.fsum(float(v) for _, v in rates))
        freedom += len(side) - 1
    return max(0.0, math.fsum(beyond) / freedom) if freedom else 0.0


def _together(met: Sequence[Meeting], luck: float) -> tuple[float, float]:
    """(log ratio of rates, its variance) over all campaigns."""
    campaigns = [_campaign([m for m in met if m.campaign == name], luck) for name in sorted({m.campaign for m in met})]
    weight = math.fsum(1 / v for _, v in campaigns)
    return math.fsum(d / v for d, v in campaigns) / weight, 1 / weight


def _campaign(met: Sequence[Meeting], luck: float) -> tuple[float, float]:
    parts = [_difference(m) for m in met]
    weight = math.fsum(1 / v for _, v in parts)
    d = math.fsum(d / v for d, v in parts) / weight
    sides = ({x.line for m in met for x in m.challenger}, {x.line for m in met for x in m.champion})
    return d, 1 / weight + luck * math.fsum(1 / len(lines) for lines in sides)


def _difference(meeting: Meeting) -> tuple[float, float]:
    (d1, v1), (d0, v0) = _mean(meeting.challenger), _mean(meeting.champion)
    return d1 - d0, v1 + v0


def _mean(lines: Sequence[Shown]) -> tuple[float, float]:
    rates = [log_rate(x.shown, x.clicked) for x in lines]
    return math.fsum(float(y) for y, _ in rates) / len(rates), math.fsum(float(v) for _, v in rates) / len(rates) ** 2


def _words(found: Standing) -> str:
    interval = f"{found.low:+.0%} to {found.high:+.0%}"
    over = f"{found.tests} test{'s' if found.tests != 1 else ''} of {found.campaigns} campaign" + (
        "s" if found.campaigns != 1 else ""
    )
    if found.verdict == "not known yet":
        return (
            f"not known yet: {found.lift:+.0%} clicks, between {interval}, over {over}; about {found.needed:,} more "
            "exposures of its lines, in new campaigns, would settle a difference of this size"
        )
    amount = abs(found.lift or 0.0)
    return f"the challenger is {found.verdict} by {amount:.0%} ({interval}) over {over}"
