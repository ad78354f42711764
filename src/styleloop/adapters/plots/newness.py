"""Is the work getting all the same? How unlike all before it each batch is, beside the own past and competitors."""

from __future__ import annotations

from collections.abc import Sequence

from styleloop.adapters.plots.curves import Curves, Line
from styleloop.adapters.plots.sheet import Plot
from styleloop.adapters.plots.telling import high_first
from styleloop.types.divergence import Divergence, Spread

PEOPLE = 0.84
"""How unlike its nearest sibling a headline is, on average, when people write four for one story; by shared word
pairs, as here. Upworthy Research Archive to week 45 of 2014, four headlines each of 1,263 stories (Matias et al. 2021).
"""
ALIKE = 0.05
"""Change of a share below which it is about as before."""
WHOLLY = 0.995
"""From where a share is told as 100 %: nothing in common."""
NOTHING = "competitors: nothing in common"
YARDSTICK = "four headlines by journalists for one story"
COLUMNS = ("batch", "day", "lines", "unlike earlier lines", "unlike competitors")


def newness_plot(found: Divergence | None, market: str, rivals: float | None = None) -> Plot:
    """How unlike what was there before the lines of each batch are.

    Args:
        found: the report; None where nothing was made yet.
        market: what people call the market.
        rivals: how unlike one another competitors' lines are, 0 to 1, where there are any.
    """
    about = f"{high_first(market)}, batch by batch: how unlike all earlier lines each one is"
    if found is None:
        told = "Nothing was made yet: there is no batch to look at. Make one: styleloop run --product SKU"
        return Plot("divergence", "No batch to look at yet", about, told, COLUMNS, ())
    drawn = _drawn(found, rivals)
    told = "; ".join([*(line.says for line in drawn.lines), *([NOTHING] if _apart(found) else [])])
    return Plot("divergence", _title(found.batches), about + (f"; {NOTHING}" if _apart(found) else ""),
                f"{high_first(told)}.", COLUMNS, _table(found, rivals), drawn)  # fmt: skip


def _table(found: Divergence, rivals: float | None) -> tuple[tuple[str, ...], ...]:
    rows = [(s.label, s.day.isoformat(), f"{s.pieces}", _share(s.novelty), _share(_unlike(s))) for s in found.batches]
    if found.history:
        own = found.history
        rows.append(
            ("your own past lines, one to another", "", f"{own.pieces}", _share(own.novelty), _share(_unlike(own)))
        )
    if rivals is not None:
        rows.append(("competitors' lines, one to another", "", "", _share(rivals), ""))
    return (*rows, (YARDSTICK, "", "4", _share(PEOPLE), ""))


def _share(value: float | None) -> str:
    return "not known" if value is None else f"{100 * value:.0f} %"


def _unlike(spread: Spread) -> float | None:
    return None if spread.to_competitors is None else 1 - spread.to_competitors


def _title(batches: Sequence[Spread]) -> str:
    last, earlier = batches[-1], batches[:-1]
    now = f"The newest lines are {100 * last.novelty:.0f} % unlike earlier ones"
    if not earlier:
        return f"{now}; there is no earlier batch to compare"
    usual = sum(s.novelty for s in earlier) / len(earlier)
    if abs(last.novelty - usual) < ALIKE:
        return f"{now}, about as much as in the batches before"
    return f"{now}: {'more' if last.novelty > usual else 'less'} than in the batches before ({100 * usual:.0f} %)"


def _drawn(found: Divergence, rivals: float | None) -> Curves:
    batches = found.batches
    here = [100 * s.novelty for s in batches]
    course = tuple(here) if len(here) > 1 else (here[0], here[0])
    lines = [Line(f"newest lines: {here[-1]:.0f} % unlike earlier ones", "accent", course, strong=True)]
    lines += _category(found, rivals)
    if found.history:
        own = 100 * found.history.novelty
        lines.append(Line(f"your own past lines: {own:.0f} % unlike one another", "ink", (own,)))
    lines.append(Line(f"{YARDSTICK}: {100 * PEOPLE:.0f} % unlike one another", "warn", (100 * PEOPLE,), dotted=True))
    if found.floor > 0:
        lines.append(
            Line(f"lines under {100 * found.floor:.0f} % are turned away", "edge", (100 * found.floor,), dotted=True)
        )
    count = max(len(batches), 2)
    places = tuple(float(n) for n in range(count))
    return Curves(
        tuple(lines),
        places,
        _ticks(len(batches)),
        "batches, oldest first",
        "per cent unlike the nearest earlier line",
        (0.0, 100.0),
        "Higher means more different, not better. 100: no two words in a row as in any earlier line. 0: a copy.",
    )


def _category(found: Divergence, rivals: float | None) -> list[Line]:
    """How unlike competitors' lines each batch is, and they one another; in one where the two say the same.

    What shares nothing with anybody is no course to follow: it is said, not drawn.
    """
    apart = [None if (x := _unlike(s)) is None else 100 * x for s in found.batches]
    last, theirs = apart[-1], None if rivals is None or rivals >= WHOLLY else 100 * rivals
    lines = []
    if last is not None and not _apart(found):
        same = theirs is not None and abs(theirs - last) < 100 * ALIKE
        also = f"; they are {theirs:.0f} % unlike one another" if same else ""
        both = tuple(apart) if len(apart) > 1 else (last, last)
        lines.append(Line(f"unlike competitors' lines: {last:.0f} %{also}", "cool", both))
        theirs = None if same else theirs
    if theirs is not None:
        lines.append(Line(f"competitors' lines: {theirs:.0f} % unlike one another", "cool", (theirs,)))
    return lines


def _apart(found: Divergence) -> bool:
    """Whether no batch shares anything with competitors' lines."""
    unlike = [_unlike(s) for s in found.batches]
    return all(x is not None and x >= WHOLLY for x in unlike)


def _ticks(count: int) -> tuple[tuple[float, str], ...]:
    if count == 1:
        return ((1.0, "newest"),)
    shown = sorted({0, (count - 1) // 2, count - 1})
    names = {count - 1: "newest", count - 2: "1 batch ago"}
    return tuple((float(n), names.get(n, f"{count - 1 - n} batches ago")) for n in shown)
