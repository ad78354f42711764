"""A restyled sister and a resized one of a piece of the small desk, made straight from records."""

import small_desk

from styleloop.types.variant import Draft, SlotFacts, Variant


def restyle(project, variant, number=4, tone="slate", template="hero@2"):
    """A variant in another palette and template, its parent linked; the same size."""
    old = project.store.drafts.get(variant.line)
    draft = Draft.model_validate(
        {**old.model_dump(exclude={"id"}), "tone": tone, "template": "hero", "parent": old.id}
    )  # fmt: skip
    project.store.drafts.add([draft])
    return _kept(project, variant, draft, variant.placement, number, template)


def resize(project, variant, placement, number=1, template="split@1"):
    """The same line in a further format, its parent linked."""
    return _kept(project, variant, project.store.drafts.get(variant.line), placement, number, template)


def _kept(project, parent, draft, placement, number, template):
    campaign = project.store.campaigns.get(parent.campaign)
    made = small_desk.drawn(project, campaign, draft, parent.provenance.brief, placement, number)
    facts = tuple(
        SlotFacts(slot=slot, box=box, ink=box, size=size, lines=2, fits=True, contrast=7.0, clearance=4.0)
        for slot, box, size in (("headline", (8, 8, 70, 40), 12.0), ("cta", (8, 44, 50, 56), 6.0))
    )
    said = made.model_dump(exclude={"id"}) | {"parent": parent.id}
    said["rendering"] = made.rendering.model_copy(update={"facts": facts, "layout": f"layout_{placement}_new"})
    said["provenance"] = made.provenance.model_copy(update={"template": template})
    variant = Variant.model_validate(said)
    project.store.variants.add([variant])
    return variant
