"""Which locales and currencies exist, by the Unicode CLDR that Babel carries."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.localedata import exists
from babel.numbers import get_currency_symbol, get_decimal_symbol, list_currencies

UNDETERMINED = "und"
"""BCP 47 for "no language": a picture without words."""

_RIGHT_TO_LEFT = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"})
_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?", re.IGNORECASE)
_SYMBOLS = {
    "£": "GBP", "€": "EUR", "$": "USD", "US$": "USD", "¥": "JPY", "₹": "INR", "₺": "TRY", "₽": "RUB", "zł": "PLN",
    "₴": "UAH", "₩": "KRW", "₪": "ILS", "د.إ": "AED", "درهم": "AED", "ر.س": "SAR", "ريال": "SAR", "ج.م": "EGP",
}  # fmt: skip


@cache
def canonical_locale(text: str) -> str | None:
    """`en_gb` -> `en-GB`; None when CLDR has no such language or no such territory."""
    found = _TAG.fullmatch(text.strip()) if len(text) <= 20 else None
    if found is None:
        return None
    language, script, territory = found.groups(default="")
    language, script, territory = language.lower(), script.title(), territory.upper()
    names = _english()
    known_territory = not territory or (territory in names.territories and territory != "ZZ")
    if not exists(language) or not known_territory or (script and script not in names.scripts):
        return None
    return "-".join(part for part in (language, script, territory) if part)


def known_locale(text: str) -> bool:
    """Whether `text` names a language, and a territory if any, that CLDR knows: `en-GB`, `de`, `zh-Hant-TW`."""
    return canonical_locale(text) is not None


@cache
def script_of(locale: str) -> str:
    """The script a locale is written in, ISO 15924, by CLDR's likely subtags; Chinese by its own: `Hans` or `Hant`.

    >>> [script_of(locale) for locale in ("de-DE", "sr-RS", "sr-Latn-RS", "zh-HK", "ko-KR")]
    ['Latn', 'Cyrl', 'Latn', 'Hant', 'Kore']
    """
    known = canonical_locale(locale)
    if known is None:
        return "Latn"
    parts = known.split("-")
    written = next((part for part in parts[1:] if len(part) == 4), "")
    likely: dict[str, str] = get_global("likely_subtags")  # type: ignore[assignment]
    full = likely.get("_".join(parts)) or likely.get(parts[0], "")
    return written or next((part for part in full.split("_")[1:] if len(part) == 4), "Latn")


def known_territory(code: str) -> bool:
    """Whether `code` is a country as CLDR writes it: `GB`; `419` and `ZZ` are none."""
    return code != "ZZ" and len(code) == 2 and code in _english().territories


@cache
def territory_meant(text: str) -> str:
    """The country that somebody means: `gb`, `UK` or `United Kingdom` -> `GB`; empty where it cannot be told."""
    said = text.strip()
    if known_territory(said.upper()):
        return said.upper()
    names = {str(name).casefold(): code for code, name in _english().territories.items() if known_territory(code)}
    return {"uk": "GB", "great britain": "GB", "usa": "US"}.get(said.casefold()) or names.get(said.casefold(), "")


@cache
def called(locale: str) -> str:
    """A locale as English says it: `English (United Kingdom)`; as it is written where CLDR does not know it."""
    known = canonical_locale(locale)
    try:
        return (Locale.parse(known, sep="-").get_display_name("en") if known else None) or locale
    except UnknownLocaleError:  # language and territory are both known, and CLDR has not met them together
        return locale


@cache
def calendar_words(locale: str) -> frozenset[str]:
    """Names of months and days, long and short, folded: capital letters that are nobody's name."""
    known = canonical_locale(locale)
    if known is None:
        return frozenset()
    where = Locale.parse(known, sep="-")
    tables = (table for part in (where.months, where.days) for kind in part.values() for table in kind.values())
    return frozenset(str(name).strip(".").casefold() for table in tables for name in table.values())


def direction_of(script: str) -> Literal["ltr", "rtl"]:
    """Which way a script runs."""
    return "rtl" if script in _RIGHT_TO_LEFT else "ltr"


@cache
def decimal_sign(locale: str) -> str:
    """What parts whole and fraction in numbers of a locale: `.` or `,`; Arabic `٫` counts as `.`."""
    known = canonical_locale(locale)
    sign = str(get_decimal_symbol(Locale.parse(known, sep="-"))) if known else "."
    return "," if sign == "," else "."


def known_currency(code: str) -> bool:
    """Whether `code` is an ISO 4217 code."""
    return code in _currencies()


def currency_of(sign: str, home: str = "") -> str:
    """`£` or `gbp` -> `GBP`; empty when unknown.

    Args:
        sign: symbol or code as written beside an amount.
        home: the market's own currency, which a shared sign such as `$` or `kr` then means.
    """
    text = sign.strip().strip(".") if sign.strip() not in _SYMBOLS else sign.strip()
    if known_currency(text.upper()):
        return text.upper()
    if home and known_currency(home) and text in _signs_of(home):
        return home
    return _SYMBOLS.get(text, "")


@cache
def _signs_of(code: str) -> frozenset[str]:
    narrow = {
        str(get_currency_symbol(code, Locale.parse(at))) for at in ("en", "de", "ar", "fr", "sv", "en_AU", "en_CA")
    }
    return frozenset(narrow | {sign[-1] for sign in narrow if sign.endswith("$")})


@cache
def _english() -> Locale:
    return Locale("en")


@cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())
