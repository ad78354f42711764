"""What reviewers asked for, on its way back into drafting: every change and rejection that stands is a note."""

from __future__ import annotations

from styleloop.app.project import Project
from styleloop.review import stands
from styleloop.types.brief import Campaign
from styleloop.types.copy import HEADLINE
from styleloop.types.review import ERASED, Decision, Edit
from styleloop.types.variant import Variant

MOST = 12
"""Notes that a brief takes, the newest; more of them contradict each other."""


def reasons(project: Project, campaign: Campaign, market: str) -> tuple[str, ...]:
    """Why people sent lines of this campaign back in a market, in any of its rounds, and what they wrote instead.

    A note quotes the line it is about, so that the next draft is another one. Of one line each reason comes once; what
    was taken back, or approved since, is no note.
    """
    same = {one.id for one in project.store.campaigns.all(product=campaign.product) if one.name == campaign.name}
    variants = [v for v in project.store.variants.all(market=market) if v.campaign in same]
    lines = {v.line for v in variants}
    words: dict[str, list[Decision]] = {}
    order: dict[str, int] = {}
    for decision in project.store.decisions.all(market=market):
        words.setdefault(decision.seal, []).append(decision)
        order[decision.id] = len(order)
    found = [(d, v) for v in variants if (d := stands(words.get(v.seal, ()), v)) is not None]
    sent_back = sorted(
        ((d, v) for d, v in found if d.action in ("change", "reject") and not d.carried and d.reason != ERASED),
        key=lambda pair: order[pair[0].id],
    )
    notes = [_note(d.reason, v) for d, v in sent_back]
    notes += [
        _written(edit)
        for edit in project.store.edits.all()
        if edit.market == market and edit.line in lines and edit.reason.strip() and edit.reason != ERASED
    ]
    return tuple(dict.fromkeys(_nameless(project, note) for note in notes))[-MOST:]


def _nameless(project: Project, note: str) -> str:
    """A brief is kept as it is for good: people whose names are known stand in it by their ids."""
    for who, called in project.store.people.all().items():
        note = note.replace(called, who)
    return note


def _note(reason: str, variant: Variant) -> str:
    return f"{reason.rstrip('.')}. Not {_quoted(variant.words.text(HEADLINE))} again."


def _written(edit: Edit) -> str:
    """Single marks round what was written: only what stands in double ones is kept away from."""
    before, after = edit.before.by_slot(), edit.after.by_slot()
    slot = next((name for name in after if after[name] != before.get(name, "")), HEADLINE)
    said = f"a reviewer wrote ‘{_flat(after.get(slot, ''))}’ in the {slot}"
    return f"{edit.reason.rstrip('.')}: {said} instead of {_quoted(before.get(slot, ''))}."


def _quoted(text: str) -> str:
    return f"“{_flat(text)}”"


def _flat(text: str) -> str:
    return " ".join(text.split())
