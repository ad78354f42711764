"""The type at hand: `fontpkg-*` packages, a project's own files, and the exact system files that a face needs.

The system is never searched: reading all of Noto costs most of a second, and what else lies there is chance.
"""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont, TTLibError

from styleloop.errors import SettingsError
from styleloop.language.faces import Family, family
from styleloop.language.segment import graphemes

SYSTEM = Path("/usr/share/fonts")
"""Where Debian's packages put their files."""
_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}
_EMOJI_STYLE = "\ufe0f"
"""Variation selector that asks for a picture instead of a sign."""
_FREE_MARKS = ("LATIN", "GREEK", "CYRILLIC")
"""Scripts in which any letter may be given any mark; a face knows only the usual pairs."""


@cache
def font_set(own: Path | None = None, files: tuple[str, ...] = ()) -> typst.Fonts:
    """Every font that may be used, read once per process.

    Args:
        own: a project's folder of font files.
        files: font files besides, as `font_files` finds them.

    Raises:
        SettingsError: a font file cannot be read.
    """
    folders: set[str] = set()
    for entry in entry_points(group="fontpkg.family"):
        package = import_module(entry.module)
        root = Path(str(package.__file__)).parent
        folders |= {str(path.parent) for path in root.rglob("*") if path.suffix.lower() in _SUFFIXES}
    if files:
        folders.add(_linked(files))
    paths = [
        *([str(own)] if own else []),
        *sorted(folders),
    ]  # of two files of one family, the project's own comes first
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)
    if own:
        _all_read(own, found)
    return found


def _all_read(own: Path, found: typst.Fonts) -> None:
    read = {Path(font.path).name for font in found.fonts() if font.path}
    for path in sorted(own.rglob("*")):
        if path.suffix.lower() in _SUFFIXES and path.name not in read:
            raise SettingsError(f"templates/fonts/{path.name} is no font that can be read; put a sound file there")
    for font in found.fonts():
        if font.path and Path(font.path).is_relative_to(own):
            _opened(font).close()


@cache
def _linked(files: tuple[str, ...]) -> str:
    """A folder with links to exactly these files: Typst reads folders only. It goes when the process ends."""
    folder = Path(_holder().name) / str(abs(hash(files)))
    folder.mkdir(exist_ok=True)
    for number, file in enumerate(files):
        with suppress(FileExistsError):  # another thread was quicker
            (folder / f"{number}-{Path(file).name}").symlink_to(file)
    return str(folder)


@cache
def _holder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="styleloop-fonts-")


@cache
def font_files(families: tuple[str, ...]) -> tuple[str, ...]:
    """The files of `families` that no `fontpkg` package brings, where they are installed: pip's before Debian's."""
    known = {name.lower() for name in font_set().families()}
    wanted = (family(name) for name in families if name.lower() not in known)
    found = dict.fromkeys(file for one in wanted if one for file in _installed(one))
    return tuple(found)


def _installed(one: Family) -> tuple[str, ...]:
    """The files of a family from the first source that has them all."""
    specs = [find_spec(module) for module in one.modules]
    packed = [
        Path(spec.origin).parent / file
        for spec, file in zip(specs, one.module_files, strict=True)
        if spec and spec.origin
    ]
    for files, whole in ((packed, len(one.modules)), ([SYSTEM / file for file in one.files], len(one.files))):
        if files and len(files) == whole and all(path.is_file() for path in files):
            return tuple(str(path) for path in files)
    return ()


def unknown_families(families: Sequence[str], own: Path | None = None) -> tuple[str, ...]:
    """Those of `families` that are not installed. Typst would replace them without a word."""
    known = {family.lower() for family in font_set(own, font_files(tuple(families))).families()}
    return tuple(family for family in families if family.lower() not in known)


def installing(name: str) -> str:
    """What to do about a family that is not installed."""
    one = family(name)
    known = one.cure if one else f"pip install fontpkg-{name.lower().replace(' ', '-')}"
    return f"{known}, or put the font's file into templates/fonts"


