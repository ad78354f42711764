"""Where Hunspell's dictionaries lie, and which of them is for a locale."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global

MACHINE = (Path("/usr/share/hunspell"), Path("/usr/share/myspell/dicts"), Path("/usr/local/share/hunspell"))
"""Where systems install them."""
VARIABLE = "DICPATH"
"""Hunspell's own: folders, parted as in PATH."""
_APART = frozenset({"en", "pt"})
"""Languages that countries spell so differently that one's dictionary calls another's words wrong."""
_SWISS = frozenset({"CH", "LI"})
"""Where German is written without ß."""


def folders(first: Path, last: Path | None = None) -> tuple[Path, ...]:
    """Folders that hold dictionaries: the project's `first`, those of the environment, the machine's, and `last`."""
    named = [Path(one) for one in os.environ.get(VARIABLE, "").split(os.pathsep) if one]
    return tuple(one for one in (first, *named, *MACHINE, last) if one is not None and one.is_dir())


def dictionary_file(locale: str, places: Iterable[Path]) -> Path | None:
    """The `.aff` file for a locale, or None.

    The country's own comes first, then the language's, then another country's that spells alike; of two alike the one
    in the earlier folder.
    """
    language, country = _parts(locale)
    found: list[tuple[int, str, Path]] = []
    for at, folder in enumerate(places):
        for path in sorted(folder.glob("*.aff")):
            of, there = _parts(path.stem)
            if of != language or not path.with_suffix(".dic").is_file():
                continue
            rank = _rank(language, country, there)
            if rank is not None:
                found.append((rank * 100 + at, path.stem, path))
    return min(found)[2] if found else None


def _rank(language: str, country: str, there: str) -> int | None:
    """How well a country's dictionary (`""`: the language's) suits a country; None: not at all."""
    if there == country:
        return 0
    if _family(language, country) != _family(language, there):
        return None
    return 1 if not there else 2


def _family(language: str, country: str) -> str:
    """Countries of one family spell alike: Australia as Britain, Angola as Portugal, by CLDR's parents of locales."""
    if language == "de":
        return "ss" if country in _SWISS else ""
    if language not in _APART:
        return ""
    if (language, country) == ("en", "CA"):
        return "Canada"  # colour, but tire
    parents, name = get_global("parent_exceptions"), f"{language}_{country}"
    return "overseas" if name in parents or name in parents.values() else ""


@cache
def _parts(name: str) -> tuple[str, str]:
    """Language and country of `de-DE`, `de_DE_frami` or `sr-Latn-RS`; the language's own country where none is said."""
    try:
        found = Locale.parse("_".join(name.replace("-", "_").split("_")[:3]))
    except (UnknownLocaleError, ValueError):
        bare = name.replace("-", "_").split("_")
        return bare[0].lower(), bare[1].upper() if len(bare) > 1 and len(bare[1]) == 2 else ""
    return str(found.language), str(found.territory or "")
