"""WordPiece: text -> numbers of word parts, as BERT models without capitals were taught (Devlin et al. 2019)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

LONGEST = 100
"""Characters beyond which a word is unknown."""
_CJK = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


class WordPiece:
    """The vocabulary of a model, and how words are cut by it."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._places = dict(vocabulary)
        self._unknown, self._first, self._last = (self._places[mark] for mark in ("[UNK]", "[CLS]", "[SEP]"))
        self._word = lru_cache(maxsize=50_000)(self._pieces)

    @classmethod
    def read(cls, file: Path) -> WordPiece:
        """From a `vocab.txt`: one part a line, its number being its line."""
        return cls({part: number for number, part in enumerate(file.read_text("utf-8").split("\n")) if part})

    def numbers(self, text: str, longest: int) -> tuple[int, ...]:
        """Parts of `text` between the first and last mark; at most `longest` with both."""
        found: list[int] = []
        for word in _words(text):
            found.extend(self._word(word))
            if len(found) >= longest - 2:
                break
        return (self._first, *found[: longest - 2], self._last)

    def _pieces(self, word: str) -> tuple[int, ...]:
        """Longest known part first, then on from there; a word with a part nobody knows is unknown as a whole."""
        if len(word) > LONGEST:
            return (self._unknown,)
        found, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                place = self._places.get(("##" if start else "") + word[start:end])
                if place is not None:
                    found.append(place)
                    start = end
                    break
            else:
                return (self._unknown,)
        return tuple(found)


def _words(text: str) -> list[str]:
    """Small letters without accents; every mark and every Chinese character a word of its own."""
    kept = "".join(_cleaned(character) for character in text)
    plain = "".join(c for c in unicodedata.normalize("NFD", kept) if unicodedata.category(c) != "Mn").lower()
    return "".join(f" {c} " if _is_mark(c) else c for c in plain).split()


def _cleaned(character: str) -> str:
    if character in "\t\n\r" or unicodedata.category(character) == "Zs":
        return " "
    if character in "\0\ufffd" or unicodedata.category(character).startswith("C"):
        return ""
    code = ord(character)
    return f" {character} " if any(low <= code <= high for low, high in _CJK) else character


def _is_mark(character: str) -> bool:
    code = ord(character)
    ascii_mark = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return ascii_mark or unicodedata.category(character).startswith("P")
