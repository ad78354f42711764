"""Amounts in running words: `312 g`, `two walls`, `14 Stunden`, `لتران`, `£145`, `half`. Pure.

What only looks like an amount - a time of day, a date, a year, a label such as `Fig. 1` - is found too, and classed, so
that it can be left out. A language without a word list still has its digits, symbols and currencies read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from styleloop.language.amount_classes import Bound
from styleloop.language.amount_reader import Reader
from styleloop.language.normalise import fold
from styleloop.language.units import base_value, dimension

Kind = Literal["amount", "count", "clock", "date", "year", "ordinal", "label"]
_CLOSE = Decimal("1e-9")


@dataclass(frozen=True)
class Quantity:
    """One number as a text says it.

    Attributes:
        value: in `unit`; 50 for half, whose unit is `%`.
        unit: canonical: g, kg, ml, l, mm, cm, m, h, min, years, %, lm, mm_wc, pieces, an ISO 4217 code, ...
        dimension: mass, volume, length, time, share, light, pressure, count, money, ...; empty for what is no amount.
        start: offset of its first character in the text as it was given.
        end: offset behind its last.
        text: the words themselves.
        kind: amount (with a unit) or count (of things); all others are no amounts and can be left out.
        approximate: whether the text says about, nearly, rund, حوالي.
        bound: whether it says at least, at most, or up to, which praises the most that there is.
        noun: for a count, the word that follows: `walls`.
    """

    value: Decimal
    unit: str
    dimension: str
    start: int
    end: int
    text: str
    kind: Kind = "amount"
    approximate: bool = False
    bound: Bound = ""
    noun: str = ""

    @property
    def stated(self) -> bool:
        """Whether it says how much or how many, so that something must back it."""
        return self.kind in ("amount", "count")


@lru_cache(maxsize=16_384)  # checks read the same words and the same register again and again
def quantities(text: str, locale: str) -> tuple[Quantity, ...]:
    """Every number of `text` in order of place, amounts and others.

    Args:
        text: As written.
        locale: BCP 47; it decides number words, units in words, and what `1,250` and `$` mean.
    """
    plain = fold(text, locale)
    found = []
    for read in Reader(plain.text, locale, lambda at, end: text[slice(*plain.span(at, end))]).read():
        start, end = plain.span(read.start, read.end)
        found.append(
            Quantity(
                value=read.value,
                unit=read.unit if read.kind in ("amount", "count") else "",
                dimension=dimension(read.unit) if read.kind in ("amount", "count") else "",
                start=start,
                end=end,
                text=text[start:end],
                kind=read.kind,
                approximate=read.approximate,
                bound=read.bound,
                noun=read.noun,
            )
        )
    return tuple(found)


def same(a: Quantity, b: Quantity) -> bool:
    """Whether both say the same amount: 1.5 l and 1500 ml, 1.3 kg and 1300 g, half and 50 %.

    Money is the same only in the same currency; about and at least are not looked at.
    """
    if a.dimension != b.dimension or not a.dimension or (a.dimension == "money" and a.unit != b.unit):
        return False
    left, right = base_value(a.value, a.unit), base_value(b.value, b.unit)
    return abs(left - right) <= _CLOSE * max(abs(left), abs(right))


def known(value: float | Decimal, unit: str) -> Quantity:
    """The quantity of a fact or price, to hold against what a text says; unit as in `Fact.unit`, or a currency.

    Raises:
        ValueError: the unit is none that Styleloop knows.
    """
    found = dimension(unit)
    if not found:
        raise ValueError(f"unit: expected a canonical unit or an ISO 4217 code, got {unit!r}")
    kind: Kind = "count" if found == "count" else "amount"
    return replace(_NOTHING, value=Decimal(str(value)), unit=unit, dimension=found, kind=kind)


_NOTHING = Quantity(Decimal(0), "", "", 0, 0, "")
