"""`styleloop trail`: what happened, in a chain that anybody can check."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened, out, say_json, table
from styleloop.errors import InputError, StyleloopError

if TYPE_CHECKING:
    from styleloop.app.project import Project
    from styleloop.app.trailfiles import Checked
    from styleloop.types.trail import Entry

FORMS = "export FILE, verify [FILE], people [ID NAME], erase ID or ENTRY, or nothing to list"
MOST = 50
"""Entries that are listed, the newest of them, unless --json asks for all."""


def command(
    asked: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[export FILE | verify [FILE] | people [ID NAME] | erase ID or ENTRY]",
            help="What to do; nothing: list it.",
        ),
    ] = None,
    project: ProjectOption = HERE,
    variant: Annotated[
        str, typer.Option("--variant", help="Only what is about this piece; its beginning will do.")
    ] = "",
    claim: Annotated[str, typer.Option("--claim", help="Only what is about this claim, by its slug.")] = "",
    who: Annotated[str, typer.Option("--who", help="Only what this person did; with erase: who erases.")] = "",
    role: Annotated[str, typer.Option("--role", help="With erase: in which role.")] = "",
    since: Annotated[datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="From this day on.")] = None,
    key: Annotated[Path | None, typer.Option("--key", help="With verify FILE: the exporter's public key.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With erase: say what would be; change nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List who decided, set aside, sent, edited or withdrew what; export it signed; check it; name or forget people."""
    what, *rest = asked or [""]
    if what == "verify" and rest:
        _say(_verified(rest, key), as_json)
        return
    here = opened(project)
    if what == "":
        _list(here, variant, claim, who, since, as_json)
    elif what == "verify":
        from styleloop.app.trailfiles import verify_project

        _say(verify_project(here), as_json)
    elif what == "export" and len(rest) == 1:
        _export(here, Path(rest[0]), as_json)
    elif what == "people" and len(rest) in (0, 2):
        _people(here, rest, as_json)
    elif what == "erase" and len(rest) == 1:
        _erase(here, rest[0], who, role, dry_run, as_json)
    else:
        raise InputError("no such part of the trail", got=" ".join(asked or ()), expected=FORMS)


def _verified(files: list[str], key: Path | None) -> Checked:
    from styleloop.app.trailfiles import verify_file

    if len(files) != 1:
        raise InputError("one file at a time", got=" ".join(files), expected="verify FILE")
    return verify_file(Path(files[0]), key)


def _say(checked: Checked, as_json: bool) -> None:
    if as_json:
        say_json({"holds": checked.holds, "entries": checked.entries, "breaks": checked.breaks, "notes": checked.notes})
    else:
        for one in checked.breaks:
            out.print(f"- {one}", markup=False, soft_wrap=True)
        said = "it holds" if checked.holds else "it does not hold"
        out.print(f"{checked.entries} entries: {said}.", markup=False)
        for note in checked.notes:
            out.print(note, markup=False, soft_wrap=True)
    raise typer.Exit(0 if checked.holds else 1)


def _list(project: Project, variant: str, claim: str, who: str, since: datetime | None, as_json: bool) -> None:
    from styleloop.app.trail import because, entries

    try:
        found = entries(project, variant=variant, claim=claim, who=who, since=since.date() if since else None)
    except ValueError as problem:
        raise StyleloopError("the trail does not hold; see where: styleloop trail verify") from problem
    if as_json:
        said = zip(found, because(project, found), strict=True)
        say_json([{**one.model_dump(mode="json"), **({"reason": why} if why else {})} for one, why in said])
        return
    if not found:
        out.print("The trail has no such entry. It grows with every decision: styleloop review")
        return
    names = project.store.people.all()
    shown = found[-MOST:]
    rows = [
        (one.seq, one.at[:16].replace("T", " "), one.kind, *_told(one, names), why)
        for one, why in zip(shown, because(project, shown), strict=True)
    ]
    table("Trail", ("entry", "when", "what", "who", "about", "why"), rows)
    if len(found) > MOST:
        out.print(f"{len(found) - MOST} older entries: --since, --variant, --claim, --who, or --json for all")


