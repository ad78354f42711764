"""Amounts reckoned from what facts tell in their words: differences, shares, prices of one, times between hours. Pure.

Each is reckoned from two amounts that one fact tells, or from two facts' amounts of which both speak of what the
sentence speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import permutations

from styleloop.audit.evidence import ROUGHLY, ROUNDED
from styleloop.audit.gist import akin, gist
from styleloop.audit.things import same_thing
from styleloop.language.normalise import folded
from styleloop.language.numbers import Quantity, known
from styleloop.language.told_amounts import told_amounts, told_clocks, told_figures, tongue_of
from styleloop.language.units import base_value, dimension
from styleloop.language.unparted import unparted

COMPARES = re.compile(
    r"\b(?:than|less|fewer|more|over|lighter|shorter|longer|off|als|weniger|mehr|leichter|kürzer|länger|que|moins|plus"
    r"|menos|más|di|meno|più|del|rispetto|save|saves|instead|statt|sparen?|spart|économis\w+|ahorr\w+|rispar\w+|extra)\b"
    r"|より|少な|多|軽|短|長"
)
_TIMES = (
    (Decimal(2), re.compile(r"\b(?:twice|double|doppelt|zweimal|deux fois|doble|doppio|doppia)\b|2倍|二倍")),
    (Decimal(3), re.compile(r"\b(?:three times|triple|dreimal|trois fois|tres veces|triplo|tre volte)\b|3倍|三倍")),
    (Decimal("0.5"), re.compile(r"\b(?:half|halb|moitié|mitad|metà)\b|半分")),
    (Decimal(1) / 3, re.compile(r"\b(?:a third|drittel|tiers|tercio|terzo)\b|三分の一")),
    (Decimal("0.25"), re.compile(r"\b(?:a quarter|viertel|quart|cuarto|quarto)\b|四分の一")),
)
_NO_MEASURE = ("", "share", "factor", "temperature")
_PRICED = ("mass", "volume", "length", "count", "area", "time")
_EXACT = Decimal("0.001")
_PENNY = Decimal("0.005")
_LEAST = Decimal("0.8")


def reckoned(said: Quantity, texts: Sequence[str], text: str, sentence: str, locale: str) -> bool:
    """Whether the amount is reckoned from amounts that the facts tell.

    Args:
        said: the amount.
        texts: of all facts and registered claims that hold.
        text: the words of the piece.
        sentence: of `text`, the one that the amount stands in.
        locale: of the piece.
    """
    if said.dimension in ("", "factor", "temperature"):
        return False
    spoken = tuple(one for one in texts if speaks_of(one, text, locale))
    if said.dimension == "money":
        return any(_is(value, said) for value in prices_of_one(texts, said.unit, locale)) or any(
            _is(value, said) for value in _gaps(said, texts, locale)
        )
    if said.dimension == "share":
        return any(_is(value, said) for value in _shares(spoken, sentence, locale))
    if said.dimension == "time" and any(_is(value, said) for one in texts for value in _between(one)):
        return True
    compares = bool(COMPARES.search(folded(sentence, locale)))
    return compares and said.dimension != "count" and any(_is(value, said) for value in _gaps(said, texts, locale))


def ratio_told(ratios: frozenset[Decimal], texts: Sequence[str], text: str, locale: str) -> bool:
    """Whether two amounts that the facts tell stand in one of those ratios: `half the sugar` of 11 g and 22 g."""
    spoken = tuple(one for one in texts if speaks_of(one, text, locale))
    return any(
        abs(part / whole - ratio) <= ratio * ROUGHLY for part, whole in _pairs(spoken, locale) for ratio in ratios
    )


def times_over(text: str, locale: str) -> list[Decimal]:
    """How many times over a comparison in words says: 2 of `twice as`, a half of `halb so schwer wie`."""
    plain = folded(text, locale)
    return [value for value, words in _TIMES if words.search(plain)]


def speaks_of(fact: str, text: str, locale: str) -> bool:
    """Whether a fact and a text have a word of substance in common, or are in two languages."""
    if tongue_of(fact, locale):
        return True
    own, told = gist(text, locale).stems, gist(fact, locale).stems
    if unparted(text):
        return any(a in fact or b in text for a in own for b in told if len(a) > 1 and len(b) > 1)
    return any(same_thing(a, b) or (len(a) > 3 and akin(a, b)) for a in own for b in told)


@lru_cache(maxsize=4096)
def every_amount(text: str, locale: str) -> tuple[Quantity, ...]:
    """All that a fact tells, and every other number of it as a count."""
    told = told_amounts(text, locale)
    figures = {q.value for q in told if q.dimension == "count"}
    return (*told, *(known(value, "pieces") for value in sorted(told_figures(text) - figures)))


def prices_of_one(texts: Sequence[str], currency: str, locale: str) -> Iterator[Decimal]:
    """What one unit costs of what a price and an amount tell: 11 a pound of `$22` and `2 lb`; and what so many cost."""
    every = [own for one in texts for own in told_amounts(one, locale)]
    money = {q.value for q in every if q.dimension == "money" and q.unit == currency and q.value > 0}
    amounts = {q.value for q in every if q.dimension in _PRICED and q.value > 1 and dimension(q.unit)}
    for price in sorted(money):
        for amount in sorted(amounts):
            yield price / amount
            yield price * amount


def _is(value: Decimal, said: Quantity) -> bool:
    """Whether what was reckoned is what is said; shares to half a point, rounded amounts to a twentieth."""
    theirs = said.value if said.dimension in ("share", "money") else base_value(said.value, said.unit)
    if said.bound in ("at_most", "up_to") and _LEAST * theirs <= value <= theirs:
        return True
    if said.bound == "at_least" and theirs <= value <= theirs / _LEAST:
        return True
    room = abs(theirs) * (ROUGHLY if said.approximate else _EXACT)
    room = max(room, {"share": ROUNDED, "money": _PENNY}.get(said.dimension, Decimal(0)))
    return abs(value - theirs) <= room


def _pairs(texts: Sequence[str], locale: str) -> Iterator[tuple[Decimal, Decimal]]:
    every = {
        (q.dimension, q.unit if q.dimension == "money" else "", base_value(q.value, q.unit))
        for one in texts
        for q in told_amounts(one, locale)
        if q.dimension not in _NO_MEASURE and q.value > 0
    }
    for one, other in permutations(sorted(every), 2):
        if one[:2] == other[:2]:
            yield one[2], other[2]


def _shares(texts: Sequence[str], sentence: str, locale: str) -> Iterator[Decimal]:
    compares = bool(COMPARES.search(folded(sentence, locale)))
    for part, whole in _pairs(texts, locale):
        if part < whole:
            yield 100 * part / whole
            if compares:
                yield 100 - 100 * part / whole
        elif compares:
            yield 100 * part / whole - 100


def _gaps(said: Quantity, texts: Sequence[str], locale: str) -> Iterator[Decimal]:
    own = {
        q.value if said.dimension == "money" else base_value(q.value, q.unit)
        for one in texts
        for q in told_amounts(one, locale)
        if q.dimension == said.dimension and (said.dimension != "money" or q.unit == said.unit)
    }
    yield from (one - other for one, other in permutations(sorted(own), 2) if one > other)


def _between(fact: str) -> Iterator[Decimal]:
    """Seconds between each two hours of the day that a fact names."""
    for one, other in permutations(told_clocks(fact), 2):
        yield Decimal(60 * (other - one) if other > one else 60 * (24 * 60 + other - one))
