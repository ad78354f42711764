"""Whether what a piece says still holds today: told on the desk before anybody approves, asked again when it leaves."""

from __future__ import annotations

from collections.abc import Sequence

from styleloop import publish
from styleloop.app import picturing
from styleloop.app.project import Project
from styleloop.brief import as_of
from styleloop.types.record import Refusal
from styleloop.types.variant import FilledSlot, Variant


def moved(project: Project, variant: Variant, filled: Sequence[FilledSlot]) -> Refusal | None:
    """A Refusal when a price or a fact that the words rest on is no longer what it was when they were written."""
    then = project.store.briefs.get(variant.provenance.brief).product
    found = project.store.products.find(variant.product)
    if found is None:
        return Refusal(subject=variant.id, why=f"the product {variant.product} is no longer known")
    now = as_of(found, project.today)
    facts_then, facts_now = {f.key: f.says for f in then.facts}, {f.key: f.says for f in now.facts}
    for span in filled:
        key = span.fact.removeprefix("fact.")
        priced = span.fact == "product.price" and then.price(variant.market) != now.price(variant.market)
        if priced or (span.fact.startswith("fact.") and facts_then.get(key) != facts_now.get(key)):
            cure = f"make the line again: styleloop run --product {variant.product}"
            why = f"what it rests on has changed since: {span.fact} ({span.text!r})"
            return Refusal(subject=variant.id, why=why, cure=cure)
    return None


def no_longer(project: Project, variant: Variant) -> Refusal | None:
    """Why publishing would hold a piece back today for what it rests on: a price, a fact, a claim or its picture.

    What today's rules find is not asked: that takes every check, and publishing asks them all.
    """
    draft = project.store.drafts.get(variant.line)
    cited = [f.cited for f in project.store.findings.all(subject=variant.id)]
    ended = [
        claim
        for claim in publish.claims_lapsed(variant, project.kit.claims, draft.filled, project.today)
        if not any(told.startswith(f"claim.{claim.slug}:") for told in cited)  # a remark of its own, set aside or not
    ]
    lapsed = (
        Refusal(
            subject=variant.id,
            why=f"the claim {ended[0].slug} does not hold in {variant.market} on {project.today}",
            cure="make the line without the claim, or renew the claim with its proof",
        )
        if ended
        else None
    )
    return moved(project, variant, draft.filled) or picturing.lapsed(project, variant, draft.picture) or lapsed
