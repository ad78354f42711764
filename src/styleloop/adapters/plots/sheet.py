"""A sheet to draw on, measured in pixels from the top left, and what becomes of it: SVG and PNG.

matplotlib is imported here alone, when something is drawn. Its settings are the process's own, so that drawing holds
a lock and gives them back; no figure is shared, and `pyplot` is not used. A drawing is laid out for the width it gets:
beside one another on a sheet, under one another on a telephone.
"""

from __future__ import annotations

import atexit
import io
import shutil
import tempfile
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import RLock
from typing import Any, Protocol

from styleloop.adapters.plots.inks import ink, tidy

WIDE, NARROW = 952, 352
"""Pixels across: a sheet, and what a telephone shows."""
SLIM = 600
"""Pixels under which things stand under one another."""
MARGIN = 16
"""Pixels left free at each side of a file; a page has its own."""
ANY_FACE = 1.12
"""How much wider than ours the faces are that stand in for it."""
FINE = 2
"""Pixels of a PNG for one of the sheet's."""
_LOCK = RLock()
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "styleloop",
    "hatch.linewidth": 1.0,
    "path.simplify": False,
}
Row = tuple[str, ...]


class Drawing(Protocol):
    """What is to be drawn; hashable, so that the same is drawn once."""

    def height(self, wide: int) -> int:
        """Pixels it takes when it is `wide` pixels across."""

    def paint(self, sheet: Sheet) -> None:
        """Draw it, from the top left of `sheet`."""


@dataclass(frozen=True)
class Plot:
    """One picture, what it says, and the same as a table."""

    name: str
    """Of its files: `effects`."""
    title: str
    """The finding, in plain words."""
    about: str
    """What is shown, of what and when: the line under the title."""
    told: str
    """What it says, in a few sentences; the alternative text, and all there is where nothing can be drawn."""
    columns: Row
    rows: tuple[Row, ...]
    drawing: Drawing | None = None

    @property
    def svg(self) -> str:
        """A file of its own, that follows light and dark."""
        return _svg(self, WIDE, alone=True)

    @property
    def inline(self) -> str:
        """For a page that gives the title and the colours."""
        return _svg(self, WIDE, alone=False)

    @property
    def narrow(self) -> str:
        """The same for a telephone."""
        return _svg(self, NARROW, alone=False)

    @property
    def png(self) -> bytes:
        """On white, at twice the size."""
        return _saved(self, "png", WIDE, heading=True)

    @property
    def record(self) -> dict[str, object]:
        """What it shows, for machines."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"plot": self.name, "title": self.title, "about": self.about, "told": self.told, "rows": rows}


@lru_cache(maxsize=96)
def _svg(plot: Plot, wide: int, alone: bool) -> str:
    name = plot.name if wide == WIDE else f"{plot.name}-narrow"
    drawn = _saved(plot, "svg", wide, heading=alone)
    return tidy(drawn, name, safe(plot.title), safe(f"{plot.about}. {plot.told}"), alone)


def _saved(plot: Plot, kind: str, wide: int, heading: bool) -> bytes:
    import matplotlib as mpl

    with _LOCK, mpl.rc_context(_SETTINGS), _quiet():
        sheet = Sheet(wide, MARGIN if heading else 1)
        if heading:
            sheet.head(plot.title, plot.about)
        if plot.drawing is None:
            sheet.say(plot.told)
        else:
            sheet.room(plot.drawing.height(sheet.wide))
            plot.drawing.paint(sheet)
        return sheet.saved(kind)


@contextmanager
def _quiet() -> Iterator[None]:
    """A letter that our face lacks is drawn as a box in a PNG, and by the reader's own faces in an SVG: no warning."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")
        yield


