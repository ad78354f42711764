"""How often each of a brand's own rules has objected: of Vale styles and of guidelines, by their citations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from styleloop.app.project import Project
from styleloop.types.record import Record


class ValeListed(Record):
    """One rule of a Vale style, or one that is not checked."""

    name: str
    """`House.Hype`."""
    place: str
    """`checks/vale/House/Hype.yml`; with line and key where something is wrong."""
    says: str
    """Kind and level; or why it is not checked."""
    checked: bool
    hits: int = 0
    """Remarks made with it on pieces of this project."""


def vale_rules(project: Project) -> tuple[ValeListed, ...]:
    """Every rule under `checks/vale/`, those that cannot be checked too, by name."""
    styles = project.kit.vale
    hits = _hits(project, "vale@") if styles.rules else {}
    found = [
        ValeListed(
            name=rule.name,
            place=rule.file,
            says=f"{rule.kind}, {rule.level}",
            checked=True,
            hits=hits.get(f"{rule.file} ({rule.name})", 0),
        )
        for rule in styles.rules
    ]
    for one in styles.troubles:
        says = f"{'never applies' if one.never else 'not checked'}: {one.why}"
        found.append(ValeListed(name=one.name, place=one.place, says=says, checked=False))
    return tuple(sorted(found, key=lambda one: (one.name, one.place)))


def rule_hits(project: Project) -> Mapping[str, int]:
    """Id of a rule of the guidelines, as it is cited -> remarks made with it."""
    return {cited.rpartition("(rule ")[2].rstrip(")"): hits for cited, hits in _hits(project, "guidelines@").items()}


def _hits(project: Project, check: str) -> Counter[str]:
    """Citation, without the link behind it -> remarks of all versions of a check."""
    findings = project.store.findings.all()
    return Counter(f.cited.partition("; http")[0] for f in findings if f.guardrail.startswith(check))
