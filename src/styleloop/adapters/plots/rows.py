"""Rows with a bar each, in groups, on one axis of clicks: what is compared by every picture that has several things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from styleloop.adapters.plots.inks import ink
from styleloop.adapters.plots.sheet import SLIM, Sheet, short, wrapped
from styleloop.style.steps import SAME

LEFT, RIGHT, GAP = 336, 606, 22
"""Where the bars lie on a sheet, in pixels; the words to the right begin a gap later."""
ROW, STACKED, HEAD, TAIL, MORE = 44, 116, 40, 26, 17
"""Pixels of a row, of one under another on a telephone, of a group's heading, of its last line, and of a second line of
a name."""
WIDEST, LEAST = 100.0, 5.0
"""Per cent at which the axis ends, however wide an interval is, and up to which it goes in any case."""
EDGE = 0.94
"""Share of the axis at which a dot stands that would lie beyond it."""
STEPS = (4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80)
"""Where the axis may have its ticks, in per cent: near enough to one another for the words below never to meet."""


@dataclass(frozen=True)
class Bar:
    """A change of clicks in per cent: best guess, where the truth may lie, and what was believed before."""

    low: float
    mean: float
    high: float
    before: float | None = None
    measured: bool = True
    """Hatched where it is only assumed."""


@dataclass(frozen=True)
class Row:
    """One thing: its name and a note to the left, its bar, what is said of it to the right."""

    name: str
    note: str
    said: str
    more: str
    bar: Bar
    known: bool


@dataclass(frozen=True)
class Group:
    """Rows under one heading, in one ink."""

    heading: str
    colour: str
    rows: tuple[Row, ...]
    rest: str = ""
    """Said of those that are not drawn."""


@dataclass(frozen=True)
class Rows:
    """Groups of rows over one axis."""

    groups: tuple[Group, ...]
    axis: str
    """What the axis compares: `clicks, next to the same ad without the step`."""
    legend: str
    """How to read a bar, in one line."""

    def height(self, wide: int) -> int:
        """Pixels it takes."""
        return int(self._bottom(wide) + 46 + 18 * len(wrapped(self._reading(), wide, 11.5)))

    def _reading(self) -> str:
        """How to read a bar, and its arrow where one has one."""
        reach = self._reach()
        beyond = any(max(-b.low, b.high) > reach for g in self.groups for b in (row.bar for row in g.rows))
        return f"{self.legend} Arrow: it goes on beyond the picture." if beyond else self.legend

    def _bottom(self, wide: int) -> float:
        rows = sum(_tall(row, wide) for g in self.groups for row in g.rows)
        return rows + sum(HEAD + (TAIL if g.rest else 0) for g in self.groups)

    def paint(self, sheet: Sheet) -> None:
        """Groups from the top, the axis below, how to read it last."""
        bottom, reach = self._bottom(sheet.wide), self._reach()
        left, right = (4, sheet.wide - 4) if sheet.slim else (LEFT, RIGHT)
        axes = sheet.panel(left, 0, right - left, bottom)
        axes.set_xlim(-reach, reach)
        axes.set_ylim(bottom, 0)
        self._grid(sheet, axes, (left, right, bottom, reach))
        y = 0.0
        for group in self.groups:
            sheet.text(0, y + 22, group.heading, 15, group.colour if group.colour != "edge" else "soft", bold=True)
            y += HEAD
            for row in group.rows:
                (_stacked if sheet.slim else _beside)(sheet, axes, row, y, group.colour)
                y += _tall(row, sheet.wide)
            if group.rest:
                sheet.text(0, y + 8, group.rest, 12, "soft")
                y += TAIL
        for number, line in enumerate(wrapped(self._reading(), sheet.wide, 11.5)):
            sheet.text(0, bottom + 54 + 18 * number, line, 11.5, "soft")

    def _strips(self, sheet: Sheet) -> list[tuple[float, float]]:
        """Where the axis may be drawn: on a telephone words stand between the bars."""
        if not sheet.slim:
            return [(0.0, self._bottom(sheet.wide))]
        found, y = [], 0.0
        for group in self.groups:
            y += HEAD
            for row in group.rows:
                y += _tall(row, sheet.wide)
                found.append((y - STACKED + 46, y - STACKED + 64))
            y += TAIL if group.rest else 0
        return found

    def _reach(self) -> float:
        """How far the axis goes: as far as what is known, within reason, and every best guess."""
        bars = [(row.known, row.bar) for group in self.groups for row in group.rows]
        ends = [abs(x) for known, b in bars if known for x in (b.low, b.high)]
        ends = ends or [abs(x) for _, b in bars for x in (b.low, b.high)]
        guesses = [abs(x) for _, b in bars for x in (b.mean, b.before or 0.0)]
        return 1.06 * max(min(WIDEST, max(LEAST, *ends)), min(2 * WIDEST, max(guesses)))

    def _grid(self, sheet: Sheet, axes: Any, frame: tuple[float, float, float, float]) -> None:
        left, right, bottom, reach = frame
        step = max(s for s in STEPS if s <= 0.8 * reach)
        for at in (-step, 0, step):
            for top, end in self._strips(sheet):
                axes.plot([at, at], [top, end], color=ink("edge" if at == 0 else "line"), lw=1.2 if at == 0 else 0.7,
                          zorder=0)  # fmt: skip
            words = SAME if at == 0 else f"{abs(at)} % {'more' if at > 0 else 'fewer'}"
            sheet.text(left + (at + reach) / (2 * reach) * (right - left), bottom + 13, words, 11.5, "soft",
                       anchor="center")  # fmt: skip
        sheet.text((left + right) / 2, bottom + 31, self.axis, 11.5, "soft", anchor="center")


def divided(wanted: Sequence[int], room: int) -> list[int]:
    """How many of each there is room for: one of each in turn, until there is no room or nobody wants more."""
    given = [0] * len(wanted)
    while sum(given) < min(room, sum(wanted)):
        for place, most in enumerate(wanted):
            given[place] += int(given[place] < most and sum(given) < room)
    return given


def _names(row: Row, wide: int) -> list[str]:
    """The name on one line, or on two."""
    width, size = (LEFT - 18, 13.5) if wide >= SLIM else (wide, 14)
    return wrapped(row.name, width, size, row.known, most=2) or [""]


def _tall(row: Row, wide: int) -> float:
    return (ROW if wide >= SLIM else STACKED) + MORE * (len(_names(row, wide)) - 1)


def _beside(sheet: Sheet, axes: Any, row: Row, y: float, colour: str) -> None:
    shade, start, names = "ink" if row.known else "soft", RIGHT + GAP, _names(row, sheet.wide)
    for number, name in enumerate(names):
        sheet.text(0, y + 12 + MORE * number, name, 13.5, shade, bold=row.known)
    sheet.text(0, y + 12 + MORE * len(names), short(row.note, LEFT - 18, 11.5), 11.5, "soft")
    y += MORE / 2 * (len(names) - 1)
    _bar(axes, y + 20, row.bar, colour)
    sheet.text(start, y + 12, short(row.said, sheet.wide - start, 13, row.known), 13, shade, bold=row.known)
    sheet.text(start, y + 29, short(row.more, sheet.wide - start, 11.5), 11.5, "soft")


def _stacked(sheet: Sheet, axes: Any, row: Row, y: float, colour: str) -> None:
    shade, names = "ink" if row.known else "soft", _names(row, sheet.wide)
    for number, name in enumerate(names):
        sheet.text(0, y + 12 + MORE * number, name, 14, shade, bold=row.known)
    y += MORE * (len(names) - 1)
    sheet.text(0, y + 31, short(row.note, sheet.wide, 12), 12, "soft")
    _bar(axes, y + 55, row.bar, colour)
    sheet.text(0, y + 75, short(row.said, sheet.wide, 13, row.known), 13, shade, bold=row.known)
    sheet.text(0, y + 93, short(row.more, sheet.wide, 12), 12, "soft")


def _bar(axes: Any, y: float, bar: Bar, colour: str) -> None:
    """An interval with its dot, an arrow where it goes on beyond the axis, and where the guess lay before."""
    from matplotlib.patches import Rectangle

    reach = float(axes.get_xlim()[1])
    low, mean, high = (max(-reach, min(reach, x)) for x in (bar.low, bar.mean, bar.high))
    height = 9 if bar.measured else 11
    look: dict[str, Any] = {"facecolor": ink(colour), "alpha": 0.38, "lw": 0}
    if not bar.measured:
        look = {"facecolor": "none", "hatch": "/////", "lw": 0.8}
    axes.add_patch(
        Rectangle((low, y - height / 2), max(high - low, reach / 200), height, edgecolor=ink(colour), **look)
    )
    for end, beyond, sign in ((-reach, bar.low < -reach, "<"), (reach, bar.high > reach, ">")):
        if beyond:
            axes.plot([end], [y], sign, ms=9, mfc=ink(colour), mec=ink(colour), mew=0, clip_on=False, zorder=4)
    if bar.before is not None:
        was = max(-reach, min(reach, bar.before))
        axes.plot([was, mean], [y, y], color=ink(colour), lw=1.6, zorder=3)
        axes.plot([was], [y], "o", ms=6, mfc=ink("sheet"), mec=ink(colour), mew=1.4, zorder=5)
    inside = max(-EDGE * reach, min(EDGE * reach, mean))  # beyond the axis it stands before the arrow
    axes.plot([inside], [y], "o", ms=7, mfc=ink(colour), mec=ink("sheet"), mew=1, zorder=6)
