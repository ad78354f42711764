"""`styleloop style`: what is usual, what helps, how it changed."""

from __future__ import annotations

from typing import Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened, out, say_json, table


def command(
    market: Annotated[str, typer.Argument(help="Locale, or `global`.")] = "global",
    project: ProjectOption = HERE,
    diff: Annotated[bool, typer.Option("--diff", help="What changed since the version before.")] = False,
    history: Annotated[bool, typer.Option("--history", help="Every version there was.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show the house style of a market: usual values, what helps with its interval, best examples."""
    from styleloop.app.flow import fit
    from styleloop.app.styling import current
    from styleloop.style import diff as differences

    opened_project = opened(project)
    if opened_project.store.current(market) is None:
        fit(opened_project)
    now = current(opened_project, market)
    past = opened_project.store.history(market)
    if history:
        rows = [(p.at[:19], p.style, p.why) for p in past]
        say_json([p.model_dump() for p in past]) if as_json else table(f"{market}", ("when", "version", "why"), rows)
    elif diff:
        before = opened_project.store.styles.find(now.parent) if now.parent else None
        changes = differences(before, now) if before else ()
        if as_json:
            say_json([c.model_dump(mode="json") for c in changes])
        for change in () if as_json else changes:
            out.print(f"- {change.words}", markup=False)
        if not changes and not as_json:
            out.print("Nothing changed: this is the first version, or nothing new was learnt.")
    elif as_json:
        say_json(now.model_dump(mode="json"))
    else:
        _print(now)


def _print(now) -> None:  # type: ignore[no-untyped-def]
    table(
        f"Usual in {now.market} ({now.id})",
        ("measure", "usual", "middle half", "unit", "pieces"),
        [
            (n.measure, f"{n.median:.3g}", f"{n.quantiles[2]:.3g} to {n.quantiles[4]:.3g}", n.unit, n.n)
            for n in now.norms
        ],
    )
    table(
        "What helps (change in log-odds per step of one usual spread, 90 % interval)",
        ("measure", "effect", "interval", "tests", "verdict"),
        [(e.measure, f"{e.mean:+.3f}", f"{e.low:+.3f} to {e.high:+.3f}", e.tests, e.verdict) for e in now.effects],
    )
    out.print(f"{len(now.patterns)} frames, {len(now.exemplars)} examples, {len(now.tests)} tests")
