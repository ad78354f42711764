"""The type at hand: installed `fontpkg-*` packages and a project's own files. Nothing of the system, no network."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}


@cache
def font_set(own: Path | None = None) -> typst.Fonts:
    """Every font that may be used, read once per process; `own` is a project's folder of font files."""
    folders = {str(own)} if own else set()
    for entry in entry_points(group="fontpkg.family"):
        package = import_module(entry.module)
        root = Path(str(package.__file__)).parent
        folders |= {str(path.parent) for path in root.rglob("*") if path.suffix.lower() in _SUFFIXES}
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(folders))


def unknown_families(families: Sequence[str], own: Path | None = None) -> tuple[str, ...]:
    """Those of `families` that are not installed. Typst would replace them without a word."""
    known = {family.lower() for family in font_set(own).families()}
    return tuple(family for family in families if family.lower() not in known)


def missing_glyphs(text: str, families: Sequence[str], own: Path | None = None) -> tuple[str, ...]:
    """Characters of `text` that none of `families` can draw, each once, in order."""
    drawable = frozenset().union(*(_characters(family.lower(), own) for family in families))
    seen = dict.fromkeys(c for c in text if ord(c) not in drawable and not _silent(c))
    return tuple(seen)


@cache
def _characters(family: str, own: Path | None) -> frozenset[int]:
    for font in font_set(own).fonts():
        if font.family.lower() == family and font.path:
            with TTFont(font.path, fontNumber=font.index, lazy=True) as file:
                return frozenset(file.getBestCmap())
    return frozenset()


def _silent(character: str) -> bool:
    """Whether a character needs no glyph: spaces, line ends, joiners and direction marks."""
    return character.isspace() or unicodedata.category(character) == "Cf"
