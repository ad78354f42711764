"""The dictionary for a market: the project's `checks/spelling/`, the folders of DICPATH, the machine's, and the
one that comes with Hunspell.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from styleloop.adapters.dictionaries.hunspell import INSTALL, Hunspell, lent
from styleloop.adapters.dictionaries.places import dictionary_file, folders
from styleloop.errors import InputError
from styleloop.types.dictionary import Spelling

FOLDER = "checks/spelling"
ENGLISH = "en-US"


def spelling_of(root: Path, locale: str) -> Spelling:
    """What words of a market are held against; says why where there is no dictionary.

    Args:
        root: the project folder, or any folder where there is no project.
        locale: BCP 47 of the market.
    """
    language = locale.split("-")[0].lower()
    bundled = lent()
    places = folders(root / FOLDER, bundled)
    path = dictionary_file(locale, places)
    if path is None:
        return Spelling(lacks=f"no dictionary for {language}")
    if bundled is None:
        return Spelling(lacks=f"Hunspell is not installed: {INSTALL}")
    try:
        dictionary = _read(path, _stamp(path))
    except InputError as problem:
        return Spelling(lacks=str(problem))
    english = dictionary_file(ENGLISH, places) if language != "en" else None
    try:
        return Spelling(dictionary, _read(english, _stamp(english)) if english else None)
    except InputError:  # said where the market is English
        return Spelling(dictionary)


def _stamp(path: Path) -> tuple[int, int]:
    return path.stat().st_mtime_ns, path.with_suffix(".dic").stat().st_mtime_ns


@lru_cache(maxsize=32)  # 2 MB and .1 s each
def _read(path: Path, _written: tuple[int, int]) -> Hunspell:
    return Hunspell(path)
