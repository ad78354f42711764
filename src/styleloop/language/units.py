"""Units: their dimension, how they convert, and how each language writes them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from babel.localedata import exists
from babel.numbers import get_territory_currencies
from babel.units import format_unit

from styleloop.language.lexicons import lexicon
from styleloop.language.locales import currency_of
from styleloop.language.normalise import folded
from styleloop.language.unparted import HAN, HIRAGANA, KATAKANA, NUMERALS, SIGNS, unparted

MONEY = "money"
_ARABIC = r"\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc"
_FIGURES = (
    r"(?P<time>(?<![\d.,:])\d{1,2}(?::\d{2}(?::\d{2})?| ?h ?[0-5]\d)(?![\d:]))"
    r"|(?P<date>(?<![\d.,/-])(?:\d{4}-\d{2}-\d{2}|\d{1,2}([./])\d{1,2}\3\d{2,4})(?![\d/-]))"
    r"|(?P<number>\d{1,3}(?:[ ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,']\d+)*)|"
)


def _words(alone: str = "", unparted: str = "") -> str:
    """The pattern of words and signs; `alone` are tokens of scripts without spaces, and `unparted` their signs."""
    return (
        rf"(?P<word>{alone}[{_ARABIC}]+"
        rf"|[^\W\d_{_ARABIC}{unparted}](?:[^\W{unparted}](?<![{_ARABIC}])|'(?=\w))*)|(?P<sign>\S)"
    )


_TOKEN = re.compile(_FIGURES + _words())
_WORDY = re.compile(_words())
"""As `_TOKEN`, for a text without digits: no time, date or number has to be tried at every place."""
_ELISION = (
    r"(?<![\w'])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|all|dall|dell|nell|sull|coll|un|quest|quell|bell"
    r"|tutt|mezz|quattr|anch|senz|dov|com|cos|grand|nessun|ciascun|qualcun|sant|gl)'(?=\w|\Z)"
)
"""French and Italian words that lose their vowel before the next word: `l'unique`, `dell'anno`, `d'1 litre`."""
_ELIDES = re.compile(_ELISION)
_ELIDED = re.compile(_FIGURES + _words(rf"{_ELISION}|"))
"""As `_TOKEN`, where such a word is in the text: it is a token, with its apostrophe."""
_UNPARTED = re.compile(_FIGURES + _words(rf"[{NUMERALS}]+|[{KATAKANA}]+|[{HAN}{HIRAGANA}]|", SIGNS))
"""As `_TOKEN`, where scripts without spaces are in it: of those a numeral, a run of katakana or one sign is a token."""
_DIGIT = re.compile(r"\d")
_OUTSIDE = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]+@\S+|(?<!\w)@\w+|#\d*[^\W\d]\w*")

_PHONE = re.compile(
    r"(?<![\w.,+])(?:\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,6}"  # +33 (0)1 23 45 67 89
    r"|0 8\d{2}(?: \d{2,3}){2,3}"  # 0 800 123 456
    r"|0\d{1,3}(?:[ .-]\d{2,4}){2,4}|0\d{1,3}[ -]\d{5,8}"  # 01 23 45 67 89, 020 7946 0958, 02 1234567
    r"|[689]\d[ .-]\d{3}[ .-]\d{2}[ .-]\d{2}|[6-9]\d{2}(?:[ .-]\d{2}){3}"  # 91 123 45 67, 612 34 56 78
    r"|[3-9]\d{2}[ .-]\d{3}[ .-]\d{4}|3\d{2}[ .-]\d{6,7}|[89]00[ .-]\d{3}[ .-]\d{3})(?![\w€$£%]| ?[€$£%])"
)
"""Telephone numbers: a plus or a nought in front, or groups of figures as no number is grouped."""


class Token(NamedTuple):
    """One word, number or sign of a folded text: `kind` is time, date, number, word or sign."""

    kind: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[Token, ...]:
    """Words, numbers and single signs of a folded text; addresses, handles, hashtags, telephones are passed over."""
    if "/" in text or "@" in text or "#" in text or "www" in text:
        text = _OUTSIDE.sub(lambda found: " " * len(found[0]), text)
    figures = _DIGIT.search(text)
    if figures:
        text = _PHONE.sub(lambda found: " " * len(found[0]), text)
    elided = "'" in text and _ELIDES.search(text)
    pattern = _UNPARTED if unparted(text) else _ELIDED if elided else _TOKEN if figures else _WORDY
    every = pattern.finditer(text)
    return tuple([Token(found.lastgroup or "", found[0], *found.span()) for found in every])


def parted_elisions(text: str) -> list[str]:
    """`qu'un` -> `qu'`, `un`: as `tokens` parts them."""
    return [part for part in _ELIDES.sub(lambda found: f"{found[0]} ", text).split(" ") if part]


Trie = dict[str, list[tuple[tuple[str, ...], Any]]]
"""First token -> (all tokens, what they mean), longest first."""


def trie(entries: Iterable[tuple[str, Any]], locale: str = "en") -> Trie:
    """Written forms, indexed for `match`; forms are folded and cut as texts of `locale` are."""
    made: Trie = {}
    for form, meaning in entries:
        parts = tuple(token.text for token in tokens(folded(form, locale)))
        made.setdefault(parts[0], []).append((parts, meaning))
    for found in made.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return made


def match(made: Trie, found: Sequence[Token], at: int) -> tuple[Any, int] | None:
    """(meaning, index behind it) of the longest form that stands at `found[at]`; None when there is none."""
    if at >= len(found):
        return None
    for parts, meaning in made.get(found[at].text, ()):
        end = at + len(parts)
        if end <= len(found) and all(found[at + i].text == part for i, part in enumerate(parts)):
            return meaning, end
    return None


@dataclass(frozen=True)
class Unit:
    """One unit: `factor` of it make one of the dimension's first unit."""

    name: str
    dimension: str
    factor: Decimal


