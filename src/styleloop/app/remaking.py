"""Drawing what a plan of further versions lacks, checking it, and keeping it beside what it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from styleloop.app import auditing, making
from styleloop.app.project import Project, Tick, silent
from styleloop.app.versions import Place, Plan, PlannedLine
from styleloop.types.variant import Variant

NOTHING: Mapping[str, Any] = {"made": [], "refusals": []}
"""What drawing gives where nothing is lacking."""


def keep(project: Project, planned: Plan) -> Any:
    """Keep the briefs, lines and scores that the plan's pictures will belong to. Returns the plan as JSON."""
    for line in planned.lines:
        if line.new:
            project.store.briefs.add([line.asked])
            project.store.drafts.add([line.draft])
            _score(project, line)
    return told(planned)


def _score(project: Project, line: PlannedLine) -> None:
    """The score of a restyled line: its parent's, or by the version it was restyled under."""
    if line.parent == line.draft.id:
        return
    known = [s for s in project.store.scores.all(subject=line.parent) if s.style == line.asked.style]
    style = project.store.styles.find(line.asked.style)
    if known:
        project.store.scores.add([known[-1].model_copy(update={"subject": line.draft.id})])
    elif style is not None:
        project.store.scores.add(making.score(project, style, line.asked, [line.draft]))


def draw(project: Project, line: Mapping[str, Any], tick: Tick = silent) -> Any:
    """Draw and check what one line of a kept plan lacks; keeps it with its parents. Returns ids and refusals."""
    draft, asked = project.store.drafts.get(line["line"]), project.store.briefs.get(line["brief"])
    wanted: dict[Place, str] = {(p["placement"], p["card"]): p["parent"] for p in line["pieces"] if not p["standing"]}
    formats = tuple(project.placement(name) for name in dict.fromkeys(name for name, _ in wanted))
    again = asked.model_copy(update={"placements": formats, "template": line["template"]})
    drawn, refused = making.draw(project, again, [draft], tick)
    variants = [
        Variant.model_validate({**v.model_dump(exclude={"id"}), "parent": wanted[v.placement, v.card]})
        for v in drawn
        if (v.placement, v.card) in wanted
    ]
    found = auditing.audit_variants(project, asked, variants) if variants else {}
    stopped = {v for v, findings in found.items() if any(f.severity == "block" for f in findings)}
    return {
        "made": [
            {
                "variant": v.id,
                "parent": v.parent,
                "placement": v.placement,
                "card": v.card,
                "left_out": list(v.rendering.dropped),
                "stopped": v.id in stopped,
            }
            for v in variants
        ],
        "refusals": [str(r) for r in refused],
    }


def told(planned: Plan) -> Any:
    """A plan as JSON."""
    return {
        "verb": planned.asked.verb,
        "target": planned.asked.target,
        "pieces": planned.pieces,
        "lines": [
            {
                "line": line.draft.id,
                "parent": line.parent,
                "brief": line.asked.id,
                "market": line.draft.market,
                "headline": line.draft.words.text("headline"),
                "template": line.template,
                "tone": line.draft.tone,
                "style": line.asked.style,
                "changes": list(line.changes),
                "template_why": list(line.draft.template_why),
                "pieces": [
                    {"placement": p.place[0], "card": p.place[1], "parent": p.parent, "standing": p.standing}
                    for p in line.pieces
                ],
            }
            for line in planned.lines
        ],
        "refusals": [str(r) for r in planned.refusals],
    }
