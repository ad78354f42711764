"""Whether what a piece says still holds today: told on the desk before anybody approves, asked again when it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from styleloop import publish
from styleloop.app import picturing
from styleloop.app.project import Project
from styleloop.brief import as_of
from styleloop.types.brand import Claim
from styleloop.types.product import Product
from styleloop.types.record import Refusal
from styleloop.types.shot import Shot
from styleloop.types.variant import FilledSlot, Variant


def moved(project: Project, variant: Variant, filled: Sequence[FilledSlot]) -> Refusal | None:
    """A Refusal when a price or a fact that the words rest on is no longer what it was when they were written."""
    then = project.store.briefs.get(variant.provenance.brief).product
    return _moved(variant, filled, then, _today(project, variant.product))


def no_longer(project: Project, variant: Variant) -> Refusal | None:
    """Why publishing would hold a piece back today for what it rests on: a price, a fact, a claim or its picture.

    What today's rules find is not asked: that takes every check, and publishing asks them all.
    """
    return held(project, [variant]).get(variant.id)


def held(project: Project, variants: Iterable[Variant]) -> dict[str, Refusal]:
    """As `no_longer` for many pieces: id -> why, of those that would be held back. What they share is read once."""
    drafts = cache(project.store.drafts.get)
    then = cache(lambda brief: project.store.briefs.get(brief).product)
    now = cache(lambda sku: _today(project, sku))
    shots = cache(lambda sku: _shots(project, sku))
    ended: dict[tuple[str, str, str], tuple[Claim, ...]] = {}
    found: dict[str, Refusal] = {}
    for variant in variants:
        draft, said = drafts(variant.line), (variant.line, variant.market, variant.product)
        if said not in ended:  # the sizes of a line say the same
            ended[said] = publish.claims_lapsed(variant, project.kit.claims, draft.filled, project.today)
        against = (
            _moved(variant, draft.filled, then(variant.provenance.brief), now(variant.product))
            or picturing.lapsed(project, variant, draft.picture, shots(variant.product))
            or (_lapsed(project, variant, ended[said]) if ended[said] else None)
        )
        if against is not None:
            found[variant.id] = against
    return found


def _moved(variant: Variant, filled: Sequence[FilledSlot], then: Product, now: Product | None) -> Refusal | None:
    if now is None:
        return Refusal(subject=variant.id, why=f"the product {variant.product} is no longer known")
    facts_then, facts_now = {f.key: f.says for f in then.facts}, {f.key: f.says for f in now.facts}
    for span in filled:
        key = span.fact.removeprefix("fact.")
        priced = span.fact == "product.price" and then.price(variant.market) != now.price(variant.market)
        if priced or (span.fact.startswith("fact.") and facts_then.get(key) != facts_now.get(key)):
            cure = f"make the line again: styleloop run --product {variant.product}"
            why = f"what it rests on has changed since: {span.fact} ({span.text!r})"
            return Refusal(subject=variant.id, why=why, cure=cure)
    return None


def _today(project: Project, sku: str) -> Product | None:
    found = project.store.products.find(sku)
    return as_of(found, project.today) if found is not None else None


def _shots(project: Project, sku: str) -> tuple[Shot, ...]:
    product = project.store.products.find(sku)
    return picturing.shots_for(project, product) if product else ()


def _lapsed(project: Project, variant: Variant, ended: Sequence[Claim]) -> Refusal | None:
    """The first of the ended claims that no remark of its own tells of, set aside or not."""
    cited = [f.cited for f in project.store.findings.all(subject=variant.id)]
    untold = [c for c in ended if not any(told.startswith(f"claim.{c.slug}:") for told in cited)]
    if not untold:
        return None
    return Refusal(
        subject=variant.id,
        why=f"the claim {untold[0].slug} does not hold in {variant.market} on {project.today}",
        cure="make the line without the claim, or renew the claim with its proof",
    )
