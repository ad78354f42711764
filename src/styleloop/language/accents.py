"""Wordings of languages whose capitals often go without accents, as they may be typed: `GARANTIE A VIE`. Pure."""

from __future__ import annotations

import unicodedata

from styleloop.language.units import parted_elisions

LANGUAGES = frozenset({"fr", "es", "it"})
"""Where a word without its accents is read as the word with them."""
_LEAST = 4
"""Letters of the shortest word that may lose its accents: `sur` is not `sûr`, nor `a` `à`."""


def unaccented(text: str) -> str:
    """`text` without marks on its letters, but for the tilde of ñ: año is no ano."""
    parts = unicodedata.normalize("NFD", text.replace("ñ", "\0"))
    bare = "".join(c for c in parts if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare).replace("\0", "ñ")


def as_typed(wording: str) -> str:
    """A wording (`phrases`) with each word also as it stands without accents, and elisions as words of their own."""
    return " ".join("|".join(_ways(element)) for element in wording.split(" "))


def _ways(element: str) -> dict[str, None]:
    ways: dict[str, None] = {}
    for way in element.split("|"):
        words = [part for word in way.split("_") for part in parted_elisions(word)]
        bare = [unaccented(word) if len(word) >= _LEAST else word for word in words]
        ways |= dict.fromkeys(("_".join(words), "_".join(bare)))
    return ways
