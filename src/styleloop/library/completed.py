"""What a person typed, laid over what a feed says of the same product."""

from __future__ import annotations

from styleloop.library.joined import joined
from styleloop.types.product import Product


def completed(typed: Product, known: Product | None) -> Product:
    """`typed` with what it leaves open taken from `known`, where that was read from another file.

    Names and alt texts are taken by language, prices by market, facts by what they are about (`joined`) unless
    `only_these_facts` says that the typed ones are all; traits and the rest only where none were typed.
    """
    if known is None or known.source.file == typed.source.file:
        return typed
    named = {name.locale for name in typed.names}
    priced = {price.market for price in typed.prices}
    described = {locale for locale, _ in typed.picture_alt}
    return typed.model_copy(
        update={
            "names": (*typed.names, *(name for name in known.names if name.locale not in named)),
            "prices": (*typed.prices, *(price for price in known.prices if price.market not in priced)),
            "picture_alt": (*typed.picture_alt, *(alt for alt in known.picture_alt if alt[0] not in described)),
            "category": typed.category or known.category,
            "adversaries": typed.adversaries or known.adversaries,
            "traits": typed.traits or known.traits,
            "facts": typed.facts if typed.only_these_facts else joined(typed.facts, known.facts),
            "picture": typed.picture or known.picture,
            "pictures": typed.pictures or (() if typed.picture else known.pictures),
            "description": typed.description or known.description,
        }
    )
