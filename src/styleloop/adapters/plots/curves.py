"""Two courses over time: how well a style foresees, by the tests it has read; and how new each batch is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from styleloop.adapters.plots.inks import ink
from styleloop.adapters.plots.sheet import SLIM, Sheet, face, wrapped

TALL, LEGEND = 300, 18
SIDE = 292
"""Pixels kept free to the right for words beside the lines."""
AXIS = 40
"""Pixels for the figures to the left."""


@dataclass(frozen=True)
class Line:
    """One course, or one level where it has a single value."""

    says: str
    colour: str
    values: tuple[float | None, ...]
    """In per cent, one for each place along the axis; a single one is drawn all along."""
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    strong: bool = False
    dotted: bool = False

    @property
    def last(self) -> float:
        """Where its words belong."""
        return next(v for v in reversed(self.values) if v is not None)


@dataclass(frozen=True)
class Curves:
    """Courses over one axis, each with its words beside it."""

    lines: tuple[Line, ...]
    places: tuple[float, ...]
    """Along the axis, growing."""
    ticks: tuple[tuple[float, str], ...]
    across: str
    """What lies along the axis."""
    up: str
    """What the height says."""
    bounds: tuple[float, float]
    legend: str
    figures: bool = False
    """Whether each dot has its figure."""

    def height(self, wide: int) -> int:
        """Pixels it takes."""
        beside = 0.0 if wide >= SLIM else 8 + sum(h for _, h in self._under(wide))
        return int(30 + TALL + 56 + beside + LEGEND * len(wrapped(self.legend, wide, 11.5)))

    def _under(self, wide: int) -> list[tuple[list[str], float]]:
        """The words of each line, and the pixels they take, where they stand below."""
        told = [wrapped(line.says, wide - 26, 12.5) for line in self.lines]
        return [(lines, 6 + 17.0 * len(lines)) for lines in told]

    def paint(self, sheet: Sheet) -> None:
        """The courses, their words beside or below them, the axes, how to read them."""
        right = sheet.wide - (6 if sheet.slim else SIDE)
        sheet.text(0, 10, self.up, 11.5, "soft")
        axes = sheet.panel(AXIS, 30, right - AXIS, TALL)
        span = max(self.places[-1] - self.places[0], 1e-9)
        axes.set_xlim(self.places[0] - span * 0.03, self.places[-1] + span * 0.03)
        axes.set_ylim(*self.bounds)
        self._grid(sheet, axes, right)
        for line in self.lines:
            self._line(axes, line)
        y = 30 + TALL + 52.0
        if sheet.slim:
            for line, (words, tall) in zip(self.lines, self._under(sheet.wide), strict=True):
                _swatch(sheet, line, y)
                for number, part in enumerate(words):
                    sheet.text(26, y + 17 * number, part, 12.5, "ink" if line.strong else "soft", bold=False)
                y += tall
            y += 8
        else:
            self._beside(sheet, right)
        for number, part in enumerate(wrapped(self.legend, sheet.wide, 11.5)):
            sheet.text(0, y + LEGEND * number, part, 11.5, "soft")

    def _grid(self, sheet: Sheet, axes: Any, right: float) -> None:
        low, high = self.bounds
        for value in range(math.ceil(low / 20) * 20, int(high) + 1, 20):
            axes.plot(axes.get_xlim(), [value, value], color=ink("line"), lw=0.7, zorder=0)
            sheet.text(AXIS - 8, 30 + TALL * (high - value) / (high - low), f"{value}", 11.5, "soft", anchor="right")
        first, last = axes.get_xlim()
        for at, words in self.ticks:
            x = AXIS + (right - AXIS) * (at - first) / (last - first)
            anchor = "center"
            if sheet.slim and at == self.places[-1]:
                x, anchor = right, "right"
            elif sheet.slim and at == self.places[0]:
                x, anchor = AXIS, "left"
            sheet.text(x, 30 + TALL + 12, words, 11.5, "soft", anchor=anchor)
        sheet.text(AXIS, 30 + TALL + 31, self.across, 11.5, "soft")

    def _line(self, axes: Any, line: Line) -> None:
        colour, order = ink(line.colour), 4 if line.strong else 3
        if len(line.values) == 1:
            axes.plot(axes.get_xlim(), line.values * 2, color=colour, lw=1.4, ls=(0, (1, 2) if line.dotted else (5, 3)),
                      zorder=2)  # fmt: skip
            return
        known = [(x, v) for x, v in zip(self.places, line.values, strict=True) if v is not None]
        if line.low:
            axes.fill_between(self.places, line.low, line.high, color=colour, alpha=0.18, lw=0, zorder=1)
        axes.plot([x for x, _ in known], [v for _, v in known], "o-", color=colour, lw=2.4 if line.strong else 1.4,
                  ms=8 if line.strong else 5, mec=ink("sheet"), mew=1, zorder=order, clip_on=False)  # fmt: skip
        if self.figures and line.strong:
            for x, v in known:
                axes.annotate(f"{v:.0f}", (x, v), (0, 12), textcoords="offset points", ha="center",
                              color=ink("ink"), zorder=6, fontproperties=face(11.5, bold=True))  # fmt: skip

    def _beside(self, sheet: Sheet, right: float) -> None:
        low, high = self.bounds
        told = sorted(self.lines, key=lambda line: -line.last)
        words = [wrapped(line.says, SIDE - 34, 12.5, line.strong) for line in told]
        wanted = [30 + TALL * (high - min(max(line.last, low), high)) / (high - low) for line in told]
        tops = spread([w - 8.5 * (len(t) - 1) for w, t in zip(wanted, words, strict=True)],
                      [17.0 * len(t) + 7 for t in words], 12, 30 + TALL + 20)  # fmt: skip
        for line, parts, top, at in zip(told, words, tops, wanted, strict=True):
            middle = top + 8.5 * (len(parts) - 1)
            lead = sheet.panel(right + 2, 0, 26, 30 + TALL + 30)
            lead.set_xlim(0, 26)
            lead.set_ylim(30 + TALL + 30, 0)
            lead.plot([0, 10, 22], [at, middle, middle], color=ink(line.colour), lw=1)
            for number, part in enumerate(parts):
                sheet.text(right + 32, top + 17 * number, part, 12.5, "ink" if line.strong else "soft",
                           bold=line.strong)  # fmt: skip


def _swatch(sheet: Sheet, line: Line, y: float) -> None:
    axes = sheet.panel(0, y - 7, 18, 14)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    style: Any = "-" if len(line.values) > 1 else (0, (1, 2) if line.dotted else (5, 3))
    axes.plot([0, 1], [0.5, 0.5], color=ink(line.colour), lw=2.4 if line.strong else 1.6, ls=style)


def spread(tops: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Tops, in order, moved as little as needed for nothing to overlap between `low` and `high`."""
    placed: list[float] = []
    for top, _ in zip(tops, heights, strict=True):
        floor = placed[-1] + heights[len(placed) - 1] if placed else low
        placed.append(max(top, floor))
    ceiling = high
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], ceiling - heights[index])
        ceiling = placed[index]
    return placed