def missing_glyphs(text: str, families: Sequence[str], own: Path | None = None) -> tuple[str, ...]:
    """Characters of `text` that none of `families` can draw, each once, in order.

    A letter and its marks are one character and must come from one family: parts of two do not meet.
    """
    named = tuple(families)
    whole = frozenset().union(*(_characters(name.lower(), own, named) for name in named))
    plain = not any(unicodedata.combining(c) or c == _EMOJI_STYLE for c in text)
    if plain and all(ord(c) in whole or _silent(c) for c in text):
        return ()
    seen = dict.fromkeys(one for one in graphemes(text) if not any(_draws(name, one, own, named) for name in named))
    return tuple(one for one in seen if not all(_silent(c) for c in one))


def _draws(name: str, cluster: str, own: Path | None, families: tuple[str, ...]) -> bool:
    """Whether one family draws the whole of a user-perceived character, its marks in their place."""
    drawable = _characters(name.lower(), own, families)
    if _EMOJI_STYLE in cluster or not all(ord(c) in drawable or _silent(c) for c in cluster):
        return False
    free = len(cluster) > 1 and unicodedata.name(cluster[0], "").startswith(_FREE_MARKS)
    marks = [c for c in cluster[1:] if unicodedata.combining(c)] if free else []
    return all((cluster[0], mark) in _anchored(name.lower(), own, families) for mark in marks[:1]) and len(marks) < 2


@cache
def _characters(name: str, own: Path | None, families: tuple[str, ...]) -> frozenset[int]:
    font = _face(name, own, families)
    if font is None:
        return frozenset()
    with _opened(font) as file:
        return frozenset(file.getBestCmap())


def _face(name: str, own: Path | None, families: tuple[str, ...]) -> typst.FontInfo | None:
    fonts = font_set(own, font_files(families)).fonts()
    return next((font for font in fonts if font.family.lower() == name and font.path), None)


def _opened(font: typst.FontInfo) -> TTFont:
    """The font's file, its tables all there.

    Raises:
        SettingsError: it is gone or cut off: Typst would leave the words out without a word.
    """
    path = Path(font.path or "")
    try:
        size = path.stat().st_size
        file = TTFont(path, fontNumber=font.index, lazy=True)
        cut = [tag for tag, entry in file.reader.tables.items() if entry.offset + entry.length > size]
    except (OSError, TTLibError) as error:
        raise SettingsError(f"the font {font.family} cannot be read: {error}; {installing(font.family)}") from error
    if cut:
        why = f"its file {path.name} is cut off in the table {cut[0]!r}"
        raise SettingsError(f"the font {font.family} cannot be read: {why}; {installing(font.family)} again")
    return file


@cache
def _anchored(name: str, own: Path | None, families: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """(letter, mark) for which the face says where the mark sits (OpenType GPOS, lookup type 4: mark to base)."""
    font = _face(name, own, families)
    if font is None:
        return frozenset()
    with _opened(font) as file:
        letters: dict[str, list[str]] = {}
        for code, glyph in file.getBestCmap().items():
            letters.setdefault(glyph, []).append(chr(code))
        table: Any = file["GPOS"].table if "GPOS" in file else None
        pairs: set[tuple[str, str]] = set()
        for lookup in table.LookupList.Lookup if table and table.LookupList else ():
            for sub in lookup.SubTable:
                one = sub.ExtSubTable if sub.LookupType == 9 else sub
                if one.LookupType == 4:
                    bases = [c for g in one.BaseCoverage.glyphs for c in letters.get(g, ())]
                    pairs |= {(b, m) for g in one.MarkCoverage.glyphs for m in letters.get(g, ()) for b in bases}
        return frozenset(pairs)


def _silent(character: str) -> bool:
    """Whether a character needs no glyph: spaces, line ends, joiners and direction marks."""
    return character.isspace() or unicodedata.category(character) == "Cf"
