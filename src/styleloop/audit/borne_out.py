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

from styleloop.audit.evidence import CLOSE, ROUGHLY, Figure, states
from styleloop.audit.pooled import every_amount, reckoned, speaks_of
from styleloop.audit.things import same_thing, thing_words
from styleloop.language.normalise import folded
from styleloop.language.numbers import Quantity, known, quantities, same
from styleloop.language.told_amounts import told_amounts, told_minutes
from styleloop.language.units import base_value

_PLAIN = 20
"""A count from so many, or with a fraction, is no small number that anything might have."""
_WHOLE = 100
_PARTED = ("time", "mass", "volume", "length")
_CALENDAR = frozenset({"months", "years"})
_MONTHS = Decimal("0.02")
_NOBODY: frozenset[str] = frozenset()
_MIDNIGHT = re.compile(
    r"\b(?:minuit|midi|mezzanotte|mezzogiorno|medianoche|mediodía|mitternacht|mittag|midnight|noon)"
    r"(?: (?:et|e|y|und|and))? \Z"
)
"""Hours of the day that are no number, before minutes."""
_HOUR = 60
_LINK = 7
"""Signs between an hour and its minutes: ` meno `, ` e `."""
_PER = re.compile(
    r"\W*(?:per|a|an|each|the|pro|je|par|le|la|l['’]|au|à|por|el|al|allo|alla|all['’]|il|lo|cada|das|der|die)\b"
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
    if quantity.value == 1 and any(_per_one(one, quantity.unit) for one in texts):
        return True
    things = thing_words(text, quantity.start, quantity.end, locale)
    saying = [one for one in texts if any(_tells(own, quantity) for own in _of(one, quantity, locale))]
    if saying:
        others = [one for one in texts if one not in saying]
        if things and any(_counts_otherwise(one, quantity, things, locale) for one in others):
            return False
        if quantity.dimension == "share":
            return quantity.value != _WHOLE and any(speaks_of(one, text, locale) for one in saying)
        if quantity.dimension != "count" or _is_telling(quantity):
            return True
        if any(speaks_of(one, sentence, locale) for one in saying):
            return True
    if any(_tells(own, quantity) for own in numbers if own.dimension not in ("count", "share")):
        return True
    return _elides(quantity, sentence, locale, texts) or reckoned(quantity, texts, text, sentence, locale)


def _of(text: str, quantity: Quantity, locale: str) -> Iterator[Quantity]:
    return (own for own in every_amount(text, locale) if own.dimension == quantity.dimension)


def _tells(own: Quantity, said: Quantity) -> bool:
    """Equal, converted, or within what the words leave open."""
    light = said.bound == "at_most" and own.dimension == said.dimension == "mass"
    if light and base_value(own.value, own.unit) < CLOSE * base_value(said.value, said.unit):
        return False
    if states(Figure(own, "", "", _NOBODY), said, _NOBODY):
        return True
    mine, theirs = base_value(own.value, own.unit), base_value(said.value, said.unit)
    if own.dimension != said.dimension or (own.dimension == "money" and own.unit != said.unit):
        return False
    if said.dimension == "share" and not any(map(str.isdigit, said.text)) and said.value != _WHOLE:
        return abs(mine - theirs) <= 1  # two thirds are 66 %
    if said.dimension == "time" and (own.unit in _CALENDAR) != (said.unit in _CALENDAR):
        return abs(mine - theirs) <= _MONTHS * theirs  # a month is thirty days
    return said.approximate and abs(mine - theirs) <= ROUGHLY * max(abs(mine), abs(theirs))


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


@lru_cache(maxsize=2048)
def _per_one(fact: str, unit: str) -> bool:
    """Whether a fact tells what one of the unit does: `12 m²/l`, `3 kg je l`."""
    return bool(unit) and bool(re.search(rf"(?:/|\b(?:per|pro|je|par|por|al|à l['’])) ?{re.escape(unit)}(?!\w)", fact))


# --- hours, prices


def _completes_an_hour(quantity: Quantity, text: str, locale: str, told: Iterable[str]) -> bool:
    """`alle tredici e trenta`, `minuit vingt`: minutes behind an hour of the day, which a fact tells as `13:30`."""
    if not 0 < quantity.value < _HOUR or quantity.value != int(quantity.value):
        return False
    before = folded(text[max(0, quantity.start - 30) : quantity.start], locale)
    hours = [q for q in quantities(text, locale) if q.kind == "clock" and 0 <= quantity.start - q.end <= _LINK]
    if not hours and not _MIDNIGHT.search(before):
        return False
    minutes = {int(quantity.value), _HOUR - int(quantity.value)}  # alle nove meno dieci
    return any(not minutes.isdisjoint(told_minutes(one)) for one in told)


def _bare_price(quantity: Quantity, text: str, sentence: str, locale: str, told: Iterable[str]) -> bool:
    """`54 euro, cioè 18 al metro`: a number without its currency, said per something or beside a price."""
    beside = any(q.dimension == "money" for q in quantities(sentence, locale))
    if not beside or not _PER.match(folded(text[quantity.end : quantity.end + 10], locale)):
        return False
    return any(
        own.dimension == "money" and own.value == quantity.value for one in told for own in told_amounts(one, locale)
    )


def _elides(said: Quantity, sentence: str, locale: str, told: Iterable[str]) -> bool:
    """`tres cuartos de hora de charla y un cuarto de preguntas`: a part of the unit that was said before."""
    if said.dimension != "share" or any(map(str.isdigit, said.text)):
        return False
    units = {q.unit for q in quantities(sentence, locale) if q.dimension in _PARTED}
    parts = [known(said.value / 100, unit) for unit in sorted(units)]
    every = [own for one in told for own in told_amounts(one, locale) if own.dimension in _PARTED]
    return any(100 * own.value == said.value or any(same(own, part) for part in parts) for own in every)
