"""From what somebody asked for to a campaign, checked before any work begins."""

from __future__ import annotations

from datetime import date

from styleloop.app.arranging import known_template, labels
from styleloop.app.project import Project
from styleloop.app.reasons import reasons
from styleloop.errors import InputError
from styleloop.types.brief import Campaign
from styleloop.types.record import content_id


def wish(
    project: Project,
    product: str,
    name: str = "",
    markets: tuple[str, ...] = (),
    placements: tuple[str, ...] = (),
    lines: int | None = None,
    round_: int = 1,
    template: str = "",
    day: date | None = None,
) -> Campaign:
    """A campaign by these wishes, the settings filling what was left open.

    `day` is the first on which it is to be seen: claims, prices and rights are those of that day.

    Raises:
        InputError: the product, a market, a format or the template is unknown.
    """
    if project.store.products.find(product) is None:
        have = ", ".join(p.sku for p in project.store.products.all()[:12]) or "a product; run: styleloop ingest"
        raise InputError("no such product", field="product", got=product, expected=have)
    wanted = markets or project.markets
    formats = placements or project.settings.run.placements
    for market in wanted:
        project.market(market)
    for placement in formats:
        if not project.placement(placement).pictured:
            have = ", ".join(p.name for p in project.placements if p.pictured)
            cure = f"write a set of texts for it: styleloop texts {product} --market LOCALE --placement {placement}"
            raise InputError(
                "nothing is drawn for words alone", field="placements", got=placement, expected=have, cure=cure
            )
    named = name or product
    for field, number, least, most in (("lines", lines, 1, 50), ("round", round_, 1, 1000)):
        if number is not None and not least <= number <= most:
            raise InputError(f"{field} is out of range", field=field, got=number, expected=f"{least} to {most}")
    known = [c for c in project.store.campaigns.all(product=product) if (c.name, c.round) == (named, round_)]
    return Campaign(
        name=named,
        product=product,
        markets=wanted,
        placements=formats,
        lines=project.settings.run.lines if lines is None else lines,
        round=round_,
        day=day or (known[-1].day if known else project.today),
        template=known_template(project, template),
    )


def basis(project: Project, asked: Campaign) -> str:
    """A short name of what a campaign would be made from now: kit, product, styles, templates, reviewers' reasons."""
    product = project.store.products.get(asked.product)
    styles = [style.id for market in asked.markets if (style := project.store.current(market))]
    styles += [f"{turn.style} {turn.share}" for market in asked.markets if (turn := project.store.challenger(market))]
    value = {
        "kit": project.kit.model_dump(mode="json"),
        "product": product.model_dump(mode="json"),
        "styles": styles,
        "templates": labels(project, asked.template or project.settings.run.template),
    }
    sent_back = [note for market in asked.markets for note in reasons(project, asked, market)]
    value |= {"reasons": sent_back} if sent_back else {}
    return content_id("basis", value).removeprefix("basis_")
