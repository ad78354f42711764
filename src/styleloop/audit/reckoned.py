"""Amounts that are reckoned from the figures that facts name. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, product

from styleloop.audit.evidence import Evidence
from styleloop.language.numbers import Quantity
from styleloop.language.units import dimension

_WHOLE = 100


def prices(backing: Evidence, currency: str) -> list[Decimal]:
    """Every price that facts and the product name, of one currency or of all, the lowest first."""
    found = {
        (f.quantity.unit, f.quantity.value)
        for f in backing.figures
        if f.quantity.dimension == "money" and f.quantity.value > 0 and (not currency or f.quantity.unit == currency)
    }
    price = backing.price
    if price is not None and dimension(price.currency) and (not currency or price.currency == currency):
        found.add((price.currency, Decimal(str(price.amount))))
    return sorted(value for _, value in found)


def shares(known: list[Decimal]) -> Iterator[Decimal]:
    """What is saved in percent from each price to a lower one."""
    for low, high in combinations(known, 2):
        if low < high:
            yield 100 - 100 * low / high


def money(backing: Evidence, currency: str) -> Iterator[Decimal]:
    """What is saved, shares of prices, and prices of so many, in one currency."""
    known = prices(backing, currency)
    yield from (high - low for low, high in combinations(known, 2))
    yield from known
    shares = [
        f.quantity.value for f in backing.figures if f.quantity.dimension == "share" and 0 < f.quantity.value < 100
    ]
    counts = [f.quantity.value for f in backing.figures if f.quantity.dimension == "count" and f.quantity.value > 1]
    for price in known:
        yield from (price * share / 100 for share in shares)
        yield from (price * (100 - share) / 100 for share in shares)
        yield from (price * count for count in counts)
        yield from (price / count for count in counts)


def multiplied(backing: Evidence, dimension: str, together: bool) -> Iterator[Quantity]:
    """What figures of one fact make together; of different facts only where the sentence speaks of a whole."""
    if dimension in ("count", "", "share", "factor", "temperature"):
        return
    amounts = [f for f in backing.figures if f.quantity.dimension == dimension and f.quantity.value > 0]
    counts = [f for f in backing.figures if f.quantity.dimension == "count" and f.quantity.value > 1]
    for amount, count in product(amounts, counts):
        if together or amount.cite == count.cite:
            yield replace(amount.quantity, value=amount.quantity.value * count.quantity.value)
            yield replace(amount.quantity, value=amount.quantity.value / count.quantity.value)
    for one, other in combinations(amounts, 2):
        if one.quantity.unit == other.quantity.unit and (together or one.cite == other.cite):
            yield replace(one.quantity, value=one.quantity.value + other.quantity.value)
