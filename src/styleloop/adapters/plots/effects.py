"""What helps: a dot and an interval for each measure, in clicks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from styleloop.adapters.plots.rows import Bar, Group, Row, Rows, divided
from styleloop.adapters.plots.sheet import Plot
from styleloop.adapters.plots.telling import NINE_IN_TEN, UNKNOWN, counted, finding, high_first
from styleloop.style.phrases import more_of
from styleloop.style.steps import between_words, clicks_words, per_cent, step
from styleloop.types.style import Effect, StyleVector

MOST, MOST_UNKNOWN = 12, 4
"""Rows drawn in all, and of what is not known yet; the table has all."""
GROUPS = {"helps": ("Helps", "accent"), "hurts": ("Hurts", "warn"), UNKNOWN: ("Not known yet", "edge")}
AXIS = "clicks, next to the same ad without it"
USUAL = "one usual step"


@dataclass(frozen=True)
class Shown:
    """One measure in words and in per cent of clicks."""

    name: str
    step: str
    bar: Bar
    source: str
    group: str
    sureness: float

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
    table = tuple((r.group, r.name, r.step, r.words, r.between, r.source) for found in by_group.values() for r in found)
    columns = ("group", "what", "one step is", "changes clicks by", "9 times in 10 it lies", "known from")
    return Plot("effects", _title(by_group, market, style), _about(style, market, version), _told(style, by_group),
                columns, table, _drawn(by_group, style) if rows else None)  # fmt: skip


def _sorted(rows: list[Shown]) -> list[Shown]:
    """What is known by its size, what is not by how near it is to being known."""
    known = bool(rows) and rows[0].group != UNKNOWN
    return sorted(rows, key=lambda r: (-abs(r.bar.mean) if known else -r.sureness, r.name))


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
    )


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
    helps, hurts = (sorted(found[name], key=lambda r: -r.sureness) for name in ("helps", "hurts"))
    said = finding([r.name for r in helps], [r.name for r in hurts])
    if not said:
        return f"Not known yet what helps in {market}"
    return said if style.tests else f"In other markets {said[:1].lower()}{said[1:]}"


def _about(style: StyleVector, market: str, version: int) -> str:
    whole = f"What helps in {market}: version {version}, learnt from {counted(len(style.tests), 'test')}"
    return whole + (" of its own, and those of other markets" if style.above else "")


def _told(style: StyleVector, found: Mapping[str, list[Shown]]) -> str:
    known, rest = [*found["helps"], *found["hurts"]], len(found[UNKNOWN])
    if not known and not rest:
        return "Nothing is known yet about what helps: no test has been read. Read a report: styleloop results FILE.csv"
    said = [f"{r.name} ({r.step}): {r.words}; 9 times in 10: {r.between}." for r in known[:3]]
    if rest:
        said.append(f"{counted(rest, 'other thing' if known else 'thing')} not known yet: "
                    "more or fewer clicks are both possible.")  # fmt: skip
    if not style.tests:
        said.insert(0, "Assumed, not measured: no test of this market has been read.")
    return " ".join(said)


def _drawn(found: Mapping[str, list[Shown]], style: StyleVector) -> Rows:
    unknown = min(len(found[UNKNOWN]), MOST_UNKNOWN)
    helps, hurts = divided([len(found["helps"]), len(found["hurts"])], MOST - unknown)
    room = {"helps": helps, "hurts": hurts, UNKNOWN: MOST - helps - hurts if not helps + hurts else unknown}
    groups = tuple(
        Group(*GROUPS[name], tuple(_row(r) for r in rows[: room[name]]), _rest(name, len(rows) - room[name]))
        for name, rows in found.items()
        if rows
    )
    drawn = [r for name, rows in found.items() for r in rows[: room[name]]]
    usual = " A usual step: as much as this brand's ads usually differ." if any(r.step == USUAL for r in drawn) else ""
    assumed = " Hatched: assumed, not measured here." if not style.tests else ""
    return Rows(groups, AXIS, f"Dot: our best guess. Bar: {NINE_IN_TEN}.{usual}{assumed}")


def _rest(name: str, missing: int) -> str:
    if missing <= 0:
        return ""
    return f"and {missing} more not known yet" if name == UNKNOWN else f"and {missing} more that {name.rstrip('s')}"


def _row(row: Shown) -> Row:
    known = row.group != UNKNOWN
    first, second = row.words, f"9 times in 10: {row.between}"
    if not known:  # a best guess first would be read as something known
        first, second = f"anything from {row.between}", f"best guess: {row.words}"
    said = first if row.bar.measured else f"assumed: {first}"
    return Row(row.name, f"for {row.step}; {row.source}", high_first(said), second, row.bar, known)
