"""Days as tables write them: `2026-03-01`, `01.03.2026`, `1 Mar 2026`, `03/01/2026`. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from styleloop.language.figures import plain

DAY_FIRST, MONTH_FIRST = "day first", "month first"

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]\d.*)?|(\d{4})(\d{2})(\d{2})")
_PARTED = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:[t ,]+\d.*)?")
_SPELLED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th|\.)? ([a-zä]+)\.?|([a-zä]+)\.? (\d{1,2})(?:st|nd|rd|th)?),? (\d{4})")
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan january januar", "feb february februar", "mar march märz mär", "apr april", "may mai", "jun june juni",
            "jul july juli", "aug august", "sep sept september", "oct october okt oktober", "nov november",
            "dec december dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


def days(text: str) -> dict[str, date]:
    """Every day `text` may mean, by the order assumed; the order is empty where the text leaves no doubt.

    `2026-03-01` -> {"": 1 March}; `03/01/2026` -> {"day first": 3 January, "month first": 1 March}; no day -> {}.
    """
    said = plain(text[:40]).lower()
    iso = _ISO.fullmatch(said)
    if iso:
        year, month, day = (int(part) for part in iso.groups() if part is not None)
        return _only(year, month, day)
    spelled = _SPELLED.fullmatch(said)
    if spelled:
        day, month = int(spelled[1] or spelled[4]), _MONTHS.get(spelled[2] or spelled[3], 0)
        return _only(int(spelled[5]), month, day)
    parted = _PARTED.fullmatch(said)
    return _parted(parted) if parted else {}


def _parted(found: re.Match[str]) -> dict[str, date]:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    year += 2000 if len(found[4]) == 2 else 0
    # No country writes month.day.year with dots.
    orders = (
        {DAY_FIRST: (second, first)} if found[2] == "." else {DAY_FIRST: (second, first), MONTH_FIRST: (first, second)}
    )
    possible = {order: _day(year, *pair) for order, pair in orders.items()}
    meant = {order: day for order, day in possible.items() if day is not None}
    if len(set(meant.values())) == 1 and (len(meant) == 2 or found[2] == "."):
        return {"": next(iter(meant.values()))}
    return meant


def _only(year: int, month: int, day: int) -> dict[str, date]:
    found = _day(year, month, day)
    return {"": found} if found else {}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_order(texts: Iterable[str]) -> str:
    """The order that the certain days among `texts` agree on, or empty when none shows it or they differ."""
    shown = {order for text in texts for order in (days(text) if len(days(text)) == 1 else ()) if order}
    return shown.pop() if len(shown) == 1 else ""


def day_of(text: str, order: str = "") -> date | None:
    """The day `text` means where days are written in `order`; None when it is none, or may mean two."""
    found = days(text)
    return next(iter(found.values())) if len(found) == 1 else found.get(order)
