"""Days in running words as CLDR writes them in each language: `March 14, 2025`, `14. März`, `2025年3月14日`. Pure.

A day is (month, day of the month). Month names are CLDR's, wide and abbreviated, standing beside a number; days in
figures alone are read in the order of the locale's short date format, and as ISO 8601. Years are left to the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import regex  # type: ignore[import-untyped]
from babel import Locale
from babel.dates import format_date

from styleloop.language.locales import canonical_locale
from styleloop.language.placeholders import without
from styleloop.language.written_numbers import western

_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_NEAR = regex.compile(r"\d+")
_FIGURES = regex.compile(r"(?<![\d.,/-])(\d{1,4})([./-])\s?(\d{1,2})\2\s?(\d{2,4})(?![\d/-])")
_HAN = regex.compile(r"(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号일]")
_BETWEEN = regex.compile(r"[\s.,'’–-]*(?:\p{L}{1,4}[\s.,]*){0,2}")
"""What may stand between a month's name and its day: ` de `, `. `, `th of `."""
_LEAST, _LEAST_SHORT = 2, 3
"""Letters of the shortest name that is read: `मई` in full, `Mai` cut off."""
_BEGINNING = 4
"""Letters that an inflected form shares with a name at least: `március`, `márciusi`."""
_LETTERS = regex.compile(r"[\p{L}\p{M}]+")


@dataclass(frozen=True)
class Written:
    """One day of the year as a text says it.

    Attributes:
        month: 1 to 12.
        day: 1 to 31; 0 where only a month and a year are said.
        start: offset of its first character.
        end: offset behind its last.
    """

    month: int
    day: int
    start: int
    end: int


@lru_cache(maxsize=2048)
def written_days(text: str, locale: str) -> tuple[Written, ...]:
    """Every day `text` names, in order."""
    plain = western(without(text))
    if not any(map(str.isdigit, plain)):
        return ()
    found = [Written(int(m[1]), int(m[2]), m.start(), m.end()) for m in _HAN.finditer(plain)]
    found += [day for m in _FIGURES.finditer(plain) if (day := _in_figures(m, locale))]
    found += _named(plain, locale)
    return tuple(sorted((d for d in found if 1 <= d.month <= 12 and d.day <= 31), key=lambda d: (d.start, d.end)))


def _in_figures(match: regex.Match[str], locale: str) -> Written | None:
    first, second, third = (int(match[i]) for i in (1, 3, 4))
    if len(match[1]) == 4:
        month, day = second, third
    elif _month_first(locale):
        month, day = first, second
    else:
        month, day = second, first
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Written(month, day, match.start(), match.end())


@cache
def _month_first(locale: str) -> bool:
    known = canonical_locale(locale)
    pattern = str(Locale.parse(known, sep="-").date_formats["short"].pattern) if known else "d"
    return "M" in pattern and pattern.index("M") < pattern.index("d") and not pattern.startswith("y")


def _named(plain: str, locale: str) -> list[Written]:
    found = []
    for word in _WORD.finditer(plain):
        month = _month(word[0], plain[word.end() : word.end() + 1] == ".", locale)
        if not month:
            continue
        numbers = [n for n in _NEAR.finditer(plain) if _near(plain, word, n)]
        days = [n for n in numbers if len(n[0]) <= 2 and 1 <= int(n[0]) <= 31]
        if days:
            nearest = min(days, key=lambda n: min(abs(n.start() - word.end()), abs(word.start() - n.end())))
            span = sorted((word.start(), word.end(), nearest.start(), nearest.end()))
            found.append(Written(month, int(nearest[0]), span[0], span[-1]))
        elif any(len(n[0]) == 4 for n in numbers):
            found.append(Written(month, 0, word.start(), word.end()))
    return found


def _near(plain: str, word: regex.Match[str], number: regex.Match[str]) -> bool:
    after = number.start() >= word.end()
    between = plain[word.end() : number.start()] if after else plain[number.end() : word.start()]
    return _BETWEEN.fullmatch(between) is not None


def _month(word: str, dotted: bool, locale: str) -> int:
    """The month `word` names, or 0. Short forms only with a full stop or a capital: `pro` and `out` are words too."""
    wide, short = month_names(locale)
    known = wide.get(word) or wide.get(word.casefold() if word.isupper() else word)
    if known or ((dotted or word[:1].isupper()) and word.casefold() in short):
        return known or short[word.casefold()]
    return _inflected(word, wide)


def _inflected(word: str, wide: Mapping[str, int]) -> int:
    """The month whose name `word` is another form of, by a common beginning that fits only one; else 0."""
    longest: dict[int, int] = {}
    for name, month in wide.items():
        shared = 0
        while shared < min(len(word), len(name)) and word[shared] == name[shared]:
            shared += 1
        if shared >= max(_BEGINNING, len(name) - 2) and len(word) <= len(name) + 4:
            longest[month] = max(longest.get(month, 0), shared)
    best = [month for month, shared in longest.items() if shared == max(longest.values())]
    return best[0] if len(best) == 1 else 0


@cache
def month_names(locale: str) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """CLDR's wide names, in their own capitals, and its short ones, folded -> month; bare figures left out."""
    known = canonical_locale(locale)
    if not known:
        return {}, {}
    wide: dict[str, int] = {}
    short: dict[str, int] = {}
    months = Locale.parse(known, sep="-").months
    for context in ("format", "stand-alone"):
        for month, name in months[context]["wide"].items():
            if len(str(name)) >= _LEAST and _LETTERS.fullmatch(str(name)):
                wide.setdefault(str(name), month)
        for month, name in months[context]["abbreviated"].items():
            bare = str(name).strip(". ").casefold()
            if len(bare) >= _LEAST_SHORT and _LETTERS.fullmatch(bare):
                short.setdefault(bare, month)
    return wide, short


def said_day(day: date, locale: str) -> str:
    """A day as CLDR's long format writes it, in Western digits: `14. März 2026`, `14 مارس 2026`."""
    known = canonical_locale(locale) or "en"
    text = format_date(day, "long", locale=Locale.parse(known, sep="-"))
    return western(str(text)).translate(_MARKS)
