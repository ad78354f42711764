"""Two lots of facts about one product made one: what comes first wins, and nothing is said twice or against it."""

from __future__ import annotations

from collections.abc import Sequence

from styleloop.language.numbers import known as amount
from styleloop.language.numbers import same
from styleloop.language.units import dimension
from styleloop.types.product import Fact

_ONE_OF_A_KIND = frozenset({"colour", "origin"})
"""Kinds of which a thing has one: a second one would speak against the first."""
_LENGTHS = frozenset({"length", "width", "height", "depth", "diameter", "thickness"})


def joined(first: Sequence[Fact], then: Sequence[Fact]) -> tuple[Fact, ...]:
    """All of `first`, and of `then` what neither repeats nor contradicts one of them.

    A fact of `then` is left out where one of `first` has its key (with or without the kind in front: `weight`,
    `measure-weight`), says the same words, has the same number and unit, measures the same thing otherwise, or is the
    one colour or origin.
    """
    return (*first, *(fact for fact in then if not any(_covers(known, fact) for known in first)))


def _covers(known: Fact, fact: Fact) -> bool:
    if known.key == fact.key or name_of(known) == name_of(fact):
        return True
    if known.kind != fact.kind:
        return False
    if known.kind in _ONE_OF_A_KIND or _words(known) & _words(fact):
        return True
    return _measures_the_same(known, fact)


def _measures_the_same(known: Fact, fact: Fact) -> bool:
    if known.number is None or fact.number is None:
        return False
    if not dimension(known.unit) or dimension(known.unit) != dimension(fact.unit):
        return False
    if fact.kind not in ("measure", "performance"):
        return same(amount(known.number, known.unit), amount(fact.number, fact.unit))
    # Lengths are of several sides, and told apart by name where both have one.
    return not {name_of(known), name_of(fact)} <= _LENGTHS


def name_of(fact: Fact) -> str:
    """What a fact is about: its key without the kind, `measure-weight` -> `weight`."""
    return fact.key.removeprefix(f"{fact.kind}-")


def _words(fact: Fact) -> set[str]:
    return {text.casefold() for _, text in fact.labels} | {phrase.text.casefold() for phrase in fact.phrases}
