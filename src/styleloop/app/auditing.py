"""Stage 5 as the application runs it: what every check is told of a piece, and what it says.

The one place where an `AuditItem` of a campaign is put together: a check that wants to know more of a piece gets it
from here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from styleloop import audit, drafts
from styleloop.adapters.stores.engine import writing
from styleloop.app import arranging, likeness, looking, measuring, picturing
from styleloop.app.dictionaries import spelling_of
from styleloop.app.packfiles import packs_of
from styleloop.app.project import Project
from styleloop.app.rivals import rivals
from styleloop.audit import Verdict
from styleloop.errors import SettingsError
from styleloop.types.audit import AuditItem, Finding
from styleloop.types.brief import Brief, Placement
from styleloop.types.product import Product
from styleloop.types.record import Refusal
from styleloop.types.style import Score
from styleloop.types.variant import Draft, Layout, Variant


def screen_drafts(
    project: Project, asked: Brief, placement: Placement, items: Sequence[Draft], frames: Mapping[str, str]
) -> Sequence[Verdict]:
    """Every check that needs words only, over each draft.

    Args:
        project: whose brand, facts and rules count.
        asked: the brief they were written to.
        placement: the format whose limits count.
        items: drafts.
        frames: pattern id -> its literal words with their gaps.
    """
    known = context(project, asked) | {"placement": placement}
    pieces = [
        AuditItem(subject=d.id, words=d.words, filled=d.filled, frame=frames.get(d.pattern, ""), **known) for d in items
    ]
    return audit.screen(pieces, project.guardrails)


def audit_variants(project: Project, asked: Brief, variants: Sequence[Variant]) -> dict[str, tuple[Finding, ...]]:
    """Every check over every drawn variant. Keeps both, and how far it was looked at; returns the findings by variant.

    A check that could not look is a block: its silence would be taken for consent.
    """
    style = project.store.styles.find(asked.style)
    known = context(project, asked) | {"norms": style.norms if style is not None else ()}
    drafts_here = {d.id: d for d in project.store.drafts.all(market=asked.market)}
    filled = {d.id: d.filled for d in drafts_here.values()}
    lines = sorted({v.line for v in variants})
    laid = {layout.id: layout for line in lines for layout in _layouts(project, asked, drafts_here.get(line))}
    pictures = measuring.pictures(project, (v.rendering.file for v in variants))
    judged = looking.judged(project, variants, drafts_here, pictures)
    shots = picturing.shots_for(project, project.store.products.find(asked.product.sku) or asked.product)
    items = [
        AuditItem(
            subject=v.id,
            words=v.words,
            placement=project.placement(v.placement),
            rendering=v.rendering,
            filled=filled.get(v.line, ()),
            picture=pictures.get(v.rendering.file),
            layout=laid.get(v.rendering.layout),
            score=_score(project, asked, v.line),
            provenance=v.provenance,
            shown=likeness.shown(project, known["library"], pictures.get(v.rendering.file), _picture(drafts_here, v)),
            used=likeness.used(project, shots, drafts_here.get(v.line)),
            judged=judged.get(v.id),
            **_source(project, drafts_here.get(v.line)),
            **known,
        )
        for v in variants
    ]
    verdicts = audit.screen(items, project.guardrails)
    found = {v.subject: (*v.findings, *(_not_checked(v.subject, r) for r in v.unchecked)) for v in verdicts}
    with writing(project.store.engine) as connection:  # nobody may see a piece before what the checks said of it
        project.store.findings.add((f for findings in found.values() for f in findings), connection)
        project.store.audits.add((v.kept(project.today) for v in verdicts), connection)
        project.store.variants.add(variants, connection)
    return found


def _picture(drafts_here: Mapping[str, Draft], variant: Variant) -> str:
    draft = drafts_here.get(variant.line)
    return draft.picture if draft is not None else ""


def _score(project: Project, asked: Brief, line: str) -> Score | None:
    """What the style that speaks said of a line's words; the newest word where it has said nothing."""
    known = project.store.scores.all(subject=line)
    told = [score for score in known if score.style == asked.style] or known
    return told[-1] if told else None


def _layouts(project: Project, asked: Brief, draft: Draft | None) -> list[Layout]:
    """How a line was set in each format, for the check of looks; none where it cannot be laid out as it was."""
    if draft is None:
        return []
    template = arranging.template_of(project, asked, draft)
    try:
        cards = arranging.cards_of(project, template)
    except SettingsError:  # an old piece, whose template has gone since
        return []
    made = drafts.layouts(draft, asked, project.kit, template, cards)
    return [layout for layout in made if isinstance(layout, Layout)]


def _source(project: Project, draft: Draft | None) -> dict[str, Any]:
    """The line that a line is a translation of, for the check of translations."""
    parent = project.store.drafts.find(draft.parent) if draft is not None and draft.parent else None
    while parent is not None and draft is not None and parent.market == draft.market:  # restyled: the same words
        parent = project.store.drafts.find(parent.parent) if parent.parent else None
    return {"source": parent.words, "source_locale": parent.market} if parent is not None else {}


def _not_checked(subject: str, refusal: Refusal) -> Finding:
    name = refusal.subject.partition("@")[0]
    return Finding(
        subject=subject,
        guardrail=refusal.subject,
        rule="not-checked",
        severity="block",
        message=f"The check {name} could not look at this piece: {refusal.why}.",
        cited=f"every piece passes every installed check; {refusal.cure or 'run it again once the check works'}",
    )


def context(project: Project, asked: Brief) -> dict[str, Any]:
    """Everything that is the same for every piece of one brief."""
    library = likeness.library(project, asked.market, asked.campaign)
    return {
        "market": project.market(asked.market),
        "kit": project.kit,
        "day": project.today,
        "product": _whole(project, asked),
        "claims": project.kit.claims,
        "history": library.headlines,
        "library": library,
        "floor": project.settings.style.floor,
        "ceiling": project.settings.style.ceiling,
        "rivals": rivals(project.root),
        "packs": packs_of(project.root),
        "spelling": spelling_of(project.root, asked.market),
    }


def _whole(project: Project, asked: Brief) -> Product:
    """The product with its stated facts too, where the brief holds confirmed ones alone: a check must know both."""
    if all(placement.facts == "stated" for placement in asked.placements):
        return asked.product
    return project.store.products.find(asked.product.sku) or asked.product
