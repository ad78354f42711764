"""One principle: an amount that a fact tells is borne out, unless the facts tell another one of the same thing. Pure.

The amount may stand in any fact or registered claim, in any unit and language, in digits, words or as data sheets write
it, or be reckoned from two that do. What the copy counts or measures is looked for in the facts; where it stands there
with another amount of the same kind and never with this one, the amount is not borne out, however often it is told of
something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import permutations

from styleloop.audit.evidence import ROUGHLY, ROUNDED, Figure, states
from styleloop.audit.gist import akin, gist
from styleloop.audit.things import same_thing, thing_words
from styleloop.language.normalise import folded
from styleloop.language.numbers import Quantity, known, quantities
from styleloop.language.told_amounts import told_amounts, told_figures, told_minutes, tongue_of
from styleloop.language.units import base_value, dimension
from styleloop.language.unparted import unparted

_PLAIN = 20
"""A count from so many, or with a fraction, is no small number that anything might have."""
_WHOLE = 100
_NOBODY: frozenset[str] = frozenset()
_MIDNIGHT = re.compile(
    r"\b(?:minuit|midi|mezzanotte|mezzogiorno|medianoche|mediodía|mitternacht|mittag|midnight|noon)"
    r"(?: (?:et|e|y|und|and))? \Z"
)
"""Hours of the day that are no number, before minutes."""
_HOUR = 60
_PER = re.compile(
    r"\W*(?:per|a|an|each|the|pro|je|par|le|la|l['’]|au|à|por|el|al|allo|alla|all['’]|il|lo|cada|das|der|die)\b"
)
_COMPARES = re.compile(
    r"\b(?:than|less|fewer|more|over|lighter|shorter|longer|off|als|weniger|mehr|leichter|kürzer|länger|que|moins|plus"
    r"|menos|más|di|meno|più|del|rispetto|save|sparen?|économis\w+|ahorr\w+|rispar\w+|extra)\b|より|少な|多|軽|短|長"
)


def bears_amount(
    quantity: Quantity, text: str, sentence: str, locale: str, told: Iterable[str], numbers: Iterable[Quantity]
) -> bool:
    """Whether what is known tells the amount, and tells no other of the same thing.

    Args:
        quantity: the amount, with its place in `text`.
        text: the words of the piece.
        sentence: of `text`, the one that it stands in.
        locale: of the piece.
        told: the texts of all facts and registered claims that hold.
        numbers: amounts that facts tell as number and unit, beside their texts.
    """
    texts = tuple(told)
    if quantity.dimension == "count" and _completes_an_hour(quantity, text, locale, texts):
        return True
    if quantity.dimension == "count" and _bare_price(quantity, text, sentence, locale, texts):
        return True
    things = thing_words(text, quantity.start, quantity.end, locale)
    saying = [one for one in texts if any(_tells(own, quantity) for own in _of(one, quantity, locale))]
    if saying:
        others = [one for one in texts if one not in saying]
        if things and any(_counts_otherwise(one, quantity, things, locale) for one in others):
            return False
        if quantity.dimension == "share":
            return quantity.value != _WHOLE and any(_speaks_of(one, text, locale) for one in saying)
        if quantity.dimension != "count" or _is_telling(quantity):
            return True
        if any(_speaks_of(one, sentence, locale) for one in saying):
            return True
    if any(_tells(own, quantity) for own in numbers if own.dimension not in ("count", "share")):
        return True
    return any(_differs(reckoned, quantity) for one in texts for reckoned in _reckoned(one, quantity, sentence, locale))


@lru_cache(maxsize=4096)
def _all(text: str, locale: str) -> tuple[Quantity, ...]:
    figures = {q.value for q in told_amounts(text, locale) if q.dimension == "count"}
    rest = sorted(told_figures(text) - figures)
    return (*told_amounts(text, locale), *(known(value, "pieces") for value in rest))


def _of(text: str, quantity: Quantity, locale: str) -> Iterator[Quantity]:
    return (own for own in _all(text, locale) if own.dimension == quantity.dimension)


def _tells(own: Quantity, said: Quantity) -> bool:
    """Equal, converted, or within what the words leave open."""
    if states(Figure(own, "", "", _NOBODY), said, _NOBODY):
        return True
    mine, theirs = base_value(own.value, own.unit), base_value(said.value, said.unit)
    if own.dimension != said.dimension or (own.dimension == "money" and own.unit != said.unit):
        return False
    return said.approximate and abs(mine - theirs) <= ROUGHLY * max(abs(mine), abs(theirs))


def _differs(reckoned: Decimal, said: Quantity) -> bool:
    """Whether what was reckoned is what is said; shares to half a point, rounded amounts to a twentieth."""
    theirs = said.value if said.dimension in ("share", "money") else base_value(said.value, said.unit)
    room = ROUGHLY * abs(theirs) if said.approximate else abs(theirs) / 1000
    return abs(reckoned - theirs) <= (max(ROUNDED, room) if said.dimension == "share" else room)


def _is_telling(quantity: Quantity) -> bool:
    return quantity.value >= _PLAIN or quantity.value != int(quantity.value)


def _counts_otherwise(fact: str, said: Quantity, things: frozenset[str], locale: str) -> bool:
    """Whether a fact gives the thing another amount of the same kind."""
    for own in told_amounts(fact, locale):
        if own.dimension != said.dimension or (own.dimension == "count" and not own.noun and own.start == own.end):
            continue
        about = thing_words(fact, own.start, own.end, locale) if own.end else frozenset({own.noun} - {""})
        if any(same_thing(a, b) for a in things for b in about):
            return True
    return False


def _speaks_of(fact: str, sentence: str, locale: str) -> bool:
    """Whether a fact and a sentence have a word of substance in common, or are in two languages."""
    if tongue_of(fact, locale):
        return True
    own, told = gist(sentence, locale).stems, gist(fact, locale).stems
    if unparted(sentence):
        return any(a in fact or b in sentence for a in own for b in told if len(a) > 1 and len(b) > 1)
    return any(same_thing(a, b) or (len(a) > 3 and akin(a, b)) for a in own for b in told)


# --- hours, prices


def _completes_an_hour(quantity: Quantity, text: str, locale: str, told: Iterable[str]) -> bool:
    """`alle tredici e trenta`, `minuit vingt`: minutes behind an hour of the day, which a fact tells as `13:30`."""
    if not 0 < quantity.value < _HOUR or quantity.value != int(quantity.value):
        return False
    before = folded(text[max(0, quantity.start - 30) : quantity.start], locale)
    hours = [q for q in quantities(text, locale) if q.kind == "clock" and 0 <= quantity.start - q.end <= 5]
    if not hours and not _MIDNIGHT.search(before):
        return False
    return any(int(quantity.value) in told_minutes(one) for one in told)


def _bare_price(quantity: Quantity, text: str, sentence: str, locale: str, told: Iterable[str]) -> bool:
    """`54 euro, cioè 18 al metro`: a number without its currency, said per something or beside a price."""
    beside = any(q.dimension == "money" for q in quantities(sentence, locale))
    if not beside or not _PER.match(folded(text[quantity.end : quantity.end + 10], locale)):
        return False
    return any(
        own.dimension == "money" and own.value == quantity.value for one in told for own in told_amounts(one, locale)
    )


# --- reckoning


def _reckoned(fact: str, said: Quantity, sentence: str, locale: str) -> Iterator[Decimal]:
    """Shares, differences and prices of one, from two amounts of one fact."""
    own = _all(fact, locale)
    if said.dimension == "share":
        counts = [q for q in own if q.dimension not in ("", "share", "factor", "temperature") and q.value > 0]
        alike = ((a, b) for a, b in permutations(counts, 2) if a.dimension == b.dimension)
        for part, whole in alike:
            ratio = base_value(part.value, part.unit) / base_value(whole.value, whole.unit)
            if ratio < 1 and _speaks_of(fact, sentence, locale):
                yield 100 * ratio
                if _COMPARES.search(folded(sentence, locale)):
                    yield 100 - 100 * ratio
    elif said.dimension not in ("", "factor", "temperature") and _COMPARES.search(folded(sentence, locale)):
        alike_said = [
            q for q in own if q.dimension == said.dimension and (said.dimension != "money" or q.unit == said.unit)
        ]
        for one, other in permutations(alike_said, 2):
            yield base_value(one.value, one.unit) - base_value(other.value, other.unit)


def prices_of_one(texts: Iterable[str], currency: str, locale: str) -> Iterator[Decimal]:
    """What one unit costs of what a price and an amount tell: 11 a pound of `$22` and `2 lb`."""
    every = [own for one in texts for own in _all(one, locale)]
    money = {q.value for q in every if q.dimension == "money" and q.unit == currency and q.value > 0}
    amounts = {
        q.value
        for q in every
        if q.dimension in ("mass", "volume", "length", "count", "area", "time") and q.value > 1 and dimension(q.unit)
    }
    for price in sorted(money):
        for amount in sorted(amounts):
            yield price / amount
            yield price * amount
