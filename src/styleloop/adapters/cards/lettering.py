"""The type of a card: Public Sans in a few sizes and weights, and what is installed for other scripts."""

from __future__ import annotations

from functools import cache

from PIL import ImageFont

from styleloop.adapters.renderers.fonts import font_set, missing_glyphs
from styleloop.errors import PluginError

FAMILY = "Public Sans"
LIGHTEST, HEAVIEST = 400, 600
"""Weights asked of a family that has a file for each weight."""


@cache
def face(size: int, weight: int = 400, family: str = FAMILY) -> ImageFont.FreeTypeFont:
    """A typeface at `size` pixels and `weight` 100 to 900, or the nearest weight there is.

    Raises:
        PluginError: the family is not installed.
    """
    known = [f for f in font_set().fonts() if f.family.lower() == family.lower() and f.path and f.style == "normal"]
    if not known:
        raise PluginError(f"the font {family} is not installed; what to do: pip install fontpkg-public-sans")
    best = min(known, key=lambda f: abs(f.weight - weight))
    made = ImageFont.truetype(str(best.path), size, best.index)
    if "[wght]" in str(best.path):
        made.set_variation_by_axes([weight])
    return made


@cache
def family_for(text: str) -> str | None:
    """The first family that can draw all of `text`, Public Sans before others; None where none can."""
    others = sorted({f.family for f in font_set().fonts()} - {FAMILY})
    return next((name for name in (FAMILY, *others) if not missing_glyphs(text, [name])), None)


def cut(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    """`text`, or as much of it as fits `width` pixels with an ellipsis."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """`text` in lines of at most `width` pixels, broken at spaces."""
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return [cut(line, font, width) for line in lines]
