"""`styleloop review`: the queue and one's decision, without a browser."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened, out, say_json, table
from styleloop.errors import InputError

SHORT = len("draft_") + 8
"""Characters of a line's id that the queue shows, and by which it may be called."""


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
    variant = _whole(opened_project, variant)
    actions = [a for a, given in (("approve", approve), ("change", change), ("reject", reject)) if given]
    if not variant and not all_ and not actions:
        _show(opened_project, lines_of(opened_project), as_json)
        return
    if variant and not actions:
        found = [x for x in lines_of(opened_project) if variant in (x.line, *(v.id for v in x.variants))]
        if not found:
            cure = "see the queue: styleloop review"
            raise InputError("nothing has that name", got=variant, expected="id of a variant or a line", cure=cure)
        _show(opened_project, found, as_json, True)
        return
    if len(actions) + all_ != 1 or (all_ and variant) or (actions and not variant):
        expected = "LINE with one of --approve, --change, --reject; or --approve-all alone"
        raise InputError("one decision at a time", expected=expected, got=actions + ["approve-all"] * all_)
    if not who.strip():
        cure = "add --who ID, or set STYLELOOP_WHO once"
        raise InputError("a decision is signed", field="--who", expected="your pseudonymous id", cure=cure)
    person = Person(who.strip(), role)
    if all_:
        done = approve_all(opened_project, person)
        if as_json:
            say_json({"decisions": done.count, "left": done.left, "with_remarks": done.remarked})
        else:
            out.print(done.words(), markup=False, soft_wrap=True)
        return
    made = _decide(opened_project, variant, person, actions[0], reason, dismiss)
    if as_json:
        say_json([d.model_dump(mode="json") for d in made])
    else:
        after = (
            f"Next: {_publish(opened_project, made)}"
            if approve
            else "What is already posted stays; see: styleloop review"
        )
        out.print(f"{actions[0]}: {len(made)} of this line's formats. {after}")


def _decide(project: Any, name: str, person: Any, action: Any, reason: str, dismiss: str) -> Any:
    from styleloop.app.shipping import decide, lines_of

    states = [s for line in lines_of(project) if line.line == name for s in line.states]
    states.sort(key=lambda s: s[1] == "blocked")  # a line is decided on a format that can be decided on
    chosen = states[0][0] if states else name
    dismissed = [part.strip() for part in dismiss.split(",") if part.strip()]
    return decide(project, chosen, person, action, reason=reason, dismissed=dismissed)


def _publish(project: Any, made: Any) -> str:
    """The command by which the pieces decided on leave: it takes the newest campaign unless told another."""
    from styleloop.app.flow import called

    every = project.store.campaigns.all()
    campaign = project.store.variants.get(made[0].variant).campaign
    if every[-1].id == campaign:
        return "styleloop publish"
    return f"styleloop publish {called(project, project.store.campaigns.get(campaign))}"


def _whole(project: Any, name: str) -> str:
    """The id that begins like `name`, as the queue shows ids; `name` itself where it is one, or begins none or many."""
    from styleloop.app.shipping import lines_of

    if len(name) < SHORT or not name.startswith("draft_"):
        return name
    found = {line.line for line in lines_of(project) if line.line.startswith(name)}
    return found.pop() if len(found) == 1 else name


def _show(project: Any, lines: Any, as_json: bool, whole: bool = False) -> None:
    campaigns = {one.id: one.name for one in project.store.campaigns.all()}
    if as_json:
        say_json(
            [
                {
                    "line": line.line,
                    "campaign": campaigns.get(line.campaign, ""),
                    "market": line.market,
                    "state": line.state,
                    "headline": line.headline,
                    "states": dict(line.states),
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
    for line in lines if whole else ():
        out.print(f"{line.market}  {line.headline!r}  {line.words()}", markup=False)
        for slot, text in line.variants[0].words.by_slot().items():
            out.print(f"  {slot}: {text}", markup=False)
        for f in line.findings:
            out.print(f"  {f.severity} {f.id} {f.guardrail}: {f.message} [{f.cited}]", markup=False)
    rows = [
        (
            campaigns.get(x.campaign, ""), x.market, x.headline.replace("\n", " / "), x.words(), len(x.findings),
            x.line if whole else x.line[:SHORT],
        )
        for x in lines
    ]  # fmt: skip
    table("Queue", ("campaign", "market", "headline", "sizes", "remarks", "line"), rows)
    out.print("Decide: styleloop review LINE --approve | --change --reason ... | --reject --reason ...")
