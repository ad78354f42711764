"""Many wordings looked up in one pass over a text, word by word. Pure.

A wording is a row of elements parted by spaces:

    word       itself, folded        pre*  *suf   begins, ends with
    a|b        either                *            any one word
    =Word      as written            <n>  <year>  a number, 1800 to 2099
    palm_oil   two words that stand as one alternative
    **         none to seven words

Hyphens inside a word do not count (`eco-friendly` is `eco friendly`); any other sign between two words parts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any, Generic, NamedTuple, TypeVar

from styleloop.language.normalise import fold, folded
from styleloop.language.numerals import numerals
from styleloop.language.units import tokens
from styleloop.language.unparted import hiragana, spaced

T = TypeVar("T")
_KEY = 2
"""Letters by which beginnings and endings are indexed; a shorter one can stand beside others, not alone."""
_WAYS = 512
_GAPS = tuple(" ".join("*" * n) for n in range(8))
_ACRONYM = 3
"""A word of more letters that is all capitals is shouted: it may be any of its spellings."""
_FRONT = ("و", "ف")
_PREPOSITIONS = ("ب", "ل", "ك")


class Word(NamedTuple):
    """One word or sign of a text.

    Attributes:
        forms: folded; in Arabic also without the clitics written onto its front.
        raw: as written.
        number: whether it is a number, in digits or words.
        start: offset of its first character in the text as given.
        end: offset behind its last.
    """

    forms: tuple[str, ...]
    raw: str
    number: bool
    start: int
    end: int


class Hit(NamedTuple, Generic[T]):
    """A wording found: word indices, and those of its core, without any-word elements at its edges."""

    meaning: T
    start: int
    end: int
    core_start: int
    core_end: int


@lru_cache(maxsize=2048)
def read_words(text: str, locale: str) -> tuple[Word, ...]:
    """The words and signs of `text`, in order; a hyphen inside a compound is no sign."""
    plain = fold(text, locale)
    language = locale.split("-")[0].lower()
    spoken = numerals(language).words
    clitics = language == "ar"
    unmoved = isinstance(plain.starts, range)
    found = tokens(plain.text)
    words: list[Word] = []
    for i, (kind, said, start, end) in enumerate(found):
        if said == "-" and 0 < i < len(found) - 1 and found[i - 1].end == start and found[i + 1].start == end:
            continue
        if not unmoved:
            start, end = plain.span(start, end)
        forms = _clitic_forms(said) if clitics else (said,)
        words.append(Word(forms, text[start:end], kind == "number" or said in spoken, start, end))
    return tuple(words)


class _Element:
    """One place of a wording."""

    def __init__(self, text: str) -> None:
        parts = text.split("|")
        self.any = "*" in parts
        self.number, self.year = "<n>" in parts, "<year>" in parts
        plain = [folded(part, "en") for part in parts if part[0] not in "=<" and part != "*"]
        raw = [part[1:] for part in parts if part[0] == "="]
        self.exact = frozenset(part for part in plain if "*" not in part)
        self.starts = tuple(part[:-1] for part in plain if part.endswith("*"))
        self.ends = tuple(part[1:] for part in plain if part.startswith("*"))
        self.raw_exact = frozenset(part for part in raw if "*" not in part)
        self.raw_starts = tuple(part[:-1] for part in raw if part.endswith("*"))
        self.raw_ends = tuple(part[1:] for part in raw if part.startswith("*"))
        self.only_exact = not (self.any or self.number or self.year or raw or self.starts or self.ends)

    def takes(self, word: Word) -> bool:
        """Whether `word` may stand here."""
        if not self.exact.isdisjoint(word.forms):
            return True
        if self.only_exact:
            return False
        if self.any:
            return word.forms[0][0].isalnum()
        if (self.number and word.number) or (self.year and _is_year(word)):
            return True
        return self._in_part(word) or self._as_written(word.raw)

    def _in_part(self, word: Word) -> bool:
        return any(
            (self.starts and form.startswith(self.starts))
            or any(len(form) > len(end) + 1 and form.endswith(end) for end in self.ends)
            for form in word.forms
        )

    def _as_written(self, raw: str) -> bool:
        if len(raw) > _ACRONYM and raw.isupper():  # `A123` stays so however it is written
            return self._is_so(raw.lower()) or self._is_so(raw.capitalize())
        return self._is_so(raw)

    def _is_so(self, raw: str) -> bool:
        return (
            raw in self.raw_exact
            or (bool(self.raw_starts) and raw.startswith(self.raw_starts))
            or any(len(raw) > len(end) + 1 and raw.endswith(end) and raw.islower() for end in self.raw_ends)
        )

    def index(self) -> set[str]:
        """Under what the element is indexed."""
        keys = {*self.exact, *(folded(part, "en") for part in self.raw_exact)}
        keys |= {f"{folded(part, 'en')[:_KEY]}…" for part in (*self.starts, *self.raw_starts)}
        keys |= {f"…{folded(part, 'en')[-_KEY:]}" for part in (*self.ends, *self.raw_ends)}
        return keys | ({"<n>"} if self.number or self.year else set())


@lru_cache(maxsize=16_384)  # wordings share their words: in Japanese, most of their signs
def _element(text: str) -> _Element:
    return _Element(text)


@dataclass(frozen=True)
class _Wording(Generic[T]):
    elements: tuple[_Element, ...]
    meaning: T
    core: tuple[int, int]
    anchor: int
    others: tuple[tuple[int, _Element], ...]
    """The elements beside the anchor, and how far from it."""


class Phrases(Generic[T]):
    """Wordings with what they mean, ready to be looked up.

    Args:
        entries: (wording, meaning).

    Raises:
        ValueError: a wording consists of any-word elements alone.
    """

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._index: dict[str, list[tuple[int, _Wording[T]]]] = {}
        made = (_compiled(variant, meaning) for text, meaning in entries for variant in _variants(text))
        for order, wording in enumerate(made):
            for key in wording.elements[wording.anchor].index():
                self._index.setdefault(key, []).append((order, wording))
        self._of = lru_cache(maxsize=16_384)(self._look_up)  # texts say the same words again and again

    def find(self, words: Sequence[Word]) -> list[Hit[T]]:
        """Every wording that stands in `words`, in order of place; they may overlap."""
        found: list[Hit[T]] = []
        for at, word in enumerate(words):
            for wording in self._of(word.forms, word.raw, word.number):
                start = at - wording.anchor
                if not wording.others or _stands(wording.others, words, at):
                    end = start + len(wording.elements)
                    found.append(Hit(wording.meaning, start, end, start + wording.core[0], start + wording.core[1]))
        return sorted(found, key=_place) if len(found) > 1 else found

    def _look_up(self, forms: tuple[str, ...], raw: str, number: bool) -> tuple[_Wording[T], ...]:
        """Wordings that may stand where this word does, which is their anchor, in the order they were given."""
        word = Word(forms, raw, number, 0, 0)
        near = dict(entry for key in _word_keys(forms, number) for entry in self._index.get(key, ()))
        return tuple(near[order] for order in sorted(near) if near[order].elements[near[order].anchor].takes(word))


def _place(hit: Hit[Any]) -> tuple[int, int]:
    return hit.start, hit.end


def _word_keys(forms: tuple[str, ...], number: bool) -> set[str]:
    edges = (key for form in forms for key in (f"{form[:_KEY]}…", f"…{form[-_KEY:]}"))
    return {*forms, *edges, *(("<n>",) if number else ())}


def _stands(others: tuple[tuple[int, _Element], ...], words: Sequence[Word], anchor: int) -> bool:
    """Whether the other elements of a wording stand where they should, its anchor being at `anchor`."""
    if anchor + others[0][0] < 0 or anchor + others[-1][0] >= len(words):
        return False
    for off, element in others:  # noqa: SIM110 - a plain loop: it runs for every word of every text
        if not element.takes(words[anchor + off]):
            return False
    return True


def _compiled(text: str, meaning: T) -> _Wording[T]:
    elements = tuple(_element(part) for part in text.split(" "))
    firm = [i for i, element in enumerate(elements) if not element.any]
    if not firm:
        raise ValueError(f"wording: expected at least one word of its own, got {text!r}")
    # Looked up by its longest word: long words are rare, so few wordings are tried in vain.
    exact = [i for i in firm if elements[i].exact]
    anchor = max(exact, key=lambda i: _telling(elements[i].exact)) if exact else firm[0]
    others = tuple((i - anchor, element) for i, element in enumerate(elements) if i != anchor)
    return _Wording(elements, meaning, (firm[0], firm[-1] + 1), anchor, others)


def _telling(words: frozenset[str]) -> int:
    """How rare the commonest of `words` may be: by its length; a single kana stands in every sentence."""
    return min(0 if hiragana(word) else len(word) for word in words)


def _variants(text: str) -> list[str]:
    """`sugar|palm_oil free` -> `sugar free`, `palm oil free`: alternatives of several words stand alone."""
    made = [""]
    for part in text.split():
        ways = [way for way in part.split("|") if "_" in way or ("-" in way and way != "-") or " " in spaced(way)]
        single = "|".join(way for way in part.split("|") if way not in ways)
        options = [*([single] if single else []), *(spaced(way).replace("_", " ").replace("-", " ") for way in ways)]
        made = [f"{before} {option}".strip() for before in made for option in (_GAPS if part == "**" else options)]
    return made


def dense(text: str) -> Iterator[str]:
    """A wording of several words of its own, folded and without spaces, in each of its ways: `eco|planet friendly`."""
    for variant in _variants(text):
        parts = [part.split("|") for part in variant.split(" ")]
        plain = all(way.isalnum() for part in parts for way in part)
        if len(parts) > 1 and plain and prod(map(len, parts)) <= _WAYS:
            yield from (folded("".join(ways), "en") for ways in product(*parts))


def _is_year(word: Word) -> bool:
    text = word.forms[0]
    return len(text) == 4 and text.isdecimal() and 1800 <= int(text) < 2100


@lru_cache(maxsize=16_384)
def _clitic_forms(text: str) -> tuple[str, ...]:
    """`وبالضمان` -> itself, `بالضمان`, `الضمان`, `ضمان`: and, so; in, for, like; the."""
    forms = [text]
    if len(text) > 3 and text.startswith(_FRONT):
        forms.append(text[1:])
    for form in tuple(forms):
        if len(form) > 4 and form.startswith("لل"):
            forms.append(form[2:])
        elif len(form) > 3 and form.startswith(_PREPOSITIONS):
            forms.append(form[1:])
    forms += [form[2:] for form in tuple(forms) if len(form) > 4 and form.startswith("ال")]
    return tuple(dict.fromkeys(forms))
