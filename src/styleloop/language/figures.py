"""Numbers as tables write them: `1,250.50`, `1 234,56`, `1.250`. What cannot be told is not guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import islice

from styleloop.language.locales import currency_of

_LONGEST = 40
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f']+")
_ARABIC = str.maketrans({"٫": ".", "٬": "'", "−": "-", "\u2019": "'"})
_WHOLE = re.compile(r"[+-]?\d+")
_GROUPED = {
    mark: re.compile(
        rf"[+-]?(\d{{1,3}}({re.escape(mark)}\d{{3}})+|\d{{1,2}}({re.escape(mark)}\d{{2}})+{re.escape(mark)}\d{{3}})"
    )
    for mark in ",. "
}
_MONEY = re.compile(r"(?P<before>[^\d+-]*?)(?P<number>[+-]?[\d.,][\d.,' ]*)(?P<after>[^\d]*)", re.DOTALL)


def plain(text: str) -> str:
    """`text` with ASCII digits and signs, ordinary spaces, and no invisible direction marks."""
    swapped = "".join(
        str(unicodedata.decimal(c, c)) for c in text.translate(_ARABIC) if unicodedata.category(c) != "Cf"
    )
    return _SPACES.sub(" ", swapped).strip()


def readings(text: str) -> Mapping[str, Decimal]:
    """Every number `text` may mean, by the decimal sign assumed.

    `1250` -> {"": 1250}; `1,250.50` -> {".": 1250.50}; `1,250` -> {".": 1250, ",": 1.250}; not a number -> {}.
    """
    number = plain(text)
    if len(number) > _LONGEST or not any(c.isdecimal() for c in number):
        return {}
    if _WHOLE.fullmatch(number):
        return {"": Decimal(number)}
    if _GROUPED[" "].fullmatch(number):
        return {"": Decimal(number.replace(" ", ""))}
    found = {mark: _as(number, mark) for mark in ".,"}
    return {mark: value for mark, value in found.items() if value is not None}


def _as(number: str, mark: str) -> Decimal | None:
    whole, sign, fraction = number.partition(mark)
    digits = _ungrouped(whole or "0", mark)
    if digits is None or not (sign or digits != whole) or (fraction and not fraction.isdecimal()):
        return None
    return Decimal(f"{digits}.{fraction or 0}")


def _ungrouped(whole: str, mark: str) -> str | None:
    if _WHOLE.fullmatch(whole):
        return whole
    other = "." if mark == "," else ","
    groups = [g for g in (other, " ") if _GROUPED[g].fullmatch(whole) and not whole.lstrip("+-").startswith("0")]
    return whole.replace(groups[0], "") if groups else None


def decimal_mark(texts: Iterable[str]) -> str:
    """The decimal sign that the certain numbers among `texts` agree on: `.`, `,` or empty when none shows it."""
    shown = {mark for text in texts for mark in (readings(text) if len(readings(text)) == 1 else ()) if mark}
    return shown.pop() if len(shown) == 1 else ""


def figure(text: str, mark: str = "") -> Decimal | None:
    """The number `text` means where `mark` is the decimal sign; None when it is none, or may mean two.

    A number that can be read in one way only is read so, whatever `mark` says.
    """
    found = readings(text)
    if len(found) == 1:
        return next(islice(found.values(), 1))
    return found.get(mark)


def money(text: str, home: str = "", mark: str = "") -> tuple[Decimal, str] | None:
    """(amount, ISO 4217 code or empty) of `352 AED`, `£12.50`, `1.299,00 €`; None when it is no amount.

    Args:
        text: as written.
        home: the market's currency, which a shared sign such as `$` then means.
        mark: the decimal sign, used when the amount alone does not tell.
    """
    found = _MONEY.fullmatch(plain(text)) if len(text) <= _LONGEST else None
    amount = figure(found["number"].strip(" '"), mark) if found else None
    if found is None or amount is None:
        return None
    sign = found["before"].strip() or found["after"].strip()
    if found["before"].strip() and found["after"].strip():
        return None
    code = currency_of(sign, home) if sign else ""
    return None if sign and not code else (amount, code)
