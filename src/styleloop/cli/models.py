"""`styleloop models`: which models the project has, what they cost until now, and whether one answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened, out, say_json, table
from styleloop.errors import InputError


def command(
    verb: Annotated[str, typer.Argument(help="`check`, or nothing: the list.", show_default=False)] = "",
    name: Annotated[str, typer.Argument(help="With check: which text model to ask.", show_default=False)] = "",
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List the models of models.toml, what they spent and what is left; `check NAME` asks one; exit 1 if refused."""
    from styleloop.app.models import FILE, standings

    if verb not in ("", "check"):
        raise InputError("no such thing to do with models", got=verb, expected="check NAME, or nothing: the list")
    if verb == "check":
        _check(project, name, as_json)
        return
    found = standings(opened(project))
    if as_json:
        say_json([one.model_dump(mode="json") for one in found])
        return
    if not found:
        out.print(f"No {FILE}: lines come from your own frames. docs/models.md shows how to add a model.", markup=False)
        return
    rows = []
    for one in found:
        spent = f"{one.spent.money + one.spent.held:.4f} {one.spent.currency}"
        left = "no limit" if one.left is None else f"{one.left:.4f} of {one.budget:g} {one.spent.currency}"
        tokens = f"{one.spent.tokens_in:,} in, {one.spent.tokens_out:,} out"
        rows.append((one.name, one.adapter, one.model, one.place, tokens, spent, left))
    table("Models", ("name", "adapter", "model", "where", "tokens", "spent", "left"), rows)
    for one in found:
        out.print(f"{one.name}: {one.lacks or one.words}", markup=False, soft_wrap=True)
        if one.spent.open:
            held = f"{one.spent.held:.4f} {one.spent.currency}"
            out.print(f"{one.name}: {one.spent.open} requests on their way or cut off hold {held}", markup=False)


def _check(project: Path, name: str, as_json: bool) -> None:
    from styleloop.app.models import tried
    from styleloop.types.record import Refusal

    if not name:
        raise InputError("one name is needed", expected="models check NAME; models alone lists them")
    found, seconds = tried(opened(project), name)
    refused = isinstance(found, Refusal)
    if as_json:
        say_json({"name": name, "ok": not refused, "seconds": round(seconds, 3), **found.model_dump(mode="json")})
    elif isinstance(found, Refusal):
        out.print(f"MEND {found}", markup=False, soft_wrap=True)
    else:
        took = f"{found.tokens_in} tokens in, {found.tokens_out} out, cost {found.cost:g}, {seconds:.1f} s"
        out.print(f"ok   {found.model}: {took}\n{found.text}", markup=False, soft_wrap=True)
    raise typer.Exit(1 if refused else 0)
