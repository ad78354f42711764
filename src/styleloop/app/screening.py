"""Checking words alone, with no campaign around them and no database: the brand linter."""

from __future__ import annotations

from collections.abc import Sequence

from styleloop import audit
from styleloop.app.brand import Brand
from styleloop.app.linting import SLOTS, Text, typed
from styleloop.app.packfiles import packs_of
from styleloop.app.rivals import rivals
from styleloop.audit import Verdict
from styleloop.errors import InputError
from styleloop.types.audit import AuditItem
from styleloop.types.brief import Placement
from styleloop.types.copy import HEADLINE, Copy
from styleloop.types.product import Product


def screen_texts(
    brand: Brand, texts: Sequence[str], market: str = "", sku: str = "", placement: str = "", slot: str = HEADLINE
) -> tuple[Verdict, ...]:
    """Every check that needs words only, over each text; ` / ` breaks a line. Otherwise as `screen`."""
    return screen(brand, [typed(text, slot) for text in texts], market, sku, placement)


def screen(
    brand: Brand, texts: Sequence[Text], market: str = "", sku: str = "", placement: str = ""
) -> tuple[Verdict, ...]:
    """Every check that needs words only, over each piece.

    Args:
        brand: whose rules, facts and formats count.
        texts: pieces; a market or a product that a piece names itself goes before those given here.
        market: locale; the brand's own when empty.
        sku: product whose facts may back a claim.
        placement: format whose limits count; none when empty.

    Raises:
        InputError: a market, a product, the format or one of its slots is unknown.
    """
    format_ = brand.placement(placement) if placement else None
    _refuse_slots(texts, format_)
    products = {name: _product(brand, name) for name in sorted({text.product or sku for text in texts})}
    items = [
        AuditItem(
            subject=f"text_{number}",
            words=Copy.of(**text.slots),
            placement=format_,
            market=brand.market(text.market or market or brand.kit.locale),
            kit=brand.kit,
            day=brand.today,
            product=products[text.product or sku],
            claims=brand.kit.claims,
            rivals=rivals(brand.root),
            packs=packs_of(brand.root),
        )
        for number, text in enumerate(texts, 1)
    ]
    return tuple(audit.screen(items, brand.guardrails))


def _refuse_slots(texts: Sequence[Text], placement: Placement | None) -> None:
    known = sorted({*SLOTS, *(limit.slot for limit in placement.limits)} if placement else SLOTS)
    for text in texts:
        unknown = [slot for slot in text.slots if slot not in known]
        if unknown:
            raise InputError("no such slot", field="slot", got=unknown[0], expected=", ".join(known))


def _product(brand: Brand, sku: str) -> Product | None:
    found = brand.product(sku) if sku else None
    if sku and found is None:
        cure = "type it into products/products.toml, or run: styleloop ingest"
        raise InputError("no such product", field="product", got=sku, cure=cure)
    return found
