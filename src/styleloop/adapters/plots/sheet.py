"""A sheet to draw on, measured in pixels from the top left, and what becomes of it: SVG and PNG.

matplotlib is imported here alone, when something is drawn. Its settings are the process's own, so that drawing holds
a lock and gives them back; no figure is shared, and `pyplot` is not used.
"""

from __future__ import annotations

import atexit
import io
import shutil
import tempfile
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import RLock
from typing import Any

from styleloop.adapters.plots.inks import ink, tidy

WIDE = 952
"""Pixels across."""
MARGIN = 16
"""Pixels left free at each side."""
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


@dataclass(frozen=True)
class Plot:
    """One picture, what it says, and the same as a table."""

    name: str
    """Of its files: `effects`."""
    title: str
    told: str
    """What it says, in a few sentences; the alternative text."""
    columns: Row
    rows: tuple[Row, ...]
    paint: Callable[[Sheet], None] = field(repr=False, compare=False)
    height: int = 0
    """Pixels; 0 when there is nothing to draw, and only `told` is shown."""

    @property
    def svg(self) -> str:
        """A file of its own, that follows light and dark."""
        return self._svg(style=True, heading=True)

    @property
    def inline(self) -> str:
        """For a page that gives the title and the colours."""
        return self._svg(style=False, heading=False)

    def _svg(self, style: bool, heading: bool) -> str:
        return tidy(self._saved("svg", heading), self.name, safe(self.title), safe(self.told), style)

    @property
    def png(self) -> bytes:
        """On white, at twice the size."""
        return self._saved("png", heading=True)

    def _saved(self, kind: str, heading: bool) -> bytes:
        import matplotlib as mpl

        with _LOCK, mpl.rc_context(_SETTINGS):
            sheet = Sheet(self.height or 60, self.title if heading else "", self.told if not self.height else "")
            if self.height:
                self.paint(sheet)
            return sheet.saved(kind)

    @property
    def record(self) -> dict[str, object]:
        """What it shows, for machines."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"plot": self.name, "title": self.title, "told": self.told, "rows": rows}


class Sheet:
    """A figure measured in pixels from the top left."""

    def __init__(self, height: int, title: str, said: str = "") -> None:
        from matplotlib.figure import Figure

        lines = wrapped(title, WIDE - 2 * MARGIN, 20) if title else []
        self.top = 22 + 27 * len(lines) if lines else 8
        self.height = self.top + height
        self.figure = Figure(figsize=(WIDE / 72, self.height / 72), dpi=72, facecolor="none")
        for number, line in enumerate(lines):
            self.text(0, 24 + 27 * number - self.top, line, 20, bold=True)
        for number, line in enumerate(wrapped(said, WIDE - 2 * MARGIN, 14)):
            self.text(0, 14 + 20 * number, line, 14, "soft")

    def text(self, x: float, y: float, words: str, size: float = 13, colour: str = "ink", **how: Any) -> None:
        """Words whose middle line is `y`; `anchor` is left, center or right; `bold` or not."""
        bold, anchor = how.get("bold", False), how.get("anchor", "left")
        self.figure.text(
            (x + MARGIN) / WIDE,
            1 - (self.top + y) / self.height,
            safe(words),
            fontproperties=_face(_script(words), bold, size),
            color=ink(colour),
            ha=anchor,
            va="center_baseline",
            parse_math=False,
        )

    def panel(self, x: float, y: float, width: float, height: float) -> Any:
        """Axes without a frame; rows of a panel count down from its top when its limits say so."""
        box = ((x + MARGIN) / WIDE, 1 - (self.top + y + height) / self.height, width / WIDE, height / self.height)
        axes = self.figure.add_axes(box)
        axes.patch.set_visible(False)
        for side in axes.spines.values():
            side.set_visible(False)
        axes.tick_params(length=0, labelcolor=ink("soft"), pad=6)
        axes.set_yticks([])
        axes.set_xticks([])
        return axes

    def ticks(self, axes: Any, at: list[tuple[float, str]], along: str = "x") -> None:
        """Ticks with their words, in the sheet's type."""
        axis = axes.xaxis if along == "x" else axes.yaxis
        axis.set_ticks([value for value, _ in at], [words for _, words in at])
        for words in axis.get_ticklabels():
            words.set_fontproperties(_face("latin", False, 11.5))

    def saved(self, kind: str) -> bytes:
        """The sheet as bytes of `svg` or `png`."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.backends.backend_svg import FigureCanvasSVG

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


def safe(words: str) -> str:
    """One line without signs that no picture can show."""
    return "".join(" " if c.isspace() else c for c in words if c.isspace() or unicodedata.category(c)[0] != "C")


def short(words: str, most: int) -> str:
    """At most `most` characters, with three dots where some are missing."""
    line = " ".join(safe(words).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def wrapped(words: str, width: float, size: float) -> list[str]:
    """Lines that fit `width` pixels, by the mean width of a letter."""
    import textwrap

    return textwrap.wrap(safe(words), max(8, int(width / (size * 0.53))))


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