class Sheet:
    """A figure measured in pixels from the top left; `wide` of them can be drawn on."""

    def __init__(self, across: int, margin: int = MARGIN) -> None:
        from matplotlib.figure import Figure

        self.across, self.margin, self.wide = across, margin, across - 2 * margin
        self.top, self.height = margin // 2, margin
        self.figure = Figure(figsize=(across / 72, 1), dpi=72, facecolor="none")
        self._words: list[tuple[Any, float]] = []
        self._panels: list[tuple[Any, tuple[float, float, float, float]]] = []

    @property
    def slim(self) -> bool:
        """Whether things stand under one another."""
        return self.wide < SLIM

    def head(self, title: str, about: str) -> None:
        """The finding in large letters, and under it what is shown."""
        for lines, size, tall, colour, bold in ((title, 20, 27, "ink", True), (about, 13, 20, "soft", False)):
            for line in wrapped(lines, self.wide, size, bold):
                self.text(0, tall / 2 + 4, line, size, colour, bold=bold)
                self.top += tall
        self.top += 10
        self.height = self.top + self.margin

    def say(self, words: str) -> None:
        """Words instead of a drawing."""
        lines = wrapped(words, min(self.wide, 700), 14)
        self.room(21 * len(lines) + 8)
        for number, line in enumerate(lines):
            self.text(0, 12 + 21 * number, line, 14, "soft")

    def room(self, height: float) -> None:
        """Make room for a drawing of `height` pixels."""
        self.height = int(self.top + height + self.margin // 2)

    def text(self, x: float, y: float, words: str, size: float = 13, colour: str = "ink", **how: Any) -> None:
        """Words whose middle line is `y`; `anchor` is left, center or right; `bold` or not."""
        bold, anchor = how.get("bold", False), how.get("anchor", "left")
        drawn = self.figure.text(
            (x + self.margin) / self.across,
            0,
            safe(words),
            fontproperties=_face(_script(words), bold, size),
            color=ink(colour),
            ha=anchor,
            va="center_baseline",
            parse_math=False,
        )
        self._words.append((drawn, self.top + y))

    def panel(self, x: float, y: float, width: float, height: float) -> Any:
        """Axes without a frame; rows of a panel count down from its top when its limits say so."""
        axes = self.figure.add_axes((0, 0, 1, 1))
        self._panels.append((axes, (x + self.margin, self.top + y, width, height)))
        axes.patch.set_visible(False)
        for side in axes.spines.values():
            side.set_visible(False)
        axes.set_yticks([])
        axes.set_xticks([])
        return axes

    def saved(self, kind: str) -> bytes:
        """The sheet as bytes of `svg` or `png`."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        self._settle()
        out = io.BytesIO()
        if kind == "svg":
            FigureCanvasSVG(self.figure).print_svg(  # type: ignore[no-untyped-call]
                out, metadata={"Date": None}
            )
        else:
            self.figure.set_facecolor("white")
            self.figure.set_dpi(72 * FINE)
            FigureCanvasAgg(self.figure).print_png(  # type: ignore[no-untyped-call]
                out, metadata={"Software": None}
            )
        return out.getvalue()

    def _settle(self) -> None:
        """Everything to its place, now that the height is known."""
        self.figure.set_size_inches(self.across / 72, self.height / 72)
        for words, y in self._words:
            words.set_y(1 - y / self.height)
        for axes, (x, y, width, height) in self._panels:
            axes.set_position((x / self.across, 1 - (y + height) / self.height, width / self.across,
                               height / self.height))  # fmt: skip


def safe(words: str) -> str:
    """One line without signs that no picture can show."""
    return "".join(" " if c.isspace() else c for c in words if c.isspace() or unicodedata.category(c)[0] != "C")


def short(words: str, width: float, size: float = 13, bold: bool = False) -> str:
    """As much of one line as fits `width` pixels, with three dots where some is missing."""
    line = " ".join(safe(words).split())
    if measured(line, size, bold) <= width:
        return line
    while line and measured(f"{line}…", size, bold) > width:
        line = line[:-1].rstrip()
    return f"{line}…"


def wrapped(words: str, width: float, size: float = 13, bold: bool = False, most: int = 99) -> list[str]:
    """Lines that fit `width` pixels; the last of `most` is cut short where more would be needed."""
    lines: list[str] = []
    for word in safe(words).replace(" %", "\u00a0%").split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if not word:
            continue
        if lines and measured(longer, size, bold) <= width:
            lines[-1] = longer
        elif len(lines) == most:
            lines[-1] = short(longer, width, size, bold)
            break
        else:
            lines.append(short(word, width, size, bold))
    return lines


def measured(words: str, size: float = 13, bold: bool = False) -> float:
    """Pixels that one line takes, in another face too where a reader has not ours."""
    return _measured(safe(words), bold) * size / 100 * ANY_FACE


@lru_cache(maxsize=4096)
def _measured(words: str, bold: bool) -> float:
    from matplotlib.textpath import TextToPath

    with _LOCK, _quiet():
        face = _face(_script(words), bold, 100)
        width, _, _ = TextToPath().get_text_width_height_descent(words, face, ismath=False)
    return float(width)


def face(size: float, bold: bool = False) -> Any:
    """The sheet's type for figures that a drawing places itself."""
    return _face("latin", bold, size)


def _script(words: str) -> str:
    return "arabic" if any("؀" <= c <= "ۿ" for c in words) else "latin"


def _face(script: str, bold: bool, size: float) -> Any:
    from matplotlib.font_manager import FontProperties

    path = _file(script, 600 if bold else 400)
    weight = 600 if bold else 400
    return FontProperties(family="Public Sans", fname=str(path) if path else None, weight=weight, size=size)


@cache
def _file(script: str, weight: int) -> Path | None:
    """A font file of one weight: matplotlib draws a variable font at its thinnest."""
    package = "public_sans" if script == "latin" else "ibm_plex_sans_arabic"
    spec = find_spec(f"fontpkg_{package}")
    if spec is None or spec.origin is None:
        return None
    files = Path(spec.origin).parent / "files"
    if script == "arabic":
        return files / f"IBMPlexSansArabic-{'SemiBold' if weight > 400 else 'Regular'}.ttf"
    return _at_weight(files / "PublicSans[wght].ttf", weight)


def _at_weight(path: Path, weight: int) -> Path:
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    made = _folder() / f"{path.stem}-{weight}.ttf"
    with TTFont(path, lazy=True, recalcTimestamp=False) as font:
        instantiateVariableFont(font, {"wght": weight}, inplace=True).save(made)
    return made


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="styleloop-type-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
