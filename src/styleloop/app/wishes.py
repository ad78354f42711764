"""From what somebody asked for to a campaign, checked before any work begins."""

from __future__ import annotations

from styleloop.app.project import Project
from styleloop.errors import InputError
from styleloop.types.brief import Campaign


def wish(
    project: Project,
    product: str,
    name: str = "",
    markets: tuple[str, ...] = (),
    placements: tuple[str, ...] = (),
    lines: int | None = None,
    round_: int = 1,
) -> Campaign:
    """A campaign by these wishes, the settings filling what was left open.

    Raises:
        InputError: the product, a market or a format is unknown.
    """
    if project.store.products.find(product) is None:
        have = ", ".join(p.sku for p in project.store.products.all()[:12]) or "none; run: styleloop ingest"
        raise InputError("no such product", field="product", got=product, expected=have)
    wanted = markets or project.markets
    formats = placements or project.settings.run.placements
    for market in wanted:
        project.market(market)
    for placement in formats:
        project.placement(placement)
    named = name or product
    known = [c for c in project.store.campaigns.all(product=product) if (c.name, c.round) == (named, round_)]
    return Campaign(
        name=named,
        product=product,
        markets=wanted,
        placements=formats,
        lines=lines or project.settings.run.lines,
        round=round_,
        day=known[-1].day if known else project.today,
    )
