"""How far pieces were looked at: said beside every silence, which is no praise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from styleloop.app.project import Project
from styleloop.app.queueing import Queue
from styleloop.review import Line, remarks
from styleloop.types.audit import Audited, Finding
from styleloop.web.desk.words import plural

UNKNOWN = "what they could not look at was not kept when it was made"


@dataclass(frozen=True)
class Looked:
    """What the checks said of a piece in one line, and what none of them looked at."""

    said: str
    """`No objection from 22 checks`."""
    missing: tuple[str, ...] = ()
    formats: str = ""
    """Of which formats it is true, where it is not of all."""
    known: bool = True

    @property
    def rest(self) -> str:
        """`not checked: spelling (no dictionary is read)`; empty where nothing is known to be missing."""
        if not self.known:
            return UNKNOWN
        return f"not checked: {', '.join(self.missing)}" if self.missing else ""


def looked(audited: Audited | None, findings: Sequence[Finding]) -> Looked:
    """How far one piece was looked at; `audited` is None for one made before that was kept."""
    many = len(remarks(findings))
    said = plural(many, "remark") if many else "No objection"
    if audited is None:
        return Looked(f"{said} from the checks of its day", known=False)
    return Looked(f"{said} from {plural(len(audited.checked), 'check')}", audited.missing)


def looked_at(project: Project, queue: Queue, line: Line) -> tuple[Looked, ...]:
    """How far each format of a line was looked at; formats of which the same is true are told of once."""
    labels = {p.name: p.label for p in project.placements}
    found: dict[Looked, list[str]] = {}
    for variant in line.variants:
        own = [f for f in line.findings if f.subject in (variant.id, line.line)]
        found.setdefault(looked(queue.audited(variant.id), own), []).append(
            labels.get(variant.placement, variant.placement)
        )
    if len(found) == 1:
        return tuple(found)
    return tuple(
        Looked(one.said, one.missing, ", ".join(dict.fromkeys(names)), one.known) for one, names in found.items()
    )
