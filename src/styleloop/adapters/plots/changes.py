"""What moved from one version of a style to the next: where each effect lay and lies, and which tests moved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from styleloop.adapters.plots.effects import AXIS, FEW, too_few
from styleloop.adapters.plots.rows import Bar, Group, Row, Rows, divided
from styleloop.adapters.plots.sheet import Plot
from styleloop.adapters.plots.telling import (
    LIKELY,
    RULE,
    TRUE,
    UNKNOWN,
    UNSURE,
    counted,
    high_first,
    listed,
    low_first,
    surest,
)
from styleloop.style.phrases import more_of
from styleloop.style.steps import between_words, change_words, clicks_words, per_cent, step
from styleloop.types.style import Effect, StyleChange, StyleVector

MOST, MOST_UNKNOWN = 10, 3
"""Rows drawn in all, and of what is still not known."""
NAMED = 2
"""Things named in the title that are no longer known."""
LEAST = 1.0
"""Per cent of clicks by which a best guess must have moved to be drawn while its verdict stays."""
GROUPS = {
    "helps": ("Now likely to help", "accent"),
    "hurts": ("Now likely to hurt", "warn"),
    "as before": ("Helps or hurts as before, but moved", "cool"),
    "lost": ("No longer sure", "edge"),
    UNKNOWN: (f"{high_first(UNSURE)}, but moved", "edge"),
}


@dataclass(frozen=True)
class Versions:
    """Two versions of one market's style, and what people call them."""

    before: StyleVector | None
    after: StyleVector
    market: str
    numbers: tuple[str, str]
    """What the two are called: `version 3 (2 May 2026)` and `version 4 (9 May 2026)`."""


@dataclass(frozen=True)
class Moved:
    """One effect, before and after."""

    name: str
    step: str
    group: str
    bar: Bar
    sureness: float
    was: str
    tests: tuple[str, ...]
    few: bool

    @property
    def by(self) -> float:
        """Per cent of clicks by which the best guess moved."""
        return abs(self.bar.mean - (self.bar.before or 0.0))


def changes_plot(
    asked: Versions, changes: Sequence[StyleChange], movers: Mapping[str, Sequence[str]] | None = None
) -> Plot:
    """What the later version knows that the earlier did not.

    Args:
        asked: the two versions.
        changes: their `diff`.
        movers: measure -> names of the tests that moved it most.
    """
    before, after = asked.before, asked.after
    fresh = len(set(after.tests) - set(before.tests)) if before else len(after.tests)
    about = (
        f"What changed in {asked.market}: {asked.numbers[1]} next to {asked.numbers[0]}; {counted(fresh, 'new test')}"
    )
    columns = ("group", "what", "one step is", "before", "now", LIKELY, "because of")
    if before is None:
        told = "This is the first version: there is nothing yet to hold it against."
        return Plot(
            "diff",
            "Nothing to compare with yet",
            f"What changed in {asked.market}: {asked.numbers[1]}",
            told,
            columns,
            (),
        )
    if any(c.name == "extractors" for c in changes):
        return Plot("diff", "The two versions cannot be compared", about, changes[0].words, columns, ())
    moved = _moved(before, after, movers or {})
    drawn = _shown(moved)
    table = tuple((GROUPS[m.group][0], m.name, m.step, m.was, clicks_words(m.bar.mean),
                   between_words(m.bar.low, m.bar.high), listed(m.tests) or "not known") for m in moved)  # fmt: skip
    return Plot("diff", _title(moved, drawn), about, _told(moved, changes), columns, table,
                _drawn(moved, drawn) if moved else None)  # fmt: skip


def _moved(before: StyleVector, after: StyleVector, movers: Mapping[str, Sequence[str]]) -> list[Moved]:
    earlier = {e.measure: e for e in before.effects}
    found = [_one(earlier.get(e.measure), e, after, tuple(movers.get(e.measure, ()))) for e in after.effects]
    told = [m for m in found if m.group in ("helps", "hurts", "lost") or m.by >= LEAST]
    order = list(GROUPS)
    return sorted(told, key=lambda m: (order.index(m.group), -m.by, m.name))


