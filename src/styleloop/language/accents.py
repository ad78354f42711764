"""Wordings of languages whose capitals often go without accents, as they may be typed: `GARANTIE A VIE`. Pure."""

from __future__ import annotations

import unicodedata

from styleloop.language.units import parted_elisions

LANGUAGES = frozenset({"fr", "es", "it"})
"""Where a word without its accents is read as the word with them."""
_CAPITALS_ONLY = frozenset({"fr"})
"""Where a word without its accents is another word in small letters: *testé* is tested, *teste* is a test."""
_LEAST = 4
"""Letters of the shortest word that may lose its accents, but for single ones: `SUR` is not `SÛR`."""


def unaccented(text: str) -> str:
    """`text` without marks on its letters, but for the tilde of ñ: año is no ano."""
    parts = unicodedata.normalize("NFD", text.replace("ñ", "\0"))
    bare = "".join(c for c in parts if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare).replace("\0", "ñ")


def as_typed(wording: str, language: str) -> str:
    """A wording (`phrases`) with each word also as it stands without accents, and elisions as words of their own."""
    return " ".join("|".join(_ways(element, language)) for element in wording.split(" "))


def _bare(word: str, language: str) -> str:
    bare = unaccented(word)
    if bare == word or 1 < len(word) < _LEAST:
        return word
    return f"={bare.upper()}" if language in _CAPITALS_ONLY and not word.startswith("=") else bare


def _ways(element: str, language: str) -> dict[str, None]:
    ways: dict[str, None] = {}
    for way in element.split("|"):
        words = [part for word in way.split("_") for part in parted_elisions(word)]
        bare = [_bare(word, language) for word in words]
        ways |= dict.fromkeys(("_".join(words), "_".join(bare)))
    return ways
