"""Checking words alone, with no campaign around them: the brand linter."""

from __future__ import annotations

from collections.abc import Sequence

from styleloop import audit
from styleloop.app.project import Project
from styleloop.audit import Verdict
from styleloop.errors import InputError
from styleloop.types.audit import AuditItem
from styleloop.types.copy import HEADLINE, Copy


def screen_texts(project: Project, texts: Sequence[str], market: str = "", sku: str = "") -> tuple[Verdict, ...]:
    """Every check that needs words only, over each text as a headline.

    Raises:
        InputError: the market or the product is unknown.
    """
    product = project.store.products.find(sku) if sku else None
    if sku and product is None:
        raise InputError("no such product", field="product", got=sku, cure="run: styleloop ingest")
    items = [
        AuditItem(
            subject=text,
            words=Copy.of(**{HEADLINE: text.replace(" / ", "\n")}),
            market=project.market(market or project.kit.locale),
            kit=project.kit,
            day=project.today,
            product=product,
            claims=project.kit.claims,
        )
        for text in texts
    ]
    return tuple(audit.screen(items, project.guardrails))
