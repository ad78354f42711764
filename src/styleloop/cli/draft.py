"""`styleloop draft`: lines without pictures."""

from __future__ import annotations

import math
from typing import Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, err, opened, out, say_json, table
from styleloop.types.style import Score
from styleloop.types.variant import Draft


def command(
    product: Annotated[str, typer.Option("--product", "-p", help="sku of the product.")],
    market: Annotated[str, typer.Option("--market", "--markets", "-m", help="Locale.")],
    project: ProjectOption = HERE,
    lines: Annotated[int, typer.Option("--lines", help="How many.")] = 5,
    as_json: JsonOption = False,
) -> None:
    """Draft, check and choose lines for one product in one market; draw nothing."""
    from styleloop.app.making import Lines, briefs, write_lines
    from styleloop.app.wishes import wish

    opened_project = opened(project)
    found = Lines()
    by: dict[str, str] = {}
    for asked, number in briefs(opened_project, wish(opened_project, product, markets=(market,), lines=lines), market):
        before = [d.id for d in found.chosen]
        made = write_lines(opened_project, asked, before, number, with_proposals=False, words_only=True)
        by |= {d.id: asked.style for d in made.chosen}
        found = Lines(
            (*found.chosen, *made.chosen), [*found.findings, *made.findings], [*found.refusals, *made.refusals]
        )
    standing = {s.subject: s for s in opened_project.store.scores.all() if by.get(s.subject) == s.style}
    if as_json:
        say_json(
            {
                "lines": [d.model_dump(mode="json") for d in found.chosen],
                "scores": [s.model_dump(mode="json") for s in standing.values()],
                "refusals": [str(r) for r in found.refusals],
                "blocked": [f.model_dump(mode="json") for f in found.findings],
            }
        )
        return
    rows = [
        (_flat(d), d.words.text("body"), d.tone, *_stands(standing.get(d.id)), "challenger" if d.style else "")
        for d in found.chosen
    ]
    columns = ("headline", "body", "palette", "clicks foreseen", "from the usual", "new", "by")
    told = [at for at in range(len(columns)) if any(row[at] for row in rows)]
    table(f"{product} in {market}", [columns[at] for at in told], [[row[at] for at in told] for row in rows])
    for draft in found.chosen:
        reasons = "; ".join((*draft.chosen_why, *_causes(standing.get(draft.id))))
        out.print(f"{_flat(draft)!r} by {draft.drafter}: {reasons}", markup=False, soft_wrap=True)
    for refusal in found.refusals[:8]:
        err.print(f"- could not be made: {refusal}", style="yellow", markup=False)
    for finding in found.findings[:8]:
        err.print(f"- blocked: {finding.message}", style="red", markup=False)
    if not found.chosen:
        out.print("No line fits. Add facts to the product, or past ads to the library.")


def _flat(draft: Draft) -> str:
    return draft.words.text("headline").replace("\n", " / ")


def _stands(score: Score | None) -> tuple[str, str, str]:
    """Predicted change of clicks with its 90 % interval, distance, novelty."""
    if score is None:
        return ("", "", "")
    mean, low, high = (math.expm1(value) for value in (score.effect, score.low, score.high))
    return (f"{mean:+.0%} ({low:+.0%} to {high:+.0%})", f"{score.distance:.1f}", f"{score.novelty:.0%}")


def _causes(score: Score | None) -> tuple[str, ...]:
    """The three measures in which it is farthest from the usual, in usual steps."""
    if score is None or not score.causes:
        return ()
    named = (f"{measure.removeprefix('copy.').replace('_', ' ')} {z:+.1f}" for measure, z in score.causes)
    return (f"from the usual by {', '.join(named)}",)
