"""Numbers in the digits of any script, in any CLDR format, to be held against another language's. Pure.

`amounts` reads what English, German and Arabic say and which claim it makes. This reads less in every language: which
values stand there in digits (`1,250`, `1.250`, `1 250`, `1’250`, `१,२५०`, `١٬٢٥٠`), and which small numbers stand
there in words, where `data/lexicons/counting/` lists them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex  # type: ignore[import-untyped]
from babel.numbers import get_territory_currencies

from styleloop.language.lexicons import languages, lexicon
from styleloop.language.locales import currency_of, decimal_sign
from styleloop.language.numbers import quantities
from styleloop.language.numerals import digits
from styleloop.language.placeholders import without

_SPACES = "\u0020\u00a0\u2009\u202f"
_NUMBER = regex.compile(
    rf"(?<![\d.,])\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?"  # 1 250 or 1 250,5
    r"|\d+(?:[.,'’]\d+)*",
    regex.ASCII,  # `western` has turned every digit into 0-9; a script newer than Python's tables has none that count
)
_DAY = regex.compile(r"(?<![\d.,/-])(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})(?![\d/-])", regex.ASCII)
_SIGN = r"(\p{L}{0,3}\p{Sc}|[A-Z]{3}|zł|Kč|kr|Ft|lei|лв|дин|درهم|ريال|د\.إ)"
_BEFORE = regex.compile(rf"(?<![\p{{L}}]){_SIGN}[{_SPACES}]?$")
_AFTER = regex.compile(rf"[{_SPACES}]?{_SIGN}(?![\p{{L}}])")
_HAN = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "兩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_DECADE = regex.compile(r"s(?!\w)")
_READ_BY_AMOUNTS = frozenset({"en", "de", "ar"})
_WORD = regex.compile(r"[\p{L}\p{M}]+")


@dataclass(frozen=True)
class Written:
    """One number in digits.

    Attributes:
        key: its value in plain digits (`1250`, `0.75`), or the text itself where it is a version (`1.2.3`) .
        start: offset of its first character.
        end: offset behind its last.
        currency: ISO 4217 code of the sign or word of money beside it, or empty.
        decade: whether it is one, `the ’90s`, which another language may say in words.
    """

    key: str
    start: int
    end: int
    currency: str = ""
    decade: bool = False


@lru_cache(maxsize=4096)
def written_numbers(text: str, locale: str) -> tuple[Written, ...]:
    """Every number in digits, in order; placeholders, tags and addresses left out."""
    plain = western(without(text))
    found = []
    for day in _DAY.finditer(plain):
        found += [Written(str(int(day[i])), *day.span(i)) for i in (1, 3, 4)]
        plain = f"{plain[: day.start()]}{' ' * len(day[0])}{plain[day.end() :]}"
    for one in _NUMBER.finditer(plain):
        joined = regex.sub(f"[{_SPACES}’]", "'", one[0])
        value = digits(joined, decimal_sign(locale))
        key = format(value.normalize(), "f") if value is not None else joined
        decade = bool(_DECADE.match(plain, one.end())) and key.isdigit() and int(key) % 10 == 0
        found.append(Written(key, one.start(), one.end(), _money(plain, one.start(), one.end(), locale), decade))
    return tuple(sorted(found, key=lambda n: n.start))


def _money(plain: str, start: int, end: int, locale: str) -> str:
    before, after = _BEFORE.search(plain, 0, start), _AFTER.match(plain, end)
    for sign in (before, after):
        code = currency_of(sign[1], _home(locale)) if sign else ""
        if code:
            return code
    return ""


@cache
def _home(locale: str) -> str:
    territory = locale.split("-")[-1]
    codes = get_territory_currencies(territory) if territory.isupper() and len(territory) == 2 else []
    return str(codes[0]) if codes else ""


def western(text: str) -> str:
    """`text` with the digits of every script as 0-9 and the Arabic signs for decimals and groups as `.` and `,`.

    One character stays one character.
    """
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(c)) if c.isdecimal() else {"٫": ".", "٬": ",", "．": ".", "，": ","}.get(c, c)
        for c in text
    )


@lru_cache(maxsize=4096)
def spoken_numbers(text: str, locale: str) -> frozenset[str]:
    """Values that `text` says in words, as keys of `Written`; what a language has no list for is not found."""
    language = locale.split("-")[0]
    plain = without(text)
    found: set[str] = set()
    if language in _READ_BY_AMOUNTS:
        for one in quantities(plain, locale):
            value = one.value / 50 if one.unit == "%" and not any(map(str.isdecimal, one.text)) else one.value
            found.add(format(value.normalize(), "f"))
    if language in ("zh", "ja", "ko"):
        found |= {str(_HAN[c]) for c in plain if c in _HAN}
    lowered = plain.casefold()
    exact, stems, phrases = _listed(language)
    for word in _WORD.findall(lowered):
        found |= exact.get(word, frozenset())
        found |= {value for stem, values in stems if word.startswith(stem) for value in values}
    found |= {value for phrase, values in phrases if phrase in lowered for value in values}
    large = [int(v) for v in found if v in ("100", "1000")]
    small = [int(v) for v in found if v.isdigit() and 1 < int(v) < 100]
    return frozenset(found | {str(a * b) for a in small for b in large})  # vier Tausend, cztery tysiące


@cache
def _listed(
    language: str,
) -> tuple[dict[str, frozenset[str]], Sequence[tuple[str, frozenset[str]]], Sequence[tuple[str, frozenset[str]]]]:
    """Whole words, beginnings of words (written with a trailing `*`), and phrases -> values."""
    if language not in languages("counting"):
        return {}, (), ()
    whole: dict[str, set[str]] = {}
    stems: dict[str, set[str]] = {}
    phrases: dict[str, set[str]] = {}
    for values, forms in lexicon("counting", language).items():
        for form in forms:
            into = stems if form.endswith("*") else phrases if " " in form or not form.isalpha() else whole
            into.setdefault(form.rstrip("*").casefold(), set()).update(values.split("/"))
    return (
        {form: frozenset(v) for form, v in whole.items()},
        tuple((form, frozenset(v)) for form, v in stems.items()),
        tuple((form, frozenset(v)) for form, v in phrases.items()),
    )
