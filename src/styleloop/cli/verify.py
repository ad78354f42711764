"""`styleloop verify`: what a file says of itself, and whether it is the one that was approved and sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened, out, say_json
from styleloop.errors import InputError, SettingsError

if TYPE_CHECKING:
    from styleloop.app.project import Project


def command(
    files: Annotated[list[Path] | None, typer.Argument(help="Pictures, or folders of them.")] = None,
    project: ProjectOption = HERE,
    trust: Annotated[
        Path | None, typer.Option("--trust", help="PEM of the certificates to trust; none: the project's own.")
    ] = None,
    make: Annotated[
        bool, typer.Option("--make-certificate", help="Write a self-made certificate into brand/signing/.")
    ] = False,
    name: Annotated[str, typer.Option("--name", help="Organisation in a self-made certificate; none: the brand.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Say what published files say of themselves: who signed, whether a byte changed, which approval let them out.

    Inside a project also whether it is the very file that was approved and sent. Exit 0: every file is what it says;
    1: one is not (altered, unsigned, another's, unknown); 2: a file cannot be opened.
    """
    if make == bool(files):
        raise InputError("nothing to do", expected="FILE..., or --make-certificate alone")
    if make:
        _make(project, name, as_json)
        return
    from styleloop.app.proving import pictures_in, prove
    from styleloop.app.signing import anchors_of

    here = _opened(project)
    anchors = _read(trust) if trust else anchors_of(here.root) if here else ""
    proofs = [prove(path, anchors, here) for path in pictures_in(files or [])]
    if as_json:
        say_json([proof.model_dump(mode="json") for proof in proofs])
    for proof in [] if as_json else proofs:
        out.print(
            f"{'ok ' if proof.good else 'NO '} {proof.file}: {proof.state}: {proof.words}", markup=False, soft_wrap=True
        )
        if proof.cure:
            out.print(f"    what to do: {proof.cure}", markup=False, soft_wrap=True)
    raise typer.Exit(0 if all(proof.good for proof in proofs) else 1)


def _opened(folder: Path) -> Project | None:
    from styleloop.app.brand import find_root

    try:
        find_root(folder)
    except SettingsError:
        return None  # outside a project the file is asked alone
    return opened(folder)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError("cannot be read", field="--trust", got=str(path), expected="a PEM file") from problem


def _make(folder: Path, name: str, as_json: bool) -> None:
    from styleloop.app.brand import find_root
    from styleloop.app.signing import certificate_of, make_certificate, words_on

    root = find_root(folder)
    written = make_certificate(root, name)
    made = certificate_of(root)
    if as_json:
        say_json({"written": [str(path) for path in written], "organisation": made.organisation, "ends": made.ends})
        return
    out.print(f"Signing from now on: {words_on(made)}.", markup=False)
    out.print(f"Give others {written[2]} to trust. {written[3]} stays with you: git ignores it.", markup=False)
