"""`styleloop models`: which models the project has, what they cost until now, and whether one answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened, out, say_json, table
from styleloop.errors import InputError

if TYPE_CHECKING:
    from styleloop.app.project import Project


def command(
    verb: Annotated[str, typer.Argument(help="`check`, or nothing: the list.", show_default=False)] = "",
    name: Annotated[
        str, typer.Argument(help="With check: which text model or classifier to ask.", show_default=False)
    ] = "",
    project: ProjectOption = HERE,
    picture: Annotated[
        Path | None, typer.Option(help="With check, of a classifier: the picture to judge.", show_default="plain grey")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List the models of models.toml, what they spent and what is left; `check NAME` asks one; exit 1 if refused."""
    from styleloop.app.models import FILE, standings

    if verb not in ("", "check"):
        raise InputError("no such thing to do with models", got=verb, expected="check NAME, or nothing: the list")
    if verb == "check":
        _check(project, name, picture, as_json)
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


def _check(project: Path, name: str, picture: Path | None, as_json: bool) -> None:
    from styleloop.app.models import read_models, tried
    from styleloop.types.record import Refusal

    if not name:
        raise InputError("one name is needed", expected="models check NAME; models alone lists them")
    here = opened(project)
    if picture is not None or any(one.name == name for one in read_models(here.root).classifier):
        _judge(here, name, picture, as_json)
    found, seconds = tried(here, name)
    refused = isinstance(found, Refusal)
    if as_json:
        say_json({"name": name, "ok": not refused, "seconds": round(seconds, 3), **found.model_dump(mode="json")})
    elif isinstance(found, Refusal):
        out.print(f"MEND {found}", markup=False, soft_wrap=True)
    else:
        took = f"{found.tokens_in} tokens in, {found.tokens_out} out, cost {found.cost:g}, {seconds:.1f} s"
        out.print(f"ok   {found.model}: {took}\n{found.text}", markup=False, soft_wrap=True)
    raise typer.Exit(1 if refused else 0)


def _judge(project: Project, name: str, picture: Path | None, as_json: bool) -> NoReturn:
    from styleloop.app.looking import tried
    from styleloop.types.record import Refusal

    if picture is not None and not picture.is_file():
        raise InputError("there is no such picture", field="picture", got=str(picture))
    model, found = tried(project, name, picture)
    refused = isinstance(found, Refusal)
    if as_json:
        said = found.model_dump(mode="json") if isinstance(found, Refusal) else {"likelihoods": dict(found)}
        say_json({"name": name, "ok": not refused, "model": model, **said})
    elif isinstance(found, Refusal):
        out.print(f"MEND {found}", markup=False, soft_wrap=True)
    else:
        shares = ", ".join(f"{one.label} {one.share:.3f}" for one in found)
        out.print(f"ok   {model}: {shares}", markup=False, soft_wrap=True)
    raise typer.Exit(1 if refused else 0)
