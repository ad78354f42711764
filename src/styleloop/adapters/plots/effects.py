"""What helps: a dot and an interval for each measure, in clicks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from styleloop.adapters.plots.rows import Bar, Group, Row, Rows, divided
from styleloop.adapters.plots.sheet import Plot
from styleloop.adapters.plots.telling import LIKELY, RULE, TESTED, TRUE, UNKNOWN, UNSURE, counted, high_first, surest
from styleloop.style.learnt import SETTLED
from styleloop.style.phrases import more_of
from styleloop.style.steps import between_words, change_words, clicks_words, per_cent, step
from styleloop.types.style import Effect, StyleVector

MOST, MOST_UNKNOWN = 12, 4
"""Rows drawn in all, and of what is not known yet; the table has all."""
GROUPS = {"helps": ("Helps", "accent"), "hurts": ("Hurts", "warn"), UNKNOWN: (TESTED, "edge")}
AXIS = "clicks, next to an ad that is otherwise the same"
USUAL = "one usual step"
ELSEWHERE = ("In other markets", "Surest in other markets")
FEW = "too few tests to be sure"


@dataclass(frozen=True)
class Shown:
    """One measure in words and in per cent of clicks."""

    name: str
    step: str
    bar: Bar
    source: str
    group: str
    sureness: float
    few: bool

    @property
    def words(self) -> str:
        """The best guess."""
        return clicks_words(self.bar.mean)

    @property
    def between(self) -> str:
        """Where the truth lies."""
        return between_words(self.bar.low, self.bar.high)


def effects_plot(style: StyleVector, market: str, version: int, own: Mapping[str, int] | None = None) -> Plot:
    """What helps in a market, by this version of its style.

    Args:
        style: the version.
        market: what people call the market.
        version: its number in the market's history.
        own: measure -> how many of its tests ran in this market, where others' tests count too.
    """
    rows = [_shown(e, style, own) for e in style.effects]
    by_group = {name: _sorted([r for r in rows if r.group == name]) for name in GROUPS}
    drawn = {name: found[:most] for (name, found), most in zip(by_group.items(), _room(by_group), strict=True)}
    table = tuple(
        (_heading(r.group, style), r.name, r.step, r.words, r.between, r.source)
        for found in by_group.values()
        for r in found
    )
    columns = ("group", "what", "one step is", "changes clicks by", LIKELY, "known from")
    return Plot("effects", _title(drawn, market, style), _about(style, market, version), _told(style, by_group),
                columns, table, _drawn(by_group, drawn, style) if rows else None)  # fmt: skip


def _sorted(rows: list[Shown]) -> list[Shown]:
    """What is known by its size, what is not by how near it is to being known."""
    known = bool(rows) and rows[0].group != UNKNOWN
    return sorted(rows, key=lambda r: (r.few, -abs(r.bar.mean) if known else -r.sureness, r.name))


def _room(found: Mapping[str, list[Shown]]) -> tuple[int, int, int]:
    """How many rows of each group are drawn."""
    unknown = min(len(found[UNKNOWN]), MOST_UNKNOWN)
    helps, hurts = divided([len(found["helps"]), len(found["hurts"])], MOST - unknown)
    return helps, hurts, unknown if helps + hurts else MOST


def _heading(group: str, style: StyleVector) -> str:
    """Of a group: where no test was read, nothing was tested."""
    return high_first(UNSURE) if group == UNKNOWN and not style.tests else GROUPS[group][0]


def _shown(effect: Effect, style: StyleVector, own: Mapping[str, int] | None) -> Shown:
    times, words = step(effect, style.norm(effect.measure))
    low, mean, high = (per_cent(times * x) for x in (effect.low, effect.mean, effect.high))
    return Shown(
        name=more_of(effect.measure),
        step=words,
        bar=Bar(low, mean, high, measured=effect.tests > 0 and bool(style.tests)),
        source=_source(effect, style, own),
        group=effect.verdict,
        sureness=abs(effect.mean) / effect.sd if effect.sd > 0 else 0.0,
        few=too_few(effect),
    )


def too_few(effect: Effect) -> bool:
    """Whether nothing but the number of its tests keeps an effect from being known."""
    return effect.verdict == UNKNOWN and 0 < effect.tests < SETTLED and effect.low * effect.high > 0


def _source(effect: Effect, style: StyleVector, own: Mapping[str, int] | None) -> str:
    if effect.tests == 0:
        return "assumed, not measured"
    if not style.tests:
        return f"assumed from {counted(effect.tests, 'test')} of other markets"
    here = own.get(effect.measure, 0) if own is not None and style.above else effect.tests
    if here < effect.tests:
        return f"{counted(effect.tests, 'test')}, {here or 'none'} here"
    return counted(effect.tests, "test")


def _title(found: Mapping[str, list[Shown]], market: str, style: StyleVector) -> str:
    said = surest(found["helps"], found["hurts"], *(() if style.tests else (ELSEWHERE,)))
    return said or f"{high_first(UNSURE)} what helps in {market}"


def _about(style: StyleVector, market: str, version: int) -> str:
    whole = f"What helps in {market}: version {version}, learnt from {counted(len(style.tests), 'test')}"
    return whole + (" of its own, and those of other markets" if style.above else "")


def _told(style: StyleVector, found: Mapping[str, list[Shown]]) -> str:
    known, rest = [*found["helps"], *found["hurts"]], len(found[UNKNOWN])
    if not known and not rest:
        return "Nothing is known yet about what helps: no test has been read. Read a report: styleloop results FILE.csv"
    said = [f"{r.name} ({r.step}): {r.words}, {LIKELY} {r.between}." for r in known[:3]]
    if rest:
        said.append(f"{counted(rest, 'other thing' if known else 'thing')}: {UNSURE}.")
    if not style.tests:
        said.insert(0, "Assumed, not measured: no test of this market has been read.")
    return " ".join(said)


def _drawn(found: Mapping[str, list[Shown]], drawn: Mapping[str, list[Shown]], style: StyleVector) -> Rows:
    groups = tuple(
        Group(_heading(name, style), GROUPS[name][1], tuple(_row(r) for r in drawn[name]),
              _rest(name, len(rows) - len(drawn[name])))
        for name, rows in found.items()
        if rows
    )  # fmt: skip
    usual = any(r.step == USUAL for rows in drawn.values() for r in rows)
    said = [
        f"Dot: our best guess. Bar: {TRUE}.",
        RULE,
        "A usual step: as much as this brand's ads usually differ." if usual else "",
        "" if style.tests else "Hatched: assumed, not measured here.",
    ]
    return Rows(groups, AXIS, " ".join(part for part in said if part))


def _rest(name: str, missing: int) -> str:
    if missing <= 0:
        return ""
    return f"and {missing} more {UNSURE}" if name == UNKNOWN else f"and {missing} more that {name.rstrip('s')}"


def _row(row: Shown) -> Row:
    known, guess = row.group != UNKNOWN, f"best guess: {change_words(row.bar.mean)}"
    first, second = row.words, f"{LIKELY} {row.between}"
    if row.few:
        first, second = FEW, f"so far {row.between}; {guess}"
    elif not known:  # a best guess first would be read as something known
        first, second = f"anything from {row.between}", guess
    said = first if row.bar.measured else f"assumed: {first}"
    return Row(row.name, f"for {row.step}; {row.source}", high_first(said), second, row.bar, known)
