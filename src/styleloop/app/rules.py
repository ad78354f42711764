"""Guidelines become checks: rules are read from them, a person says yes or no, and `checks/rules.toml` keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from filelock import FileLock

from styleloop import library
from styleloop.app import tomlfiles
from styleloop.app.brandfiles import RULES, read_rules
from styleloop.app.documents import guidelines as guidelines_of
from styleloop.app.project import Project
from styleloop.audit.rules import said_by_kit
from styleloop.errors import InputError
from styleloop.library.rules import reads
from styleloop.types.record import Record
from styleloop.types.rule import Rule, RuleStatus, Unread

_HEAD = """\
# What people said of rules that were read from the guidelines. Written by `styleloop checks confirm` and `checks drop`;
# to be kept in git; your own remarks and their order stay. `confirmed` rules are checked and forbid words in drafts;
# `dropped` ones are not proposed again.
"""


class Listed(Record):
    """One rule, and where it stands."""

    rule: Rule
    status: RuleStatus
    changed: bool = False
    """Whether the sentence it rests on no longer stands in the guidelines as it did."""
    known: bool = False
    """Whether the kit forbids the same already: `kit.toml` or `terms.toml`."""


def drafted(project: Project) -> tuple[tuple[Listed, ...], tuple[Unread, ...]]:
    """Rules that the guidelines state and nobody has answered yet; and sentences that were not understood."""
    guidelines = guidelines_of(project)
    answered = {rule.id for rule, _ in read_rules(project.root / RULES)}
    found, unread = library.rules(guidelines)
    drafts = (proposal.rule for proposal in found if proposal.rule.id not in answered)
    known = partial(said_by_kit, kit=project.kit)
    return tuple(Listed(rule=rule, status="draft", known=known(rule)) for rule in drafts), unread


def not_read(project: Project) -> tuple[str, ...]:
    """Languages of guidelines that are not read for rules."""
    return tuple(sorted({p.locale for p in guidelines_of(project) if not reads(p.locale)}))


def listed(project: Project) -> tuple[Listed, ...]:
    """Rules that a person answered, with those whose guideline has changed since told apart."""
    kept = read_rules(project.root / RULES)
    guidelines = guidelines_of(project) if kept else ()
    return tuple(
        Listed(rule=rule, status=status, changed=not library.still_said(rule, guidelines)) for rule, status in kept
    )


def answer(project: Project, names: Sequence[str], status: RuleStatus) -> tuple[Listed, ...]:
    """Confirm or drop rules by their ids, or by the beginnings of them; all of them or none.

    Raises:
        InputError: there is no such rule, or several begin like that.
    """
    with FileLock(project.state / "rules.lock"):  # two who answer at once are both heard
        chosen, text = answered(project, names, status)
        _write(project.root / RULES, text)
    return tuple(one for one in listed(project) if one.rule in chosen)


def answered(project: Project, names: Sequence[str], status: RuleStatus) -> tuple[tuple[Rule, ...], str]:
    """(the rules that are meant, `checks/rules.toml` with that said of them); nothing is written.

    Raises:
        InputError: there is no such rule, or several begin like that.
    """
    file = project.root / RULES
    kept = [rule for rule, _ in read_rules(file)]
    known = {one.rule.id: one.rule for one in drafted(project)[0]} | {rule.id: rule for rule in kept}
    chosen = tuple(dict.fromkeys(known[_named(name, known)] for name in names))
    text = file.read_text("utf-8") if file.is_file() else _HEAD
    for rule in chosen:
        if rule in kept:
            text = tomlfiles.with_row_changed(text, "rules", kept.index(rule), {"status": status})
        else:
            text = _with(text, rule, status)
    return chosen, text


def _named(name: str, known: dict[str, Rule]) -> str:
    found = [key for key in known if key == name or key.startswith((name, f"rule_{name}"))]
    if len(found) == 1:
        return found[0]
    why = "several rules begin like that" if found else "no such rule"
    expected = ", ".join(sorted(found or known)[:8]) or "a rule that `styleloop checks draft` lists"
    raise InputError(why, field="rule", got=name, expected=expected, cure="run: styleloop checks draft")


def as_text(rows: Iterable[tuple[Rule, RuleStatus]]) -> str:
    """`checks/rules.toml` with these rules, by the guideline and sentence they were read from."""
    ordered = sorted(rows, key=lambda row: (row[0].source, row[0].quote, row[0].id))
    text = _HEAD
    for rule, status in ordered:
        text = _with(text, rule, status)
    return text


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.write_text(text, "utf-8")
    unfinished.replace(path)


def _with(text: str, rule: Rule, status: RuleStatus) -> str:
    """The file's text with one more rule, its words above it."""
    fields = {"status": status, **rule.model_dump(mode="json", exclude_defaults=True)}
    return tomlfiles.with_row(text, "rules", fields, f"{rule.id}: {rule.words}")