def _told(entry: Entry, names: dict[str, str]) -> tuple[str, str]:
    """(who, about what) of an entry, for people."""
    body: dict[str, Any] = entry.body
    who = str(body.get("who", ""))
    called = f"{who} ({names[who]})" if who in names else who
    about = {
        "decision": f"{body.get('action')} {body.get('variant')}",
        "dismissal": f"{body.get('severity')} of {body.get('guardrail')} on {body.get('variant')}",
        "publication": f"{body.get('name')} by {body.get('channel')}",
        "withdrawal": f"{body.get('how')}: {body.get('publication')}",
        "edit": f"{body.get('line')} became {body.get('made')}",
        "policy": "checks/policy.toml was changed",
        "claim": f"{body.get('claim')} {_change(body)}",
        "erasure": f"the reason of entry {body['entry']} was erased"
        if "entry" in body
        else "the name behind it was erased",
        "audit": f"{body.get('said')} ({body.get('variant')})",
    }[entry.kind]
    return called, about


def _change(body: dict[str, Any]) -> str:
    if body.get("now") == "removed":
        return "was taken out of the register"
    return "was changed in the register" if body.get("was") not in ("", "removed") else "is in the register"


def _export(project: Project, to: Path, as_json: bool) -> None:
    from styleloop.app.trailfiles import export

    done = export(project, to)
    if as_json:
        say_json(
            {"file": str(done.file), "public_key": str(done.public_key), "entries": done.entries, "head": done.head}
        )
        return
    out.print(f"{done.entries} entries, signed: {done.file}", markup=False, soft_wrap=True)
    check = f"styleloop trail verify {done.file} --key {done.public_key}"
    out.print(f"Anybody can check it, without this project: {check}", markup=False, soft_wrap=True)


def _people(project: Project, named: list[str], as_json: bool) -> None:
    from styleloop.app import trail

    if named:
        trail.name(project, *named)
    found = trail.people(project)
    if as_json:
        say_json([{"who": who, "name": name, "entries": count} for who, name, count in found])
        return
    if not found:
        out.print("Nobody has done anything here yet.")
        return
    table("People", ("id", "name", "entries"), found)


def _erase(project: Project, whose: str, who: str, role: str, dry_run: bool, as_json: bool) -> None:
    from styleloop.app import trail

    if whose.isdecimal() and whose not in project.store.people.all():
        gone = trail.erase_reason(project, int(whose), who, role, dry_run=dry_run)
        if as_json:
            say_json({"entry": int(whose), "reasons": gone, "dry_run": dry_run})
        else:
            said = "would be erased" if dry_run else "is erased; the trail holds as before"
            more = f", and {gone - 1} that repeat it" if gone > 1 else ""
            out.print(f"The reason of entry {whose}{more} {said}.", markup=False, soft_wrap=True)
        return
    done = trail.erase(project, whose, who, role, dry_run=dry_run)
    if as_json:
        told = {"reasons": done.reasons, "older": done.older}
        say_json({"who": whose, "erased": done.name, **told, "dry_run": dry_run})
        return
    if not done.name:
        out.print(f"{whose} has no name here; nothing to erase.", markup=False)
        return
    said = "would be erased" if dry_run else "is erased; the id stays, and the trail holds as before"
    out.print(f"The name behind {whose} {said}.", markup=False)
    if done.reasons:
        verb = "would be" if dry_run else "are"
        out.print(f"The words of {done.reasons} reasons that name the person {verb} erased, too.", markup=False)
    if done.older:
        kept = ", ".join(map(str, done.older))
        out.print(f"Typed before reasons were kept apart, and part of the chain: entries {kept}.", markup=False)
