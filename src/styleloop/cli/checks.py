"""`styleloop checks`: what is checked, in words; what a rule is for; and which rules of the guidelines are to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, err, opened, out, say_json, table
from styleloop.errors import InputError, SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from styleloop.app.project import Project
    from styleloop.app.ruleguide import Explained
    from styleloop.app.rulehits import ValeListed
    from styleloop.app.rules import Listed

UNREAD = 20


def command(
    what: Annotated[
        str,
        typer.Argument(
            metavar="[explain|draft|confirm|drop]",
            help="Explain a rule; rules of the guidelines: list them, answer them.",
        ),
    ] = "",
    rules: Annotated[
        list[str] | None, typer.Argument(metavar="[RULE]...", help="Names of rules; ids, or how they begin.")
    ] = None,
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List every check and its rules by family; explain one; read draft rules from the guidelines, answer them."""
    if what == "draft":
        _drafts(opened(project), as_json)
    elif what in ("confirm", "drop"):
        _answer(opened(project), rules or [], "confirmed" if what == "confirm" else "dropped", as_json)
    elif what == "explain":
        _explain(project, rules or [], as_json)
    elif what:
        raise InputError("no such part of checks", got=what, expected="explain, draft, confirm, drop, or nothing")
    else:
        _checks(project, as_json)


def _checks(folder: Path, as_json: bool) -> None:
    from styleloop.app.ruleguide import by_family
    from styleloop.types.audit import FAMILIES

    checks = by_family(_root(folder))
    own, vale, hits = _own(folder)
    _say_doubts(folder)
    if as_json:
        rows = [
            {"check": check, "family": family, "rule": rule, "objects_to": text}
            for (family, check), of in checks.items()
            for rule, text in of.items()
        ]
        guidelines = ({**_as_json(one), "hits": hits.get(one.rule.id[5:13], 0)} for one in own)
        styles = ({"vale": one.name, **one.model_dump(mode="json", exclude={"name"})} for one in vale)
        say_json([*rows, *guidelines, *styles])
        return
    for family in FAMILIES:
        here = [(c, rule, text) for (of, c), found in checks.items() if of == family for rule, text in found.items()]
        if here:
            table(family.capitalize(), ("check", "rule", "objects to"), here)
    out.print("\nMore on one of them: styleloop checks explain RULE")
    if own:
        out.print("\nRules of the guidelines:")
    for one in own:
        _say(one, hits.get(one.rule.id[5:13], 0))
    if vale:
        table(
            "Vale styles", ("rule", "says", "remarks", "file"), [(v.name, v.says, str(v.hits), v.place) for v in vale]
        )


def _root(folder: Path) -> Path | None:
    from styleloop.app.brand import find_root

    try:
        return find_root(folder)
    except SettingsError:
        return None  # the checks are the same everywhere; packs may be a project's own


def _say_doubts(folder: Path) -> None:
    """What of the project's packs and policy cannot be read or can never come true, on stderr."""
    from styleloop.app.policydoubts import doubts

    try:
        found = doubts(opened(folder))
    except SettingsError:
        return  # outside a project there is no policy
    for doubt in found:
        err.print(f"styleloop: {doubt}", markup=False, soft_wrap=True)


def _explain(folder: Path, names: Sequence[str], as_json: bool) -> None:
    from styleloop.app.ruleguide import explained

    if not names:
        wanted = "a rule, check/rule, a check or a pack"
        raise InputError("no rule was named", expected=wanted, cure="run: styleloop checks")
    root = _root(folder)
    own = _own_explained(folder) if root else ()
    found = [one for name in names for one in explained(root, name, own)]
    if as_json:
        say_json([one.model_dump(mode="json") for one in found])
        return
    for number, one in enumerate(found):
        if number:
            out.print()
        _say_explained(one)


def _own_explained(folder: Path) -> tuple[Explained, ...]:
    from styleloop.app.ownguide import own_rules

    return own_rules(opened(folder))


def _known(facts: Sequence[str]) -> str:
    return f" of which is known: {'; '.join(facts)}" if facts else ""


