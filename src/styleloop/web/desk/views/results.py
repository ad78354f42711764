"""What tests showed: each version against its original, drawn to one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from styleloop.app.learning import lifts
from styleloop.app.project import Project
from styleloop.types.copy import HEADLINE
from styleloop.types.experiment import Lift
from styleloop.types.variant import Variant
from styleloop.web.desk.views.wanted import title
from styleloop.web.desk.words import signed

WIDEST = 1.0
"""Relative change at which an interval's drawing ends, however wide it is."""


@dataclass(frozen=True)
class Span:
    """An interval on a scale from 0 to 100, zero being 50."""

    low: float
    high: float
    middle: float


def span(low: float, middle: float, high: float, reach: float) -> Span:
    """Where an interval is drawn when `reach` lies at the ends of the scale."""
    low, middle, high = (50 + 50 * max(-1.0, min(1.0, x / reach)) for x in (low, middle, high))
    return Span(low, high, middle)


@dataclass(frozen=True)
class Version:
    """One version under test, against the original."""

    name: str
    headline: str
    variant: str
    picture: str
    shown: int
    rate: float
    words: str
    span: Span
    verdict: str
    needed: int | None


@dataclass(frozen=True)
class Test:
    """One randomised test."""

    market: str
    direction: str
    label: str
    campaign: str
    original: str
    original_rate: float | None
    simulated: bool
    versions: tuple[Version, ...]


def tests(project: Project) -> tuple[Test, ...]:
    """Every test with answers, newest campaign first."""
    found: dict[str, list[Lift]] = {}
    for lift in lifts(project):
        found.setdefault(lift.test, []).append(lift)
    posts = {p.name: p.variant for p in project.store.publications.all()}
    variants = {v.id: v for v in project.store.variants.all()}
    arms = {name: variants[v] for name, v in posts.items() if v in variants}
    bounds = [abs(x) for rows in found.values() for row in rows for x in (row.low, row.high)]
    reach = min(WIDEST, max(bounds, default=WIDEST)) or WIDEST
    return tuple(_test(project, test, rows, arms, reach) for test, rows in reversed(found.items()))


def _test(project: Project, name: str, rows: Sequence[Lift], arms: dict[str, Variant], reach: float) -> Test:
    made = project.store.experiments.get(name)
    market = project.kit.market(made.market)
    campaign = project.store.campaigns.find(made.campaign)
    labels = {p.name: p.label for p in project.placements}
    against = [r for r in rows if r.arm != r.control]
    first = against[0] if against else rows[0]
    control = arms.get(first.control)
    return Test(
        market=market.name if market else made.market,
        direction=market.direction if market else "ltr",
        label=labels.get(made.placement, made.placement),
        campaign=title(campaign) if campaign else "",
        original=control.words.text(HEADLINE) if control else first.control,
        original_rate=first.rate / (1 + first.lift) if against and first.lift > -1 else None,
        simulated=any(r.simulated for r in rows),
        versions=tuple(_version(r, arms.get(r.arm), reach) for r in against),
    )


def _version(lift: Lift, variant: Variant | None, reach: float) -> Version:
    return Version(
        name=lift.arm,
        headline=variant.words.text(HEADLINE) if variant else lift.arm,
        variant=variant.id if variant else "",
        picture=variant.rendering.file if variant else "",
        shown=lift.shown,
        rate=lift.rate,
        words=f"{signed(lift.lift)} ({signed(lift.low)} to {signed(lift.high)})",
        span=span(lift.low, lift.lift, lift.high, reach),
        verdict=lift.verdict,
        needed=lift.needed,
    )
