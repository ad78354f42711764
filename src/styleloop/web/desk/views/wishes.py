"""What can be asked for: products, markets, formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from styleloop.app.arranging import offers
from styleloop.app.project import Project
from styleloop.types.brief import Placement
from styleloop.types.product import Product
from styleloop.types.template import AUTO

TALLEST = 34.0
"""Height of the little frame that shows a format's shape, in pixels."""
EACH = "chosen for each line"
OTHER = "Your own"
"""Where formats of a project's own file stand that name no platform."""


@dataclass(frozen=True)
class Offered:
    """One product that something can be made for."""

    sku: str
    name: str
    picture: str
    facts: int


@dataclass(frozen=True)
class Format:
    """One format and its shape."""

    name: str
    label: str
    size: str
    width: float
    height: float


@dataclass(frozen=True)
class Platform:
    """The formats of one platform, in the order of its file."""

    name: str
    formats: tuple[Format, ...]


@dataclass(frozen=True)
class Wishes:
    """Everything the New screen offers, and what is chosen at first."""

    products: tuple[Offered, ...]
    markets: tuple[tuple[str, str, bool], ...]
    """(locale, name, whether a house style was learnt for it)."""
    platforms: tuple[Platform, ...]
    """Formats with a picture, by platform; those of words alone are not offered, since nothing is drawn for them."""
    chosen_product: str
    chosen_markets: tuple[str, ...]
    chosen_formats: tuple[str, ...]
    lines: int
    name: str
    templates: tuple[tuple[str, str], ...]
    """(value, how it is called) of each way to lay lines out, the project's own first; none without a choice."""
    chosen_template: str

    @property
    def pictures(self) -> int:
        """How many pictures the choice makes."""
        return self.lines * len(self.chosen_markets) * len(self.chosen_formats)


def wishes(
    project: Project,
    product: str = "",
    markets: tuple[str, ...] = (),
    placements: tuple[str, ...] = (),
    lines: int = 0,
    name: str = "",
    template: str = "",
) -> Wishes:
    """What is offered, with an earlier choice kept."""
    products = sorted(project.store.products.all(), key=lambda p: p.sku)
    ready = {m.locale: project.store.current(m.locale) is not None for m in project.kit.markets}
    usual = tuple(m for m in project.markets if ready.get(m))
    return Wishes(
        products=tuple(_offered(project, p) for p in products),
        markets=tuple((m.locale, m.name, ready[m.locale]) for m in project.kit.markets),
        platforms=_platforms(project.placements),
        chosen_product=product,
        chosen_markets=markets or usual,
        chosen_formats=placements or project.settings.run.placements,
        lines=lines or project.settings.run.lines,
        name=name,
        templates=_templates(project),
        chosen_template=template,
    )


def _offered(project: Project, product: Product) -> Offered:
    name = product.name(project.kit.locale)
    return Offered(
        sku=product.sku,
        name=name.text if name else product.sku,
        picture=product.picture if project.store.blobs.has(product.picture) else "",
        facts=len(product.facts),
    )


def _platforms(placements: Sequence[Placement]) -> tuple[Platform, ...]:
    found: dict[str, list[Format]] = {}
    for placement in placements:
        if placement.pictured:
            found.setdefault(placement.platform or OTHER, []).append(_format(placement))
    return tuple(Platform(name, tuple(formats)) for name, formats in found.items())


def _format(placement: Placement) -> Format:
    scale = TALLEST / max(placement.width, placement.height)
    return Format(
        placement.name,
        placement.label,
        f"{placement.width} x {placement.height}",
        round(placement.width * scale, 1),
        round(placement.height * scale, 1),
    )


def _templates(project: Project) -> tuple[tuple[str, str], ...]:
    names = [offer.name for offer in offers(project)]
    if not names:
        return ()
    own = project.settings.run.template
    usual = f"as the project says: {EACH if own == AUTO else own}"
    return (("", usual), *(((AUTO, EACH),) if own != AUTO else ()), *((name, name) for name in names if name != own))
