"""What helps: a dot and an interval for each measure, the surest first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from styleloop.adapters.plots.inks import ink
from styleloop.adapters.plots.sheet import Plot, Sheet, short
from styleloop.adapters.plots.telling import between_words, clicks_words, counted, per_cent, step_words
from styleloop.style.phrases import more_of
from styleloop.types.style import Effect, StyleVector

MOST_KNOWN, MOST_UNKNOWN = 12, 8
"""Rows drawn in each group; the table has all."""
LEFT, RIGHT = 322, 610
"""Where the panel lies, in pixels."""
ROW, HEAD, FOOT = 42, 44, 62
WIDEST = 60.0
"""Clicks in 100 at which an interval's drawing ends, however wide it is."""
GROUPS = {"helps": ("Helps", "accent"), "hurts": ("Hurts", "warn"), "not known yet": ("Not known yet", "edge")}


@dataclass(frozen=True)
class Shown:
    """One measure in words and in clicks for every 100."""

    name: str
    step: str
    low: float
    mean: float
    high: float
    words: str
    between: str
    source: str
    group: str
    measured: bool


def effects_plot(style: StyleVector, market: str, version: int) -> Plot:
    """What helps in a market, by this version of its style.

    Args:
        style: the version.
        market: what people call the market.
        version: its number in the market's history.
    """
    rows = [_shown(e, style) for e in sorted(style.effects, key=_order)]
    own = " of its own, and those of other markets" if style.above else ""
    title = f"What helps in {market}: version {version}, learnt from {counted(len(style.tests), 'test')}{own}"
    table = tuple((r.group, r.name, r.step, r.words, r.between, r.source) for r in rows)
    groups = [(name, [r for r in rows if r.group == name]) for name in GROUPS]
    shown = [(name, found) for name, found in groups if found]
    height = sum(HEAD + ROW * min(len(found), _most(name)) + (26 if len(found) > _most(name) else 0)
                 for name, found in shown) + FOOT if rows else 0  # fmt: skip
    columns = ("group", "what", "one step is", "changes clicks by", "90 % sure it lies", "known from")
    return Plot("effects", title, _told(style, rows), columns, table, partial(_paint, shown), height)


def _order(effect: Effect) -> tuple[float, float, str]:
    sureness = abs(effect.mean) / effect.sd if effect.sd > 0 else 0.0
    return -sureness, -abs(effect.mean), effect.measure


def _most(group: str) -> int:
    return MOST_UNKNOWN if group == "not known yet" else MOST_KNOWN


def _shown(effect: Effect, style: StyleVector) -> Shown:
    measured = effect.tests > 0 and bool(style.tests)
    source = counted(effect.tests, "test")
    if effect.tests == 0:
        source = "assumed, not measured"
    elif not style.tests:
        source = "assumed from other markets, not measured here"
    return Shown(
        name=more_of(effect.measure),
        step=step_words(effect, style.norm(effect.measure)),
        low=per_cent(effect.low),
        mean=per_cent(effect.mean),
        high=per_cent(effect.high),
        words=clicks_words(effect.mean),
        between=between_words(effect.low, effect.high),
        source=source,
        group=effect.verdict,
        measured=measured,
    )


def _told(style: StyleVector, rows: list[Shown]) -> str:
    if not rows:
        return "Nothing is known yet about what helps: no test has been read. Read a report: styleloop results FILE.csv"
    known = [r for r in rows if r.group != "not known yet"]
    said = [f"{r.name} ({r.step}): {r.words}; 90 % sure: {r.between}." for r in known[:3]]
    rest = len(rows) - len(known)
    if rest:
        said.append(f"{counted(rest, 'other thing') if known else counted(rest, 'thing')} not known yet: "
                    "more or fewer clicks are both possible.")  # fmt: skip
    if not style.tests:
        said.insert(0, "Assumed, not measured: no test of this market has been read.")
    return " ".join(said)


