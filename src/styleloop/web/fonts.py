"""The type of the desk and of the contact sheet: found in the installed `fontpkg-*` packages, never on the system."""

from __future__ import annotations

import base64
import io
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ARABIC = "U+0600-06FF, U+0750-077F, U+08A0-08FF, U+FB50-FDFF, U+FE70-FEFF"
LATIN = "U+0000-05FF, U+1E00-22FF, U+2C60-2C7F"
_FEATURES = ("kern", "liga", "lnum", "tnum", "mark", "mkmk", "init", "medi", "fina", "rlig", "calt", "ccmp", "locl")


@dataclass(frozen=True)
class Shipped:
    """One font file and what it is for."""

    slug: str
    """Its name under `/fonts/`."""
    family: str
    package: str
    """Its `fontpkg_...` package."""
    file: str
    weight: str
    """As CSS says it: `600`, or `400 900` for a variable font."""
    letters: str
    """`unicode-range`: a browser fetches the file only when a page holds such letters."""

    @property
    def path(self) -> Path | None:
        """Where it lies on this machine, or None when its package is not installed."""
        spec = find_spec(f"fontpkg_{self.package}")
        if spec is None or spec.origin is None:
            return None
        path = Path(spec.origin).parent / "files" / self.file
        return path if path.is_file() else None


SHIPPED = (
    Shipped("vollkorn", "Vollkorn", "vollkorn", "Vollkorn[wght].ttf", "400 900", LATIN),
    Shipped("public-sans", "Public Sans", "public_sans", "PublicSans[wght].ttf", "100 900", LATIN),
    Shipped("amiri", "Amiri", "amiri", "Amiri-Bold.ttf", "600 700", ARABIC),
    Shipped("plex", "IBM Plex Sans Arabic", "ibm_plex_sans_arabic", "IBMPlexSansArabic-Regular.ttf", "400", ARABIC),
)  # fmt: skip


def font_file(slug: str) -> Path | None:
    """The file served as `/fonts/<slug>.ttf`, or None."""
    return next((font.path for font in SHIPPED if font.slug == slug), None)


@cache
def faces() -> str:
    """`@font-face` rules for the desk: each font is asked of `/fonts/`."""
    return "".join(_rule(font, f"/fonts/{font.slug}.ttf", "truetype") for font in SHIPPED if font.path)


def faces_within(text: str) -> str:
    """`@font-face` rules that carry the letters of `text` themselves, for a page that opens from disk.

    Args:
        text: everything the page says; a font none of whose letters it holds is left out.
    """
    rules = []
    for font in SHIPPED:
        letters = [c for c in sorted(set(text)) if _within(ord(c), font.letters)]
        if font.path and letters:
            data = base64.b64encode(_subset(font.path, letters)).decode()
            rules.append(_rule(font, f"data:font/woff;base64,{data}", "woff"))
    return "".join(rules)


def _rule(font: Shipped, address: str, form: str) -> str:
    return (
        f'@font-face{{font-family:"{font.family}";font-weight:{font.weight};font-display:swap;'
        f'src:url("{address}") format("{form}");unicode-range:{font.letters}}}\n'
    )


def _within(point: int, letters: str) -> bool:
    for span in letters.split(", "):
        low, _, high = span.removeprefix("U+").partition("-")
        if int(low, 16) <= point <= int(high or low, 16):
            return True
    return False


def _subset(path: Path, letters: Iterable[str]) -> bytes:
    logging.getLogger("fontTools.subset").setLevel(logging.ERROR)
    options = subset.Options(layout_features=list(_FEATURES), drop_tables=["meta", "DSIG"])
    with TTFont(path, lazy=True, recalcTimestamp=False) as font:
        cut = subset.Subsetter(options)
        cut.populate(text="".join(letters) + " ")
        cut.subset(font)
        font.flavor = "woff"
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()
