"""`styleloop review`: the queue and one's decision, without a browser."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, err, opened, out, say_json, table
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
    seal: Annotated[
        str, typer.Option("--seal", help="Seal of what you saw; refused where it shows something else.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be decided; record nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what waits for a person, or decide. One decision covers every size of the line whose checks pass."""
    from styleloop.app.policydoubts import policy_doubts
    from styleloop.app.shipping import Person, approve_all, lines_of

    opened_project = opened(project)
    variant = _whole(opened_project, variant)
    actions = [a for a, given in (("approve", approve), ("change", change), ("reject", reject)) if given]
    if not variant and not all_ and not actions:
        _show(opened_project, lines_of(opened_project), as_json)
        for doubt in policy_doubts(opened_project):
            err.print(f"styleloop: {doubt}", markup=False, soft_wrap=True)
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
        done = approve_all(opened_project, person, dry_run=dry_run)
        if as_json:
            told = {"left": done.left, "with_remarks": done.remarked, "waiting_for_others": done.partly}
            say_json({"decisions": done.count, **told, "dry_run": dry_run})
        else:
            out.print(f"{'Would: ' if dry_run else ''}{done.words()}", markup=False, soft_wrap=True)
        return
    options = {"reason": reason, "dismissed": _listed(dismiss), "seal": seal, "dry_run": dry_run}
    made = _decide(opened_project, variant, person, actions[0], options)
    if as_json:
        say_json([d.model_dump(mode="json") for d in made])
    else:
        what = f"{'Would ' if dry_run else ''}{actions[0]}: {len(made)} of this line's formats."
        out.print(f"{what} {_next(opened_project, made, actions[0])}", markup=False, soft_wrap=True)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _next(project: Any, made: Any, action: str) -> str:
    """What comes after a decision."""
    from styleloop.app.shipping import approval

    variant = project.store.variants.get(made[0].variant)
    if action == "approve":
        known = approval(project, variant)
        if known.partly:
            return f"Approved by {known.words()}; missing: {', '.join(known.missing)}"
        return f"Next: {_publish(project, made)}"
    if action == "change":
        again = f"styleloop run --product {variant.product}"
        return f"The reason goes into the next brief: {again}. What is already posted stays; see: styleloop review"
    return "What is already posted stays; see: styleloop review"


def _decide(project: Any, name: str, person: Any, action: Any, options: Any) -> Any:
    from styleloop.app.shipping import decide, lines_of

    every = lines_of(project)
    states = [s for line in every if line.line == name for s in line.states]
    states.sort(key=lambda s: s[1] == "blocked")  # a line is decided on a format that can be decided on
    chosen = states[0][0] if states else name
    line = next((x for x in every if chosen in {v.id for v in x.variants}), None)
    options = {**options, "dismissed": _here(line, chosen, options["dismissed"])}
    return decide(project, chosen, person, action, **options)


def _here(line: Any, variant: str, ids: Any) -> Any:
    """Ids of what is set aside on the piece decided on: every finding that is one remark with one that was named."""
    from styleloop.review import together

    if line is None or not ids:
        return ids
    own = {variant, line.line}
    other = {f.id for f in line.findings if f.subject not in own}
    same = [i for i in together(line.findings, ids) if i not in other]
    return same or ids


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


def _told(line: Any, decision: Any) -> dict[str, Any]:
    own = decision.variant in {v.id for v in line.variants}
    return {**decision.model_dump(mode="json"), "carried_from": "" if own else decision.variant}


def _said(line: Any, decision: Any) -> str:
    """`approve by p-17, legal, on 2026-09-01`, and on which identical piece it was given where that is another one."""
    carried = _told(line, decision)["carried_from"]
    from_ = f", given on {carried}, which shows the same" if carried else ""
    because = f": {decision.reason}" if decision.reason else ""
    return f"{decision.action} by {decision.who}, {decision.role}, on {decision.at.date()}{from_}{because}"


def _show(project: Any, lines: Any, as_json: bool, whole: bool = False) -> None:
    from styleloop.app.remembering import remembered

    campaigns = {one.id: one.name for one in project.store.campaigns.all()}
    before = remembered(project, [v for line in lines for v in line.variants])
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
                    "signed": line.signed,
                    "missing": list(line.missing),
                    "variants": [v.id for v in line.variants],
                    "seals": {v.id: v.seal for v in line.variants},
                    "remarks": len(line.remarks),
                    "findings": [f.model_dump(mode="json") for f in line.findings],
                    "set_aside_before": {k: r.words() for k, r in before.items() if k in {f.id for f in line.findings}},
                    "decisions": [_told(line, d) for d in line.decisions],
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
        for same in line.remarks:
            f, slots = same[0], ", ".join(dict.fromkeys(one.span.slot for one in same if one.span))
            where = f", in {slots}" if slots else ""
            out.print(f"  {f.severity} {f.id} {f.guardrail}{where}: {f.message} [{f.cited}]", markup=False)
            if f.id in before:
                out.print(f"    {before[f.id].words()}", markup=False)
        for d in line.decisions:
            out.print(f"  {_said(line, d)}", markup=False)
        for why in dict.fromkeys(why for known in line.approvals for _, why in known.void):
            out.print(f"  an approval does not count: {why}", markup=False)
        if line.signed:
            out.print(f"  approved by {line.signed}; missing: {', '.join(line.missing)}", markup=False)
    rows = [
        (
            campaigns.get(x.campaign, ""), x.market, x.headline.replace("\n", " / "), x.words(), len(x.remarks),
            x.line if whole else x.line[:SHORT],
        )
        for x in lines
    ]  # fmt: skip
    table("Queue", ("campaign", "market", "headline", "sizes", "remarks", "line"), rows)
    out.print("Decide: styleloop review LINE --approve | --change --reason ... | --reject --reason ...")
