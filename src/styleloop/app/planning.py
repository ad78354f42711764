"""What to test first in a market: proposals in plain words, with lines of the brand's own on both sides."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from styleloop import results
from styleloop.app.measuring import versions
from styleloop.app.project import Project
from styleloop.app.styling import current
from styleloop.errors import InputError
from styleloop.style.compared import COMPARED
from styleloop.style.phrases import OPAQUE, number
from styleloop.types.asset import UNDATED, Asset
from styleloop.types.experiment import Proposal

MOST = 3
_UNITS = {"graphemes": "characters"}
RATE = 0.015
"""Click rate that is assumed where no row says one."""
POOL = (
    "no single test would be over within 28 days here: vary several of these differences from campaign to campaign, "
    "and let the style learn them from all tests together"
)


@dataclass(frozen=True)
class Side:
    """One version of a proposed test."""

    says: str
    value: str
    example: str
    """A line of the brand's own that is already like this; empty where there is none."""


@dataclass(frozen=True)
class Worth:
    """One proposed test, for people."""

    proposal: Proposal
    low: Side
    high: Side
    days: int
    """How long to run it: whole weeks, at least one, in which the exposures are there."""
    words: str


@dataclass(frozen=True)
class Plan:
    """What to test first in a market."""

    market: str
    traffic: float
    """Exposures per day that all versions of a test share."""
    rate: float
    rate_assumed: bool
    tests: tuple[Worth, ...]
    left_out: int
    """Differences that no test of 28 days can find here."""
    words: str


def plan(project: Project, market: str = "", traffic: float | None = None) -> Plan:
    """The three differences that are most worth a test in a market; fewer where fewer can be found within 28 days.

    Args:
        project: the project.
        market: locale; empty for the first of the project's.
        traffic: exposures per day; None for the median day of the market's past rows.

    Raises:
        InputError: no such market, no style yet, no past rows and no `traffic`, or a traffic that is not above 0.
    """
    place = project.market(market or project.markets[0]).locale
    style = current(project, place)
    above = project.store.current("global")
    norms = style.norms or (above.norms if above else ())
    rows = [r for r in project.store.responses.all() if r.market == place]
    days: dict[object, int] = defaultdict(int)
    for row in rows:
        if row.day != UNDATED:  # totals of a whole test are no day's traffic
            days[row.day] += row.shown
    if traffic is None and not any(days.values()):
        raise InputError(
            "how many exposures a day there are is not known yet",
            field="--traffic",
            got=f"no past answers in {place}",
            expected="exposures per day, such as 5000",
            cure=f"styleloop results --plan --market {place} --traffic 5000",
        )
    per_day = float(median(n for n in days.values() if n)) if traffic is None else traffic
    shown, clicked = sum(r.shown for r in rows), sum(r.clicked for r in rows)
    rate = (clicked + 0.5) / (shown + 1) if clicked else RATE
    own = [a for a in project.store.assets.all(role="own") if a.locale == place] or list(
        project.store.assets.all(role="own")
    )
    values = _values(project, own)
    found = results.plan(norms, style.effects, values, results.Reach(per_day, rate))
    named = [p for p in found if p.measure in COMPARED and p.unit not in OPAQUE]
    chosen = [p for p in named if p.within and p.value > 0][:MOST]
    left = sum(not p.within for p in named)
    tests = tuple(_worth(p, own, values) for p in chosen)
    return Plan(place, per_day, rate, not clicked, tests, left, _summary(len(tests), left))


def _values(project: Project, own: list[Asset]) -> dict[str, dict[str, float]]:
    measured = project.store.measurements(versions(project))
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for asset in own:
        for m in measured.get(asset.id, ()):
            found[m.name][asset.id] = m.value
    return found


def _worth(proposal: Proposal, own: list[Asset], values: dict[str, dict[str, float]]) -> Worth:
    low, high = (_side(proposal, own, values, upper) for upper in (False, True))
    known = "assumed, not measured" if proposal.assumed else "measured in earlier tests"
    sure = f"the difference would be known to within {math.expm1(proposal.sd_after):.1%} (one standard deviation)"
    days = results.whole_weeks(proposal.days)
    words = (
        f"{low.says} ({low.value}) against {high.says[:1].lower()}{high.says[1:]} ({high.value}): a lift of "
        f"{proposal.lift:.0%} would be found with {proposal.exposures:,} exposures per version (80 % power). "
        f"{_when(proposal, days)} How large it could be is {known}; after 28 days {sure}."
    )
    return Worth(proposal, low, high, days, words)


def _when(proposal: Proposal, days: int) -> str:
    """How long, and how much of the audience is enough where the test would be over within the week."""
    part = proposal.days / days
    enough = f", with {max(1, math.ceil(100 * part))} % of the audience at least" if part < 0.5 else ""
    return f"Run it for {days} days{enough}: whole weeks, for people click otherwise on Sundays than on Mondays."


def _side(proposal: Proposal, own: list[Asset], values: dict[str, dict[str, float]], upper: bool) -> Side:
    goal, middle = (proposal.high if upper else proposal.low), (proposal.low + proposal.high) / 2
    slot = _slot(proposal.measure)
    measured = values.get(proposal.measure, {})
    here = [
        (abs(measured[a.id] - goal), a.id, a.words.text(slot))
        for a in own
        if a.id in measured and a.words.text(slot) and (measured[a.id] > middle) == upper
    ]
    value = number(goal, _UNITS.get(proposal.unit, proposal.unit))
    if proposal.unit == "yes":
        value = "yes" if goal >= 0.5 else "no"
    return Side(COMPARED[proposal.measure][int(upper)], value, min(here)[2] if here else "")


def _slot(measure: str) -> str:
    name = measure.removeprefix("copy.")
    return next((slot for slot in ("body", "cta") if name.startswith(f"{slot}_")), "headline")


def _summary(tests: int, left: int) -> str:
    if not tests:
        return POOL if left else "your own pieces vary in nothing that could be tested: add more of them to library/"
    more = f"; {left} more could not be found within 28 days and are best learnt through the style" if left else ""
    return f"worth testing first: {tests} difference{'s' if tests > 1 else ''}{more}"
