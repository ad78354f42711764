"""`styleloop draft`: lines without pictures."""

from __future__ import annotations

from typing import Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, err, opened, out, say_json, table


def command(
    product: Annotated[str, typer.Option("--product", "-p", help="sku of the product.")],
    market: Annotated[str, typer.Option("--market", "-m", help="Locale.")],
    project: ProjectOption = HERE,
    lines: Annotated[int, typer.Option("--lines", help="How many.")] = 5,
    as_json: JsonOption = False,
) -> None:
    """Draft, check and choose lines for one product in one market; draw nothing."""
    from styleloop.app.making import make_brief, write_lines
    from styleloop.app.wishes import wish

    opened_project = opened(project)
    asked = make_brief(opened_project, wish(opened_project, product, markets=(market,), lines=lines), market)
    found = write_lines(opened_project, asked, (), lines, with_proposals=False)
    if as_json:
        say_json(
            {
                "lines": [d.model_dump(mode="json") for d in found.chosen],
                "refusals": [str(r) for r in found.refusals],
                "blocked": [f.model_dump(mode="json") for f in found.findings],
            }
        )
        return
    rows = [(d.words.text("headline").replace("\n", " / "), d.words.text("body"), d.tone) for d in found.chosen]
    table(f"{product} in {market}", ("headline", "body", "palette"), rows)
    for refusal in found.refusals[:8]:
        err.print(f"- could not be made: {refusal}", style="yellow", markup=False)
    for finding in found.findings[:8]:
        err.print(f"- blocked: {finding.message}", style="red", markup=False)
    if not found.chosen:
        out.print("No line fits. Add facts to the product, or past ads to the library.")
