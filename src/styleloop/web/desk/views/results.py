"""What tests showed: each version against its original, drawn to one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from styleloop.app.plotting import headlines, test_names, tests_with_answers
from styleloop.app.project import Project
from styleloop.results.advice import needed_words, says_something
from styleloop.types.experiment import Experiment, Lift
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
    needed: str
    """What would settle it; empty where it is settled."""


@dataclass(frozen=True)
class Test:
    """One randomised test."""

    id: str
    locale: str
    market: str
    direction: str
    label: str
    campaign: str
    original: str
    original_rate: float | None
    simulated: bool
    versions: tuple[Version, ...]


def tests(project: Project) -> tuple[Test, ...]:
    """Every test with answers, the newest first."""
    found = tests_with_answers(project)
    posts = {p.name: p.variant for p in project.store.publications.all()}
    variants = {v.id: v for v in project.store.variants.all()}
    arms = {name: variants[v] for name, v in posts.items() if v in variants}
    bounds = [abs(x) for _, rows in found for row in rows for x in (row.low, row.high)]
    reach = min(WIDEST, max(bounds, default=WIDEST)) or WIDEST
    names, ads = test_names(project), _Ads(arms, headlines(project))
    return tuple(_test(project, made, names[made.id], rows, ads, reach) for made, rows in found)


@dataclass(frozen=True)
class _Ads:
    """What is known of the ads in tests, by the names they were posted under."""

    variants: Mapping[str, Variant]
    headlines: Mapping[str, str]


def _test(project: Project, made: Experiment, name: str, rows: Sequence[Lift], ads: _Ads, reach: float) -> Test:
    market = project.kit.market(made.market)
    campaign = project.store.campaigns.find(made.campaign)
    labels = {p.name: p.label for p in project.placements}
    against = [r for r in rows if r.arm != r.control]
    first = against[0] if against else rows[0]
    return Test(
        id=made.id,
        locale=made.market,
        market=market.name if market else made.market,
        direction=market.direction if market else "ltr",
        label=labels.get(made.placement, made.placement),
        campaign=title(campaign) if campaign else name,
        original=ads.headlines.get(first.control, first.control),
        original_rate=first.rate / (1 + first.lift) if against and first.lift > -1 else None,
        simulated=any(r.simulated for r in rows),
        versions=tuple(_version(r, ads, reach) for r in against),
    )


def lift_words(lift: Lift) -> str:
    """`+4 % (+1 % to +8 %)`; empty where the interval is too wide to say anything."""
    return f"{signed(lift.lift)} ({signed(lift.low)} to {signed(lift.high)})" if says_something(lift) else ""


def _version(lift: Lift, ads: _Ads, reach: float) -> Version:
    variant = ads.variants.get(lift.arm)
    return Version(
        name=lift.arm,
        headline=ads.headlines.get(lift.arm, lift.arm),
        variant=variant.id if variant else "",
        picture=variant.rendering.file if variant else "",
        shown=lift.shown,
        rate=lift.rate,
        words=lift_words(lift),
        span=span(lift.low, lift.lift, lift.high, reach),
        verdict=lift.verdict,
        needed=needed_words(lift),
    )