def _paint(groups: list[tuple[str, list[Shown]]], sheet: Sheet) -> None:
    drawn = [r for name, found in groups for r in found[: _most(name)]]
    reach = min(WIDEST, max(5.0, *(abs(x) for r in drawn for x in (r.low, r.high)))) * 1.04
    bottom = sheet.height - sheet.top - FOOT
    axes = sheet.panel(LEFT, 0, RIGHT - LEFT, bottom)
    axes.set_xlim(-reach, reach)
    axes.set_ylim(bottom, 0)
    axes.plot([0, 0], [HEAD - 10, bottom], color=ink("soft"), lw=1)
    y = 0.0
    for name, found in groups:
        heading, colour = GROUPS[name]
        sheet.text(0, y + 24, heading, 15, "ink", bold=True)
        y += HEAD
        for row in found[: _most(name)]:
            _row(sheet, axes, row, y + ROW / 2 - 4, colour, reach)
            y += ROW
        if len(found) > _most(name):
            sheet.text(0, y + 8, f"and {len(found) - _most(name)} more {name.removesuffix(' yet')}"
                       + (" yet" if name.endswith("yet") else ""), 12, "soft")  # fmt: skip
            y += 26
    step = next(s for s in (2, 5, 10, 20, 30) if reach / s < 2.6 or s == 30)
    ways = [(v * step, "same" if v == 0 else f"{abs(v) * step} {'more' if v > 0 else 'fewer'}") for v in range(-3, 4)]
    sheet.ticks(axes, [(v, words) for v, words in ways if abs(v) <= reach])
    sheet.text((LEFT + RIGHT) / 2, bottom + 36, "clicks, for every 100 the same ad gets without the step", 11.5, "soft",
               anchor="center")  # fmt: skip
    sheet.text(0, bottom + 36, "Dot: our best guess. Bar: 90 % sure it lies here.", 11.5, "soft")


def _row(sheet: Sheet, axes: object, row: Shown, y: float, colour: str, reach: float) -> None:
    known = row.group != "not known yet"
    sheet.text(0, y - 7, short(row.name, 42), 13.5, "ink", bold=known)
    sheet.text(0, y + 10, short(f"per {row.step}; {row.source}", 52), 11.5, "soft")
    bar(axes, y, (row.low, row.mean, row.high), colour, reach, row.measured)
    first, second = row.words, f"90 % sure: {row.between}"
    if not known:  # a best guess first would be read as something known
        first, second = f"anything {row.between}", f"best guess: {row.words}"
    said = first if row.measured else f"assumed: {first}"
    sheet.text(RIGHT + 22, y - 7, said[0].upper() + said[1:], 13, "ink", bold=known)
    sheet.text(RIGHT + 22, y + 10, second, 11.5, "soft")
    axes.plot([-reach, reach], [y + ROW / 2 - 1] * 2, color=ink("line"), lw=0.6)  # type: ignore[attr-defined]


def bar(axes: object, y: float, at: tuple[float, float, float], colour: str, reach: float, solid: bool = True) -> None:
    """An interval with its dot; hatched where it is assumed and not measured."""
    from matplotlib.patches import Rectangle

    low, mean, high = (max(-reach, min(reach, x)) for x in at)
    look = {"facecolor": ink(colour)} if solid else {"facecolor": "none", "hatch": "/////"}
    height = 7 if solid else 11
    box = Rectangle((low, y - height / 2), max(high - low, reach / 200), height, edgecolor=ink(colour), lw=0.8, **look)  # type: ignore[arg-type]
    if solid:
        box.set_linewidth(0)
        box.set_alpha(0.38)
    axes.add_patch(box)  # type: ignore[attr-defined]
    axes.plot([mean], [y], "o", ms=9, mfc=ink(colour), mec=ink("sheet"), mew=1.2, zorder=5)  # type: ignore[attr-defined]
