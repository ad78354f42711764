"""What `restyle` and `resize` share: plan, make durably, say what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from styleloop.cli.output import bars, err, out, say_json

if TYPE_CHECKING:
    from styleloop.app.project import Project
    from styleloop.app.versions import Asked

MOST_SAID = 8
"""Reasons that are said one by one; --json has all."""
MOST_LINES = 20
MOST_REASONS = 3


def carry_out(project: Project, asked: Asked, dry_run: bool, as_json: bool) -> None:
    """Make what `asked` comes to, or show it. Exit 1 when nothing could be made of it."""
    from styleloop.app.jobs import Jobs
    from styleloop.app.remaking import told
    from styleloop.app.versions import plan

    planned = plan(project, asked)
    done: Any = told(planned)
    if planned.pieces and not dry_run:
        with bars(project, quiet=as_json) as watch:
            done = Jobs(project).run("versions", planned.key, asked.model_dump(mode="json"), watch)
    if as_json:
        say_json({**done, "dry_run": dry_run})
    else:
        _say(done, dry_run)
    if done["refusals"] and not any(_counts(line) for line in done["lines"]):
        raise typer.Exit(1)


def _counts(line: Any) -> bool:
    """Whether something of a line was made, would be, or stands already."""
    return bool(line.get("made", line["pieces"])) or any(piece["standing"] for piece in line["pieces"])


def _say(done: Any, dry_run: bool) -> None:
    lines = done["lines"]
    for line in lines[:MOST_LINES]:
        for said in _block(line, dry_run):
            out.print(said, markup=False, soft_wrap=True)
    if len(lines) > MOST_LINES:
        out.print(f"and {len(lines) - MOST_LINES} lines more; see --json")
    for reason in done["refusals"][:MOST_SAID]:
        err.print(f"- could not be made: {reason}", style="yellow", markup=False)
    if len(done["refusals"]) > MOST_SAID:
        err.print(f"- and {len(done['refusals']) - MOST_SAID} more; see --json", style="yellow")
    out.print(_last_word(done, dry_run), markup=False)


def _block(line: Any, dry_run: bool) -> list[str]:
    """A line: what it says, what changes and why, and what each of its pieces is or would be."""
    headline = line["headline"].replace("\n", " / ")
    said = [f"{line['market']}  {headline}", f"  {', '.join(line['changes']) or 'the same look'}"]
    said += [f"  because {reason}" for reason in line["template_why"][:MOST_REASONS]]
    made = {(m["placement"], m["card"]): m for m in line.get("made", ())}
    wide = max((len(piece["placement"]) + 8 * bool(piece["card"]) for piece in line["pieces"]), default=0)
    for piece in line["pieces"]:
        card = f", card {piece['card'] + 1}" if piece["card"] else ""
        state = _state(piece, made.get((piece["placement"], piece["card"])), dry_run)
        said.append(f"  {piece['placement'] + card:<{wide}}  {state}, from {piece['parent']}")
    return said


def _state(piece: Any, made: Any, dry_run: bool) -> str:
    if piece["standing"]:
        return "looks so already" if piece["standing"] == piece["parent"] else f"there already: {piece['standing']}"
    if dry_run:
        return "would be made"
    if made is None:
        return "could not be made"
    left = f"; without {', '.join(made['left_out'])}: too small a format" if made["left_out"] else ""
    return f"{made['variant']}{' (stopped by a check)' if made['stopped'] else ''}{left}"


def _last_word(done: Any, dry_run: bool) -> str:
    made = [m for line in done["lines"] for m in line.get("made", ())]
    if not done["pieces"]:
        return "Nothing new: all of it stands already." if done["lines"] else "Nothing could be made."
    if dry_run:
        return f"{done['pieces']} would be drawn. Nothing was; leave --dry-run out to do it."
    waiting = (
        f"{len(made)} made; each waits for a person, whatever was approved before." if made else "Nothing was made."
    )
    return f"{waiting} Next: styleloop review" if made else waiting
