"""What a brand's own rules are for, in the same words as those of the checks: Vale styles, and rules of guidelines."""

from __future__ import annotations

from styleloop.app.project import Project
from styleloop.app.ruleguide import DISMISS, Explained
from styleloop.app.rules import Listed, drafted, listed
from styleloop.audit.vale import SEVERITY
from styleloop.types.vale import ValeRule

_STANDS = {"draft": "nobody has answered it", "confirmed": "a person confirmed it", "dropped": "a person dropped it"}


def own_rules(project: Project) -> tuple[Explained, ...]:
    """Every rule of the project's Vale styles and of its guidelines, those that wait for an answer too."""
    return (
        *(_of_vale(rule) for rule in project.kit.vale.rules),
        *(_of_guideline(one) for one in (*listed(project), *drafted(project)[0])),
    )


def _of_vale(rule: ValeRule) -> Explained:
    severity = SEVERITY[rule.level]
    return Explained(
        check="vale",
        family="brand",
        rule=rule.name,
        objects_to=rule.message.replace("%s", "…"),
        why=f"A Vale style of the brand's own asks for it ({rule.kind}, {rule.level}).",
        source="; ".join(filter(None, (rule.file, rule.link))),
        severity=severity,
        markets=(rule.locale,) if rule.locale else (),
        suggestion="; ".join(f"{bad} -> {good}" for bad, good in rule.pairs[:3]) if rule.kind == "substitution" else "",
        dismiss=DISMISS[severity],
        tune=f"Change {rule.file}, or take it away (docs/vale.md).",
    )


def _of_guideline(one: Listed) -> Explained:
    rule = one.rule
    name = rule.id.removeprefix("rule_")[:8]
    changed = "; the sentence has changed since" if one.changed else ""
    checked = "" if one.status == "confirmed" else "; it is not checked"
    return Explained(
        check="guidelines",
        family="brand",
        rule=name,
        objects_to=f"What does not keep to: {rule.words}.",
        why=f"The guidelines say: “{rule.quote}”; {_STANDS[one.status]}{changed}{checked}.",
        source=rule.source,
        severity="",
        markets=rule.markets or ((rule.locale,) if rule.locale else ()),
        suggestion=rule.instead,
        dismiss=DISMISS[""],
        tune=f"styleloop checks confirm {name}, or styleloop checks drop {name} (docs/rules.md).",
    )
