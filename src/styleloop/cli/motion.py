"""`styleloop motion`: an animated version of a piece, into a file. Nothing is published."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from styleloop.cli.output import HERE, JsonOption, ProjectOption, err, opened, out, say_json


def command(
    piece: Annotated[str, typer.Argument(help="Id of a piece, or the name of a post.")],
    project: ProjectOption = HERE,
    to: Annotated[
        Path | None,
        typer.Option("--out", help="File to write: .webp, or .mp4 (needs: pip install av). None: in motion/."),
    ] = None,
    seconds: Annotated[float, typer.Option("--seconds", help="Length, 2 to 15.")] = 6.0,
    calm: Annotated[bool, typer.Option("--calm", help="Fades only: nothing rises, nothing is pushed in.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be made; write nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Let the words of a finished piece come in one after another. Its last frame is the still, pixel for pixel.

    Writes the film and a note saying which piece and seal it belongs to. No channel ships it: sending it is up to you.
    """
    from styleloop.app.filming import make, plan, told
    from styleloop.types.record import Refusal

    here = opened(project)
    planned = plan(here, piece, to, seconds, calm)
    if isinstance(planned, Refusal):
        _refused(planned, as_json)
    elif dry_run:
        _say({**told(here, planned), "dry_run": True}, as_json)
    else:
        with _progress(planned.motion.frames, as_json) as tick:
            done = make(here, planned, tick)
        if isinstance(done, Refusal):
            _refused(done, as_json)
        else:
            _say({**done, "dry_run": False}, as_json)


@contextmanager
def _progress(frames: int, quiet: bool) -> Iterator[Any]:
    columns = (TextColumn("{task.description:<16}"), BarColumn(24), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, disable=quiet) as progress:
        task = progress.add_task("frames", total=frames)
        yield lambda number: progress.update(task, completed=number)


def _refused(why: Any, as_json: bool) -> None:
    if as_json:
        say_json({"refused": why.model_dump(mode="json")})
    err.print(f"no motion was made: {why}", style="yellow", markup=False, soft_wrap=True)
    raise typer.Exit(1)


def _say(done: dict[str, Any], as_json: bool) -> None:
    if as_json:
        say_json(done)
        return
    pushed = "fades only" if done["calm"] else f"pushed in by {done['push']:.0%}" if done["push"] else "no push"
    shape = f"{done['width']} x {done['height']} px, {done['seconds']:g} s, {done['frames']} frames, {pushed}"
    made = done.get("file")
    size = f", {_size(made['bytes'])}" if made else ""
    out.print(
        f"{'would write' if done['dry_run'] else 'wrote'} {done['to']}: {shape}{size}", markup=False, soft_wrap=True
    )
    for cue in done["cues"]:
        out.print(f"  {cue['start']:5.2f} s  {cue['part']}", markup=False)
    if not done["cues"]:
        out.print("  no words stand on this card, so nothing comes in", markup=False)
    out.print(f"  {done['seconds']:5.2f} s  the still of {done['variant']}, seal {done['seal'][:16]}", markup=False)
    out.print(_last_word(done), markup=False, soft_wrap=True)


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"


def _last_word(done: dict[str, Any]) -> str:
    if done["state"] == "approved":
        who = done["decision"]["who"]
        return f"Its still was approved by {who}. No channel ships motion yet: nothing was published."
    return "Nobody approved its still yet (styleloop review): not for use. Nothing was published."
