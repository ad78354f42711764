"""Rulings of people laid over a product's facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from styleloop.types.product import Fact, Product
from styleloop.types.ruling import Ruling


def standing(rulings: Iterable[Ruling]) -> dict[tuple[str, str], Ruling]:
    """(sku, key) -> the ruling that holds, where one does: the last that no `undo` took back."""
    every: dict[tuple[str, str], list[Ruling]] = {}
    for ruling in rulings:
        stack = every.setdefault((ruling.sku, ruling.key), [])
        if ruling.action != "undo":
            stack.append(ruling)
        elif stack:
            stack.pop()
    return {place: stack[-1] for place, stack in every.items() if stack}


def ruled(product: Product, holding: dict[tuple[str, str], Ruling]) -> Product:
    """`product` with what people said of its facts: confirmed, corrected, or taken out.

    A ruling is about a fact as it stood. Where the file says something else by now, the fact stands as the file has it
    and is stated again.
    """
    facts = [made for fact in product.facts for made in _ruled(fact, holding.get((product.sku, fact.key)))]
    return product.model_copy(update={"facts": tuple(facts)})


def _ruled(fact: Fact, ruling: Ruling | None) -> Sequence[Fact]:
    if ruling is None or not alike(fact, ruling.was):
        return (fact,)
    if ruling.action == "drop":
        return ()
    said = ruling.now or fact
    return (said.model_copy(update={"status": "confirmed", "source": fact.source, "span": fact.span}),)


def unruled(product: Product, taken_back: Ruling) -> Product:
    """`product` as it was before a ruling on it."""
    before = taken_back.was
    places = [at for at, fact in enumerate(product.facts) if fact.key == before.key]
    facts = [fact for fact in product.facts if fact.key != before.key]
    facts.insert(places[0] if places else len(facts), before)
    return product.model_copy(update={"facts": tuple(facts)})


def alike(one: Fact, other: Fact) -> bool:
    """Whether two facts say the same, whatever they were read from and whoever has looked at them."""
    return _said(one) == _said(other)


def _said(fact: Fact) -> tuple[object, ...]:
    return fact.kind, fact.labels, tuple(p.text for p in fact.phrases), fact.number, fact.unit
