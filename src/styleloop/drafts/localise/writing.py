"""Prices and days in a market, and words of the other direction kept from running into its own. Pure.

Unicode's bidirectional algorithm (UAX #9) puts `312 g` into an Arabic sentence as it likes. A first-strong isolate
(U+2068 ... U+2069) about it keeps it whole. Whatever is drawn is isolated by the renderer already, so isolates are for
what travels as text: caption and alt text.
"""

from __future__ import annotations

import re
from datetime import date

from styleloop.language.amounts import price
from styleloop.language.written_days import said_day
from styleloop.types.brand import Market
from styleloop.types.product import Product

OPEN, CLOSE = "\u2068", "\u2069"
"""FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE."""
_LATIN = "A-Za-z\u00c0-\u024f"
_SIGNS = "£€$¥%#@"
_LEFT = re.compile(
    rf"(?:[{_LATIN}\d{_SIGNS}][{_LATIN}\d.,:/+&'’ \u00a0\u202f{_SIGNS}-]*)?[{_LATIN}]"
    rf"(?:[{_LATIN}\d.,:/%&'’ \u00a0-]*[{_LATIN}\d%])?"
)
_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc](?:[\u0590-\u08ff\ufb1d-\ufefc \u00a0]*[\u0590-\u08ff\ufb1d-\ufefc])?")


def isolated(text: str, market: Market) -> str:
    """`text` with each run of the other direction isolated; as it is where an isolate stands already."""
    if OPEN in text:
        return text
    runs = _LEFT if market.direction == "rtl" else _RIGHT
    return runs.sub(lambda found: f"{OPEN}{found[0]}{CLOSE}", text)


def bare(text: str) -> str:
    """`text` without isolates."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def priced(product: Product, market: Market) -> str:
    """The product's price as the market writes it; empty where it has none there."""
    found = product.price(market.locale)
    return price(found.amount, found.currency, market.locale) if found else ""


def dated(day: date, market: Market) -> str:
    """A day in words, as CLDR's long format has it: `14. März 2026`."""
    return said_day(day, market.locale)
