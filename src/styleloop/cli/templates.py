"""`styleloop templates`: which layouts there are, and whether each can be relied on."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, out, say_json, table, ticking
from styleloop.errors import InputError

if TYPE_CHECKING:
    from styleloop.app.templating import Checked


def command(
    verb: Annotated[
        str, typer.Argument(help="`check`, `copy`, `figures`, or nothing: the list.", show_default=False)
    ] = "",
    names: Annotated[
        list[str] | None, typer.Argument(help="What to check, all when none is named; for copy, FROM and NEW.")
    ] = None,
    sheets: Annotated[Path | None, typer.Option("--out", help="Write a contact sheet of each template here.")] = None,
    locale: Annotated[list[str] | None, typer.Option("--locale", help="Only this test language; repeat.")] = None,
    placement: Annotated[
        list[str] | None, typer.Option("--placement", help="Only this format, or a size such as 300x250; repeat.")
    ] = None,
    project: ProjectOption = HERE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With copy: say what would be written.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List the layout templates; `check` draws them in every format and test language; exit 1 if one is refused."""
    from styleloop.app.templating import Asked, check, listed

    if verb not in ("", "check", "copy", "figures"):
        expected = "check, copy, figures, or nothing: the list"
        raise InputError("no such thing to do with templates", got=verb, expected=expected)
    if dry_run and verb != "copy":
        raise InputError("this goes with copy", field="--dry-run", expected="templates copy FROM NEW --dry-run")
    if verb == "copy":
        _copy(project, names or [], dry_run, as_json)
        return
    if verb == "figures":
        _figures(project, names or [], as_json)
        return
    if not verb:
        found = listed(project)
        if as_json:
            say_json([asdict(one) for one in found])
            return
        rows = [(t.name, t.version, "this project" if t.own else "shipped", t.summary) for t in found]
        table("Templates", ("name", "version", "from", "idea"), rows)
        return
    with ticking(as_json) as tick:
        asked = Asked(tuple(names or ()), tuple(locale or ()), tuple(placement or ()))
        done = check(project, asked, sheets, tick)
    if as_json:
        say_json(_record(done))
    else:
        _print(done)
    raise typer.Exit(1 if done.refused or not done.tried else 0)


def _figures(project: Path, names: list[str], as_json: bool) -> None:
    """What a template's own pictures have of each measure, as its `[likes]` table says it."""
    from styleloop.app.likings import figures

    if len(names) != 1:
        raise InputError("one name is needed", got=" ".join(names), expected="templates figures NAME")
    found = figures(project, names[0])
    if as_json:
        say_json({"template": names[0], **found})
        return
    out.print(f"Measured on pictures of {names[0]}; for its template.toml:\n\n[likes]", markup=False)
    for field, value in found.items():
        out.print(f"{field} = {value:.2f}", markup=False)


def _copy(project: Path, names: list[str], dry_run: bool, as_json: bool) -> None:
    from styleloop.app.templating import copied

    if len(names) != 2:
        raise InputError("two names are needed", got=" ".join(names), expected="templates copy FROM NEW")
    files = [str(path) for path in copied(project, names[0], names[1], dry_run)]
    if as_json:
        say_json({"written": [] if dry_run else files, "would_write": files if dry_run else []})
        return
    for path in files:
        out.print(f"{'would write' if dry_run else 'wrote'} {path}", markup=False, soft_wrap=True)


def _record(done: Checked) -> dict[str, Any]:
    return {
        "refused": len(done.refused),
        "tried": [one.model_dump(mode="json") for one in done.tried],
        "lacking": [one.model_dump(mode="json") for one in done.lacking],
        "sheets": [str(path) for path in done.sheets],
    }


def _print(done: Checked) -> None:
    labels = dict.fromkeys(one.template for one in done.tried)
    rows = []
    for label in labels:
        mine = [one for one in done.tried if one.template == label]
        drawn = [one for one in mine if one.verdict == "drawn"]
        rows.append((label, len(drawn), len(mine) - len(drawn), sum(1 for one in drawn if one.faint)))
    if rows:
        table("Checked", ("template", "drawn", "refused", "under 4.5:1"), rows)
    for one in done.refused:
        cure = f"; what to do: {one.cure}" if one.cure else ""
        where = f"{one.template} {one.placement} {one.locale}, {one.product} on {one.tone}"
        out.print(f"- refused: {where}: {one.why}{cure}", markup=False, soft_wrap=True)
    for line in _faint(done):
        out.print(f"- faint: {line}", markup=False, soft_wrap=True)
    for label, left, formats in _left_out(done):
        out.print(f"- {label} leaves out {left}, by its own rule, in {formats}", markup=False, soft_wrap=True)
    for lack in done.lacking:
        words = f"- not tried: {lack.locale} ({lack.name}): {lack.why}; what to do: {lack.cure}"
        out.print(words, markup=False, soft_wrap=True)
    for path in done.sheets:
        out.print(str(path), markup=False, soft_wrap=True)
    if not done.tried:
        out.print("Nothing was tried: no language asked for has its type installed.", markup=False)


def _left_out(done: Checked) -> list[tuple[str, str, str]]:
    """Template, slots it leaves out, and in which formats."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for one in done.tried:
        if one.dropped:
            found.setdefault((one.template, ", ".join(one.dropped)), {})[one.placement] = None
    return [(label, left, ", ".join(formats)) for (label, left), formats in found.items()]


def _faint(done: Checked) -> list[str]:
    """What is between 3:1 and 4.5:1, by template, palette and slot, with the worst of each."""
    found: dict[tuple[str, str, str], list[tuple[float, str]]] = {}
    for one in done.tried:
        for slot, _, ratio in (words.partition(" ") for words in one.faint):
            seen = found.setdefault((one.template, one.tone, slot), [])
            seen.append((float(ratio.removesuffix(":1")), f"{one.placement} {one.locale}"))
    lines = []
    for (label, tone, slot), seen in found.items():
        worst, where = min(seen)
        lines.append(f"{label} on {tone}: {slot} in {len(seen)} of its pictures, at worst {worst:g}:1 in {where}")
    return lines
