"""Every amount that a fact's text may be read to tell: in its own language, in another, as data sheets write it. Pure.

A fact is read generously, since it is what bears out, and the copy strictly: `14 mi`, `1/2 in`, `58,4 s`, `3-0` and
`Remojo: 12 horas` tell amounts here that would be none in running words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from styleloop.language.lexicons import languages
from styleloop.language.numbers import Quantity, known, quantities
from styleloop.language.tongue import leaning
from styleloop.language.unparted import unparted

_SYMBOLS = {
    "mi": "mi", "s": "s", "sec": "s", "sek": "s", "in": "in", "″": "in", '"': "in", "ft": "ft", "′": "ft", "yd": "yd",
    "lb": "lb", "lbs": "lb", "oz": "oz", "h": "h", "hr": "h", "hrs": "h", "std": "h", "d": "days", "j": "days",
    "min": "min", "m": "m", "t": "t", "l": "l", "cl": "cl", "dl": "dl", "ml": "ml", "g": "g", "kg": "kg", "mm": "mm",
    "cm": "cm", "km": "km", "w": "W", "kw": "kW", "db": "dB", "heures": "h", "heure": "h", "horas": "h", "hora": "h",
    "ore": "h", "ora": "h", "hours": "h", "hour": "h", "stunden": "h", "stunde": "h", "minuten": "min",
    "minutes": "min", "minutos": "min", "minuti": "min", "days": "days", "day": "days", "tage": "days", "jours": "days",
    "días": "days", "giorni": "days", "weeks": "weeks", "wochen": "weeks", "semaines": "weeks", "semanas": "weeks",
    "settimane": "weeks", "months": "months", "monate": "months", "mois": "months", "meses": "months", "mesi": "months",
    "years": "years", "jahre": "years", "ans": "years", "años": "years", "anni": "years", "yrs": "years",
}  # fmt: skip
"""What data sheets write behind a figure -> the canonical unit."""
_MEASURE = re.compile(
    r"(?<![\d.,/])(?:(?P<whole>\d+)[ -])?(?:(?P<above>\d{1,2})[/⁄](?P<below>\d{1,2})|(?P<figure>\d+(?:[.,]\d+)?))"
    rf"[ \u00a0\u202f-]?(?P<unit>{'|'.join(sorted(map(re.escape, _SYMBOLS), key=len, reverse=True))})(?!\w)",
    re.IGNORECASE,
)
_ELIDED = ("mass", "volume", "length", "time", "money", "area")
_CLOCK = re.compile(r"(?<![\d:.])(?P<h>[01]?\d|2[0-4])(?:[:.h時]| h )(?P<m>[0-5]\d)(?!\d)")
_FIGURE = re.compile(r"(?<![\d.,])\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+(?![\d])|\d+(?:[.,]\d+)?")


@lru_cache(maxsize=4096)
def told_amounts(text: str, locale: str) -> tuple[Quantity, ...]:
    """Every amount of a fact's text that `locale` or English reads in it, and every measure as data sheets write it."""
    own = [q for q in quantities(text, locale) if q.stated]
    other = tongue_of(text, locale)
    if other:
        own += [q for q in quantities(text, other) if q.stated]
    inches = "en" in (other, locale.split("-")[0].lower())  # `30 in salita`
    measures = tuple(one for one in _measures(text) if inches or one.unit != "in")
    return (*own, *measures, *_elided(text, (*own, *measures)))


@lru_cache(maxsize=1024)
def tongue_of(text: str, locale: str) -> str:
    """The other language with a list of numbers that a text is likelier in; empty where it is in its own."""
    language = locale.split("-")[0].lower()
    if language == "ja":
        return "" if unparted(text) else "en"
    if unparted(text):
        return "ja"
    if not any(map(str.isalpha, text)) or language not in languages("numbers"):
        return ""
    return next((one for one in ("en", "de", "fr", "es", "it") if one != language and leaning(text, one, locale)), "")


def _measures(text: str) -> Iterator[Quantity]:
    for found in _MEASURE.finditer(text):
        value = Decimal((found["figure"] or "0").replace(",", "."))
        if found["above"]:
            if int(found["below"]) == 0:
                continue
            value = Decimal(found["above"]) / Decimal(found["below"])
        whole = Decimal(found["whole"]) if found["whole"] and found["above"] else Decimal(0)
        yield known(value + whole, _SYMBOLS[found["unit"].lower()])


def _elided(text: str, told: tuple[Quantity, ...]) -> Iterator[Quantity]:
    """The bare numbers of a fact in the unit of its others: `20, 40 und 60 m`, `105 minuti, di cui 30 in salita`."""
    units = {q.unit for q in told if q.dimension in _ELIDED}
    if len(units) == 1 and len(told_figures(text)) > 1:
        unit = next(iter(units))
        yield from (known(value, unit) for value in sorted(told_figures(text)))


@lru_cache(maxsize=2048)
def told_figures(text: str) -> frozenset[Decimal]:
    """Every number in digits, whatever it counts: of scores, dates, models and lines."""
    return frozenset(
        Decimal(re.sub(r"[ .,'\u00a0\u202f](?=\d{3}(?!\d))", "", found[0]).replace(",", "."))
        for found in _FIGURE.finditer(text)
    )


@lru_cache(maxsize=1024)
def told_clocks(text: str) -> tuple[int, ...]:
    """Every hour of the day, in minutes since midnight: 810 of `13:30`."""
    return tuple(60 * int(found["h"]) + int(found["m"]) for found in _CLOCK.finditer(text))


def told_minutes(text: str) -> frozenset[int]:
    """The minutes of every hour of the day: 30 of `13:30`."""
    return frozenset(minutes % 60 for minutes in told_clocks(text))
