"""What a market asks of a translation into it, from the brand's own files. Pure."""

from __future__ import annotations

from styleloop.language.glossary import Entry, entries
from styleloop.language.parallel import Terms
from styleloop.language.written_numbers import written_numbers
from styleloop.types.brand import BrandKit, Market
from styleloop.types.product import Product


def asked(kit: BrandKit, source_locale: str, market: Market, product: Product | None = None) -> Terms:
    """Glossary, manner of address, units, and the figures that the market brings itself: its price, its legal line.

    The brand's own name stays as it is, unless a term says otherwise.
    """
    own = {n.key for n in written_numbers(market.legal_line, market.locale)}
    price = product.price(market.locale) if product else None
    if price:
        own |= {n.key for n in written_numbers(f"{price.amount:.2f}", "en")}
    name = () if any(t.text == kit.name for t in kit.terms) else (Entry(kit.name),)
    return Terms(
        entries=(*entries(kit.terms, source_locale, market.locale), *name),
        formality=market.formality,
        others=tuple(m.locale for m in kit.markets),
        allowed=frozenset(own),
        currency=market.currency,
        units="imperial" if market.units == "imperial" else "",
    )
