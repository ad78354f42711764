"""Prose -> sentences -> words, each with its place, so that evidence is always the source's own characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SENTENCE_END = re.compile(r"(?<=[.!?؟。])[\"'”’)]*\s+|\s*[\n;•·؛|]\s*|\s+[-–—]\s+")
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d+(?:[.,]\d+)*(?:[ \u00a0]?%|-?[^\W\d_]+)?|\S")

_LIMITS = frozenset({"at", "to", "up", "bei", "bis", "zu", "auf", "حتى"})
_GRADES = frozenset(
    {"c", "f", "celsius", "fahrenheit", "degrees", "grad", "m", "metres", "meters", "meter", "mm", "bar", "atm"}
)


@dataclass(frozen=True)
class Word:
    """One word, number or mark of a text."""

    text: str
    low: str
    start: int
    end: int
    """Place in the whole text, in code points."""


Words = tuple[Word, ...]


def sentences(text: str) -> Iterator[Words]:
    """The words of each sentence, list entry or clause after a dash."""
    begin = 0
    for found in _SENTENCE_END.finditer(text):
        yield from _words(text, begin, found.start())
        begin = found.end()
    yield from _words(text, begin, len(text))


def words_of(text: str, begin: int, end: int) -> Words:
    """Every word and mark of one stretch of a text."""
    return tuple(
        Word(m[0], m[0].casefold().replace("’", "'"), m.start(), m.end()) for m in _WORD.finditer(text, begin, end)
    )


def _words(text: str, begin: int, end: int) -> Iterator[Words]:
    words = words_of(text, begin, end)
    while words and words[-1].text in ".!?,:…":
        words = words[:-1]
    if words:
        yield words


def longest(words: Words, at: int, phrases: frozenset[tuple[str, ...]], most: int = 4) -> int:
    """How many words from `at` on are the longest of `phrases`; 0 when none begins there."""
    for size in range(min(most, len(words) - at), 0, -1):
        if tuple(w.low for w in words[at : at + size]) in phrases:
            return size
    return 0


def longest_before(words: Words, end: int, phrases: frozenset[tuple[str, ...]], most: int = 4) -> int:
    """How many words up to `end` are the longest of `phrases`; 0 when none ends there."""
    for size in range(min(most, end), 0, -1):
        if tuple(w.low for w in words[end - size : end]) in phrases:
            return size
    return 0


def slice_of(text: str, words: Words) -> str:
    """The characters of `text` from the first to the last of `words`."""
    return text[words[0].start : words[-1].end]


def percent(word: Word) -> float:
    """The share that a word such as `80 %` states, above 0 and at most 100; else 0."""
    figure = word.text.removesuffix("%").strip()
    share = float(figure) if figure != word.text and figure.isdecimal() else 0.0
    return share if share <= 100 else 0.0


def qualifier(words: Words, at: int) -> int:
    """How many words from `at` on set a limit, with its figure: `at 40 °C`, `up to 100m`; 0 where none does."""
    end = at
    while end < len(words) and end - at < 2 and words[end].low in _LIMITS:
        end += 1
    if end == at or end == len(words) or not words[end].text[0].isdecimal():
        return 0
    end += 1
    end += end < len(words) and words[end].text == "°"
    end += end < len(words) and words[end].low in _GRADES
    return end - at
