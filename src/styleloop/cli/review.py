"""`styleloop review`: the queue and one's decision, without a browser."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened, out, say_json, table
from styleloop.errors import InputError


def command(
    variant: Annotated[str, typer.Argument(help="Id of a variant or a line; none: show the queue.")] = "",
    project: ProjectOption = HERE,
    approve: Annotated[bool, typer.Option("--approve", help="Let it out.")] = False,
    change: Annotated[bool, typer.Option("--change", help="Ask for a change; needs --reason.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="Not this one; needs --reason.")] = False,
    all_: Annotated[bool, typer.Option("--approve-all", help="Approve every waiting line without a block.")] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why; the next round learns from it.")] = "",
    dismiss: Annotated[str, typer.Option("--dismiss", help="Ids of remarks to dismiss, comma separated.")] = "",
    who: Annotated[str, typer.Option("--who", help="Your pseudonymous id.", envvar="STYLELOOP_WHO")] = "",
    role: Annotated[str, typer.Option("--role", help="Your role.", envvar="STYLELOOP_ROLE")] = "reviewer",
    as_json: JsonOption = False,
) -> None:
    """Show what waits for a person, or decide. One decision covers every size of the line whose checks pass."""
    from styleloop.app.shipping import Person, approve_all, lines_of

    opened_project = opened(project)
    actions = [a for a, given in (("approve", approve), ("change", change), ("reject", reject)) if given]
    if not variant and not all_:
        _show(lines_of(opened_project), as_json)
        return
    person = Person(who or "me", role)
    if all_:
        done = approve_all(opened_project, person)
        say_json({"decisions": done.count, "left": done.left}) if as_json else out.print(done.words())
        return
    if len(actions) != 1:
        raise InputError("one decision is needed", expected="exactly one of --approve, --change, --reject", got=actions)
    made = _decide(opened_project, variant, person, actions[0], reason, dismiss)
    if as_json:
        say_json([d.model_dump(mode="json") for d in made])
    else:
        out.print(f"{actions[0]}: {len(made)} size(s) of this line. Next: styleloop publish")


def _decide(project: Any, name: str, person: Any, action: Any, reason: str, dismiss: str) -> Any:
    from styleloop.app.shipping import decide

    sizes = project.store.variants.all(line=name)
    chosen = sizes[0].id if sizes else name
    dismissed = [part.strip() for part in dismiss.split(",") if part.strip()]
    return decide(project, chosen, person, action, reason=reason, dismissed=dismissed)


def _show(lines: Any, as_json: bool) -> None:
    if as_json:
        say_json(
            [
                {
                    "line": line.line,
                    "market": line.market,
                    "state": line.state,
                    "headline": line.headline,
                    "variants": [v.id for v in line.variants],
                    "findings": [f.model_dump(mode="json") for f in line.findings],
                }
                for line in lines
            ]
        )
        return
    if not lines:
        out.print("Nothing waits. Make something: styleloop run --product SKU")
        return
    rows = [(x.line, x.market, x.words(), x.headline.replace("\n", " / "), len(x.findings)) for x in lines]
    table("Queue", ("line", "market", "sizes", "headline", "remarks"), rows)
    out.print("Decide: styleloop review LINE --approve | --change --reason ... | --reject --reason ...")