@cache
def units() -> Mapping[str, Unit]:
    """Every unit by its canonical name."""
    table = lexicon("numbers", "units")["units"]
    return {name: Unit(name, str(row["dimension"]), Decimal(row["factor"])) for name, row in table.items()}


def dimension(unit: str) -> str:
    """`mass`, `volume`, `money`, ...; empty for a unit unknown here."""
    found = units().get(unit)
    return found.dimension if found else (MONEY if unit in codes() else "")


def base_value(value: Decimal, unit: str) -> Decimal:
    """`value` in the first unit of its dimension: 1.5 l -> 1500; money and unknown units stay as they are."""
    found = units().get(unit)
    return value * found.factor if found else value


@cache
def codes() -> frozenset[str]:
    """ISO 4217 codes that are read in running words."""
    return frozenset(lexicon("numbers", "units")["money"]["codes"])


@cache
def forms(language: str) -> Trie:
    """Written unit -> canonical name, in one language: symbols shared by all, and its own words.

    Those are listed for English, German and Arabic; of any other language they are CLDR's names, which lack what people
    write beside them (`Std.`) and are better than reading `14 heures` as fourteen of something.
    """
    table = lexicon("numbers", "units")["units"]
    shared = [(symbol, name) for name, row in table.items() for symbol in row["symbols"]]
    listed = lexicon("numbers", language).get("units", {})
    return trie([*shared, *_pairs(listed)]) if listed else trie([*shared, *_by_cldr(language)], language)


_CLDR = {
    "mass-gram": "g", "mass-kilogram": "kg", "mass-ounce": "oz", "mass-pound": "lb", "volume-milliliter": "ml",
    "volume-centiliter": "cl", "volume-liter": "l", "length-millimeter": "mm", "length-centimeter": "cm",
    "length-meter": "m", "length-kilometer": "km", "length-inch": "in", "length-foot": "ft", "duration-second": "s",
    "duration-minute": "min", "duration-hour": "h", "duration-day": "days", "duration-week": "weeks",
    "duration-month": "months", "duration-year": "years", "light-lumen": "lm", "power-watt": "W",
    "temperature-celsius": "°C",
}  # fmt: skip


_WIDTHS: tuple[Literal["long", "short"], ...] = ("long", "short")
_PLURALS = (1, 2, 3, 5, 1.5, 11, 100)
"""Numbers that between them take every plural form of CLDR's languages."""
_DIGITS = re.compile(r"[\d.,٫]+")


def _by_cldr(language: str) -> list[tuple[str, str]]:
    """Written unit -> canonical name by CLDR's long and short patterns; single letters are left to the symbols."""
    if not exists(language):
        return []
    found: dict[str, str] = {}
    for code, name in _CLDR.items():
        for width in _WIDTHS:
            for number in _PLURALS:
                said = format_unit(number, code, length=width, locale=language, numbering_system="latn")
                form = _DIGITS.sub("", str(said)).strip()
                if len(form) > 1 and any(map(str.isalpha, form)) and code not in form:
                    found.setdefault(form, name)
    return list(found.items())


@cache
def money_forms(language: str) -> Trie:
    """Written currency -> ISO 4217 code, in one language."""
    return trie(_pairs(lexicon("numbers", language).get("money", {})))


@cache
def home_currency(locale: str) -> str:
    """What people pay with where `locale` is spoken; empty when it names no territory."""
    territory = locale.split("-")[-1]
    found = get_territory_currencies(territory) if len(territory) == 2 and territory.isupper() else []
    return str(found[0]) if found else ""


@cache
def sign_currency(sign: str, locale: str) -> str:
    """`£` -> `GBP`; `$` is the dollar of the locale's territory. Empty for what is no currency sign."""
    return currency_of(sign, home_currency(locale))


def _pairs(table: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    return [(form, name) for name, written in table.items() for form in written]