def _one(before: Effect | None, now: Effect, style: StyleVector, tests: tuple[str, ...]) -> Moved:
    times, step_words = step(now, style.norm(now.measure))
    low, mean, high = (per_cent(times * x) for x in (now.low, now.mean, now.high))
    same = times * now.spread / before.spread if before and before.spread > 0 else times
    was = per_cent(same * before.mean) if before else None
    verdict = before.verdict if before else UNKNOWN
    group: str = now.verdict if now.verdict != verdict else "as before" if verdict != UNKNOWN else UNKNOWN
    if now.verdict == UNKNOWN and verdict != UNKNOWN:
        group = "lost"
    said = "not measured" if was is None else f"{'not sure' if verdict == UNKNOWN else verdict}, "
    said += "" if was is None else f"best guess {change_words(was)}"
    sureness = abs(now.mean) / now.sd if now.sd > 0 else 0.0
    return Moved(more_of(now.measure), step_words, group, Bar(low, mean, high, before=was), sureness, said, tests,
                 too_few(now))  # fmt: skip


def _shown(moved: Sequence[Moved]) -> dict[str, list[Moved]]:
    """What is drawn, by group."""
    by_group = {name: [m for m in moved if m.group == name] for name in GROUPS}
    unknown = min(MOST_UNKNOWN, len(by_group[UNKNOWN]))
    shown = divided([len(found) for name, found in by_group.items() if name != UNKNOWN], MOST - unknown)
    return {name: by_group[name][:most] for name, most in zip(GROUPS, [*shown, unknown], strict=True)}


def _title(moved: Sequence[Moved], drawn: Mapping[str, Sequence[Moved]]) -> str:
    new, lost = (
        surest(drawn["helps"], drawn["hurts"], ("New", "Surest of what is new")),
        [low_first(m.name) for m in drawn["lost"]],
    )
    rest = sum(m.group == "lost" for m in moved) - len(lost[:NAMED])
    less = listed([*lost[:NAMED], *([f"{rest} more"] if rest else [])])
    said = [part for part in (new, f"no longer sure: {less}" if less else "") if part]
    if said:
        return high_first("; ".join(said))
    return "What helps or hurts stayed; best guesses moved a little" if moved else "Nothing moved"


def _told(moved: Sequence[Moved], changes: Sequence[StyleChange]) -> str:
    said = [f"{m.name}: {clicks_words(m.bar.mean)}, before: {m.was}{_why(m)}." for m in moved[:3]]
    usual = sum(c.what == "usual" for c in changes)
    if usual:
        said.append(f"What is usual moved for {counted(usual, 'measure')}.")
    return " ".join(said) or "Neither what is usual nor what helps moved between the two versions."


def _why(m: Moved) -> str:
    quoted = [f"“{test}”" for test in m.tests]
    return f"; because of {listed(quoted)}" if quoted else ""


def _drawn(moved: Sequence[Moved], drawn: Mapping[str, Sequence[Moved]]) -> Rows:
    groups = []
    for name, (heading, colour) in GROUPS.items():
        rest = sum(m.group == name for m in moved) - len(drawn[name])
        if drawn[name] or rest:
            less = f"and {rest} more, which moved less" if rest else ""
            groups.append(Group(heading, colour, tuple(_row(m) for m in drawn[name]), less))
    legend = f"Open dot: our best guess before. Full dot: now. Bar: {TRUE}, by what is known now. {RULE}"
    return Rows(tuple(groups), AXIS, legend)


def _row(m: Moved) -> Row:
    known = m.group in ("helps", "hurts", "as before")
    note = "because of other markets, or a little of all tests"
    if m.tests:
        note = f"{'above all ' if len(m.tests) > 1 else ''}because of “{m.tests[0]}”"
    if known:
        return Row(m.name, note, f"Now {clicks_words(m.bar.mean)}", f"before: {m.was}", m.bar, True)
    said = FEW if m.few else f"anything from {between_words(m.bar.low, m.bar.high)}"
    before = "not measured before" if m.bar.before is None else f"before {change_words(m.bar.before)}"
    return Row(m.name, note, high_first(said), f"best guess {change_words(m.bar.mean)}; {before}", m.bar, False)
