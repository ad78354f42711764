"""What the house style holds: what helps, what is usual, what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from styleloop import style
from styleloop.app.plotting import test_names
from styleloop.app.project import Project
from styleloop.app.styling import GLOBAL
from styleloop.errors import PluginError
from styleloop.style.phrases import more_of
from styleloop.style.steps import between_words, clicks_words, per_cent, step
from styleloop.types.copy import HEADLINE
from styleloop.types.measurement import MeasureSpec
from styleloop.types.style import Effect, Norm, StyleChange, StyleVector
from styleloop.web.desk.views.results import Span, span
from styleloop.web.desk.words import amount, figure, plainly

WIDEST, LEAST = 60.0, 10.0
"""Per cent at which a bar's drawing ends however wide it is, and where it does while nothing is known."""


@dataclass(frozen=True)
class Helps:
    """What one measure does to clicks."""

    name: str
    verdict: str
    words: str
    span: Span
    step: str
    tests: int


@dataclass(frozen=True)
class Usual:
    """What is usual for one measure."""

    name: str
    median: str
    low: str
    high: str
    poles: str
    """What it means to be low and to be high."""


@dataclass(frozen=True)
class House:
    """The house style of one market, as people read it."""

    style: StyleVector | None
    helps: tuple[Helps, ...] = ()
    usual: tuple[Usual, ...] = ()
    rare: tuple[str, ...] = ()
    """Measures that hardly any piece has anything of."""
    changes: tuple[StyleChange, ...] = ()
    examples: tuple[str, ...] = ()
    versions: int = 0


def house(project: Project, market: str) -> House:
    """The version that speaks for a market, and what changed with it."""
    now = project.store.current(market)
    if now is None:
        return House(None)
    before = project.store.styles.find(now.parent) if now.parent else None
    known = [e for e in now.effects if e.verdict != "not known yet"]
    rest = [e for e in now.effects if e.verdict == "not known yet"]
    ends = [(e, x) for e in now.effects for x in ((e.low, e.high) if e in known else (e.mean,))]
    bounds = [abs(per_cent(step(e, now.norm(e.measure))[0] * x)) for e, x in ends]
    reach = min(WIDEST, max(bounds, default=LEAST))
    specs = _specs(project)
    winners = [project.store.assets.find(e.asset) for e in now.exemplars if e.verdict == "winner"]
    return House(
        style=now,
        helps=tuple(
            _helps(e, now.norm(e.measure), reach)
            for e in [*sorted(known, key=lambda e: -abs(e.mean)), *sorted(rest, key=lambda e: -abs(e.mean))]
        ),
        usual=tuple(_usual(n, specs.get(n.measure)) for n in now.norms if not _never(n)),
        rare=tuple(plainly(n.measure) for n in now.norms if _never(n)),
        changes=tuple(_named(c, test_names(project)) for c in style.diff(before, now)) if before else (),
        examples=tuple(a.words.text(HEADLINE) for a in winners[:4] if a),
        versions=len(project.store.history(market)),
    )


def _named(change: StyleChange, names: Mapping[str, str]) -> StyleChange:
    """A change whose tests are called what people call them."""
    words = change.words
    for test in change.tests:
        words = words.replace(test, f"“{names[test]}”" if test in names else test)
    return change.model_copy(update={"words": words})


def _specs(project: Project) -> dict[str, MeasureSpec]:
    try:
        return {spec.name: spec for one in project.extractors for spec in one.specs}
    except PluginError:
        return {}


def _helps(effect: Effect, norm: Norm | None, reach: float) -> Helps:
    times, words = step(effect, norm)
    low, mean, high = (per_cent(times * x) for x in (effect.low, effect.mean, effect.high))
    return Helps(
        name=more_of(effect.measure),
        verdict=effect.verdict,
        words=f"{clicks_words(mean)} ({between_words(low, high)})",
        span=span(low, mean, high, reach),
        step=words,
        tests=effect.tests,
    )


def _usual(norm: Norm, spec: MeasureSpec | None) -> Usual:
    low, high = _middle_half(norm)
    return Usual(
        name=plainly(norm.measure),
        median=amount(norm.median, norm.unit),
        low=figure(low, norm.unit),
        high=figure(high, norm.unit),
        poles=f"{spec.reading_low} ... {spec.reading_high}" if spec and spec.reading_low else "",
    )


def _middle_half(norm: Norm) -> tuple[float, float]:
    """The quartiles, which stand third and fifth of seven."""
    return (norm.quantiles[2], norm.quantiles[4]) if len(norm.quantiles) == 7 else (norm.median, norm.median)


def _never(norm: Norm) -> bool:
    """Whether at least three pieces in four have none of it."""
    return norm.median == 0 and _middle_half(norm) == (0, 0)


def style_markets(project: Project) -> tuple[tuple[str, str], ...]:
    """(address, name) of every market that may have a house style, all together first."""
    return ((GLOBAL, "All markets"), *((m.locale, m.name) for m in project.kit.markets))