def _say_explained(one: Explained) -> None:
    out.print(f"{one.rule}  ({one.check}, {one.family})", style="bold", markup=False)
    begins, ends = f"; from {one.starts}" if one.starts else "", f"; until {one.ends}" if one.ends else ""
    where = ", ".join((*one.markets, *one.platforms)) or "everywhere"
    lines = [
        ("objects to", one.objects_to),
        ("why", one.why),
        ("source", f"{one.source}{begins}{ends}"),
        ("counts", where),
        ("severity", one.severity or "as docs/checks.md says"),
        ("instead", one.suggestion),
        ("silent where", "; ".join(one.silent_where)),
        *((f"objects ({e.locale})", f"“{e.breach}”{_known(e.facts)}") for e in one.examples if e.breach),
        *((f"does not ({e.locale})", f"“{e.clean}”{_known(e.facts)}") for e in one.examples if e.clean),
        ("dismiss", one.dismiss),
        ("tune", one.tune),
        ("pack", one.pack),
        ("review", one.review),
    ]
    for label, text in lines:
        if text:
            out.print(f"  {label}: {text}", markup=False)


def _own(folder: Path) -> tuple[Sequence[Listed], Sequence[ValeListed], Mapping[str, int]]:
    """Rules of the guidelines, of Vale styles, and how often those of the guidelines objected."""
    from styleloop.app.rulehits import rule_hits, vale_rules
    from styleloop.app.rules import listed

    try:
        project = opened(folder)
    except SettingsError:
        return (), (), {}  # the checks are the same everywhere; rules are a project's own
    own = listed(project)
    return own, vale_rules(project), rule_hits(project) if own else {}


def _drafts(project: Project, as_json: bool) -> None:
    from styleloop.app.rules import drafted, not_read

    found, unread = drafted(project)
    others = not_read(project)
    if as_json:
        not_understood = [{"text": one.text, "source": one.passage.place} for one in unread]
        drafts = [_as_json(one) for one in found]
        say_json({"drafts": drafts, "not_understood": not_understood, "not_read": others})
        return
    out.print("Rules the guidelines seem to state:" if found else "No rule was read that nobody has answered.")
    for one in found:
        _say(one)
    if unread:
        out.print(f"Not understood, so no rule: {len(unread)} sentences that sound like one", style="bold")
        for sentence in unread[:UNREAD]:
            out.print(f"- {sentence.text} ({sentence.passage.place})", markup=False)
        if len(unread) > UNREAD:
            out.print(f"... and {len(unread) - UNREAD} more (see --json)")
    if others:
        out.print(f"Not read for rules: guidelines in {', '.join(others)}. Only English ones are.")
    if found:
        out.print("Next: styleloop checks confirm RULE, or styleloop checks drop RULE")


def _answer(project: Project, names: Sequence[str], status: Literal["confirmed", "dropped"], as_json: bool) -> None:
    from styleloop.app.rules import answer

    if not names:
        raise InputError("no rule was named", expected="ids, or how they begin", cure="run: styleloop checks draft")
    made = answer(project, names, status)
    if as_json:
        say_json([_as_json(one) for one in made])
        return
    for one in made:
        out.print(f"{status}: {one.rule.words}  {one.rule.id}", markup=False)
    err.print("Written to checks/rules.toml; keep it in git.")


def _as_json(one: Listed) -> dict[str, Any]:
    said = one.rule.model_dump(mode="json", exclude_defaults=True)
    return {
        "rule": one.rule.id,
        "says": one.rule.words,
        "status": one.status,
        "changed": one.changed,
        "known": one.known,
        **said,
    }


def _say(one: Listed, hits: int = 0) -> None:
    status = "" if one.status == "draft" else f"  [{one.status}]"
    notes = f"; {hits} remark{'s' if hits != 1 else ''}" if hits else ""
    notes += "; the kit says so already" if one.known else ""
    notes += "; the guideline has changed since: confirm what it says now, or drop this" if one.changed else ""
    out.print(f"{one.rule.id[5:13]}  {one.rule.words}{status}{notes}", markup=False)
    out.print(f"          “{one.rule.quote}” ({one.rule.source})", style="dim", markup=False)
