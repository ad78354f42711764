"""The learning curve: of two ads it had not seen, how often a style picked the better one."""

from __future__ import annotations

import math

from styleloop.adapters.plots.curves import Curves, Line
from styleloop.adapters.plots.sheet import Plot
from styleloop.adapters.plots.telling import LIKELY, TRUE, UNSURE, counted, high_first
from styleloop.style.foresight import FEWEST, Foreseen, Foresight

COIN = 0.5


def learning_plot(found: Foresight, market: str) -> Plot:
    """How well the style of a market foresees, by how many tests it has learnt from."""
    columns = ("learnt from", "picked the better one, times in 100", LIKELY)
    about = f"How well the house style of {market} foresees"
    if not found.points:
        return Plot("learning", f"{high_first(UNSURE)} how well it foresees", about, _missing(found), columns, ())
    pairs = f"{counted(found.pairs, 'pair')} of ads with clearly different clicks"
    about = f"{high_first(market)}: {_judged(found)}, by {pairs}"
    table = tuple((counted(p.learnt, "test"), f"{100 * p.right:.0f}", f"{100 * p.low:.0f} to {100 * p.high:.0f}")
                  for p in found.points)  # fmt: skip
    return Plot("learning", _title(found.points), about, _told(found.points), columns, table, _drawn(found))


def _missing(found: Foresight) -> str:
    if found.tests < FEWEST:
        return (
            f"It takes {FEWEST} tests with versions shown at random to say how well the style foresees; "
            f"{found.tests or 'none'} so far. Every test counts: styleloop results FILE.csv"
        )
    return (
        f"In {counted(found.tests, 'test')} only {counted(found.pairs, 'pair')} of versions clearly differ in clicks: "
        "too few to say how well the style foresees. Tests with more shows each, or bolder differences, would tell."
    )


def _judged(found: Foresight) -> str:
    """`of 63 tests 40 could be judged`; the others have no pair that clearly differs."""
    tests = counted(found.tests, "test")
    return (
        f"all {tests} could be judged" if found.judged == found.tests else f"of {tests} {found.judged} could be judged"
    )


def _title(points: tuple[Foreseen, ...]) -> str:
    last = points[-1]
    if last.low <= COIN:
        return "The house style is not yet surely better than a coin at picking the better of two ads"
    return f"Of two ads it knew nothing of, the house style picked the better one {100 * last.right:.0f} times in 100"


def _told(points: tuple[Foreseen, ...]) -> str:
    first, last = points[0], points[-1]
    said = (
        f"After {last.learnt} tests the better of two ads was picked {100 * last.right:.0f} times in 100, "
        f"and the truth {LIKELY} lies between {100 * last.low:.0f} and {100 * last.high:.0f}; "
        "a coin would be right 50 times."
    )
    if len(points) > 1:
        said += f" After {first.learnt} tests it was {100 * first.right:.0f}."
    return said


def _drawn(found: Foresight) -> Curves:
    points, last = found.points, found.points[-1]
    low = min(40.0, *(math.floor(10 * p.low) * 10.0 for p in points))
    style = Line(
        f"{100 * last.right:.0f} times in 100 after {counted(last.learnt, 'test')}",
        "accent",
        tuple(100 * p.right for p in points),
        tuple(100 * p.low for p in points),
        tuple(100 * p.high for p in points),
        strong=True,
    )
    coin = Line("a coin would be right 50 times", "edge", (50.0,))
    places = tuple(math.log2(p.learnt) for p in points)
    return Curves(
        (style, coin),
        places,
        tuple((x, f"{p.learnt}") for x, p in zip(places, points, strict=True)),
        "tests it has learnt from",
        "how often the better of two ads was picked, times in 100",
        (max(0.0, low), 100.0),
        f"Shaded: {TRUE}. It learnt from {last.learnt} of the {found.tests} tests at most: the rest were kept back, "
        "each in its turn, to judge by.",
        figures=True,
    )
