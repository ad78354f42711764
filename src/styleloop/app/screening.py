"""Checking words alone, with no campaign around them: the brand linter."""

from __future__ import annotations

from collections.abc import Sequence

from styleloop import audit
from styleloop.app.project import Project
from styleloop.audit import Verdict
from styleloop.errors import InputError
from styleloop.types.audit import AuditItem
from styleloop.types.copy import ALT, CAPTION, DRAWN_SLOTS, HEADLINE, Copy

SLOTS = (*DRAWN_SLOTS, CAPTION, ALT)


def screen_texts(
    project: Project, texts: Sequence[str], market: str = "", sku: str = "", placement: str = "", slot: str = HEADLINE
) -> tuple[Verdict, ...]:
    """Every check that needs words only, over each text.

    Args:
        project: whose brand, facts and formats count.
        texts: one piece each.
        market: locale; the brand's own when empty.
        sku: product whose facts may back a claim.
        placement: format whose limits count; none when empty.
        slot: which slot each text is for.

    Raises:
        InputError: the market, the product, the format or its slot is unknown.
    """
    format_ = project.placement(placement) if placement else None
    slots = sorted({*SLOTS, *(limit.slot for limit in format_.limits)} if format_ else SLOTS)
    if slot not in slots:
        raise InputError("no such slot", field="slot", got=slot, expected=", ".join(slots))
    product = project.store.products.find(sku) if sku else None
    if sku and product is None:
        raise InputError("no such product", field="product", got=sku, cure="run: styleloop ingest")
    items = [
        AuditItem(
            subject=text,
            words=Copy.of(**{slot: text.replace(" / ", "\n")}),
            placement=format_,
            market=project.market(market or project.kit.locale),
            kit=project.kit,
            day=project.today,
            product=product,
            claims=project.kit.claims,
        )
        for text in texts
    ]
    return tuple(audit.screen(items, project.guardrails))
