"""Numbers with units, and prices, as each language writes them (CLDR, by Babel). Pure.

Three ways to write an amount, by form name:

* `number`: as running copy does it: `312 g`, `14 hours`, `0,75 l`, `312 غرامًا`;
* `number_short`: the symbol: `14 hrs`;
* `number_long`: the word: `312 grams`.

Number and unit are joined by a no-break space. Digits are Western in every language (the usage of brands in the Gulf).
"""

from __future__ import annotations

from typing import Literal

from babel import Locale
from babel.numbers import format_currency, format_decimal, get_currency_name
from babel.units import format_unit

NBSP = "\u00a0"
MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))
"""Direction marks: the renderer isolates by itself, and they would break the search for a price."""

FORMS = ("number", "number_short", "number_long")

_UNITS = {
    "g": ("mass", "mass-gram"),
    "kg": ("mass", "mass-kilogram"),
    "ml": ("volume", "volume-milliliter"),
    "l": ("volume", "volume-liter"),
    "mm": ("length", "length-millimeter"),
    "cm": ("length", "length-centimeter"),
    "m": ("length", "length-meter"),
    "h": ("time", "duration-hour"),
    "min": ("time", "duration-minute"),
    "years": ("time", "duration-year"),
    "%": ("share", "concentr-percent"),
    "lm": ("light", "light-lumen"),
    "mm_wc": ("pressure", "length-millimeter"),
    "pieces": ("count", ""),
}
_WATER_COLUMN = {"en": "water column", "de": "Wassersäule", "ar": "عمود مائي"}


def dimension(unit: str) -> str:
    """`mass`, `volume`, `length`, `time`, `share`, `light`, `pressure`, `count`, or empty for a unit unknown here."""
    return _UNITS[unit][0] if unit in _UNITS else ""


def amount(number: float, unit: str, locale: str, form: str = "number") -> str:
    """`number` with its unit as `locale` writes it in `form`; an empty string where it cannot be said.

    Args:
        number: In `unit`.
        unit: Canonical unit of a fact: g, kg, ml, l, mm, cm, m, h, min, years, %, lm, mm_wc.
        locale: BCP 47.
        form: One of `FORMS`.
    """
    kind, code = _UNITS.get(unit, ("", ""))
    if not code:
        return ""
    where = Locale.parse(locale, sep="-")
    text = format_unit(number, code, length=_length(form, kind, where.language), locale=where, numbering_system="latn")
    if code in text:  # CLDR has no such wording in this language, and Babel prints the code
        text = format_unit(number, code, length="short", locale=where, numbering_system="latn")
    if kind == "pressure":
        text = f"{text} {_WATER_COLUMN.get(where.language, '')}".strip()
    figure = decimal(number, locale)
    if not text.startswith(figure):  # `ساعتان`, `1 Liter` without its figure: nothing a reader could check
        return ""
    return text.translate(MARKS).replace(" ", NBSP, 1)


def _length(form: str, kind: str, language: str) -> Literal["short", "long"]:
    if form != "number":
        return "long" if form == "number_long" else "short"
    return "long" if language == "ar" or kind == "time" else "short"


def decimal(number: float, locale: str) -> str:
    """The bare figure: `0,75`, `10,000`."""
    return str(format_decimal(number, "#,##0.###", locale=Locale.parse(locale, sep="-"), numbering_system="latn"))


_COUNTED = ("درهم", "دينار", "ريال", "جنيه", "دولار")
"""Arabic names of money that take the ending of counted things."""


def price(value: float, currency: str, locale: str) -> str:
    """`£145`, `215 €`, `890 درهم`: whole amounts without decimals, one no-break space at most.

    Arabic takes the first word of the currency's name in the right plural, for that is how prices are set there.
    """
    where = Locale.parse(locale, sep="-")
    whole = float(value).is_integer()
    if where.language == "ar":
        figure = decimal(value, locale) if whole else format_decimal(value, "#,##0.00", locale=where)
        word = str(get_currency_name(currency, count=value, locale=where)).split()[0]
        # After 11 to 99 the counted noun stands in the accusative singular; CLDR leaves it as it is.
        counted = f"{word}ًا" if whole and 11 <= value % 100 <= 99 and word in _COUNTED else word
        return f"{figure}{NBSP}{counted}"
    pattern = where.currency_formats["standard"].pattern
    text = format_currency(
        value, currency, pattern.replace("0.00", "0") if whole else pattern, locale=where, currency_digits=False
    )
    return _spaced(str(text).translate(MARKS).replace(" ", NBSP))


def _spaced(text: str) -> str:
    """`AED890` -> `AED 890`: a code of letters does not touch its figure (CLDR currency spacing)."""
    for at in range(1, len(text)):
        if text[at - 1].isalpha() and text[at].isdigit():
            return f"{text[:at]}{NBSP}{text[at:]}"
    return text
