"""Words that somebody wrote so that a search passes them over: `F R E E`, `B.E.S.T.`, `Fr33`, `FR€€`. Pure.

Signs that cannot be seen and letters of other scripts are dealt with by `normalise`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex  # type: ignore[import-untyped]

_SPACED = regex.compile(r"(?<![\p{L}\p{N}])\p{Latin}(?:([ .·*_-])\p{Latin})(?:\1\p{Latin}){1,24}(?![\p{L}\p{N}])")
_SIGNS = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "$": "s", "€": "e", "£": "l"}
_MIXED = regex.compile(r"(?<![\w@$€£.,#/])\p{Latin}[\p{Latin}013457$€£]{2,24}(?![\w@$€£.])")
_TABLE = str.maketrans(_SIGNS)
_HALF_FOREIGN = regex.compile(
    r"(?<![\p{L}\p{N}])(?=\p{L}*\p{Latin})(?=\p{L}*[\p{Cyrillic}\p{Greek}])\p{L}{3,24}(?![\p{L}\p{N}])"
)
_LATIN = regex.compile(r"\p{Latin}+")
_SOUNDS = str.maketrans("авгдезиклмнопрстуфхзίαβγδεικλμνοπρσςτυ", "avgdeziklmnoprstufhziabgdeiklmnoprsstu")
"""Letters of other scripts as they sound, for a word in which they do not stand for what they look like: `gрatis`."""
_LOOKS = str.maketrans("авегикмнопрстух", "aberukmhonpctyx")
"""The same letters as what they roughly look like: `fгee`."""


class Disguise(NamedTuple):
    """A stretch of a text, and the word that it reads as."""

    start: int
    end: int
    word: str


def disguises(text: str) -> Iterator[Disguise]:
    """Every word of single letters with one and the same sign between, and every word with figures for letters."""
    for found in _SPACED.finditer(text):
        yield Disguise(found.start(), found.end(), "".join(c for c in found[0] if c.isalpha()))
    for found in _MIXED.finditer(text):
        word = found[0].translate(_TABLE)
        if word != found[0] and word.isalpha():
            yield Disguise(found.start(), found.end(), word)
    for found in _HALF_FOREIGN.finditer(text) if not text.isascii() else ():
        for word in sorted({found[0].translate(_SOUNDS), found[0].translate(_LOOKS)}):
            if _LATIN.fullmatch(word):
                yield Disguise(found.start(), found.end(), word)
