"""`styleloop brief`: what the drafters would be told."""

from __future__ import annotations

from typing import Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened, out, say_json


def command(
    product: Annotated[str, typer.Option("--product", "-p", help="sku of the product.")],
    market: Annotated[str, typer.Option("--market", "--markets", "-m", help="Locale.")],
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show the brief of one product in one market: what the style asks, in numbers, and what may be claimed."""
    from styleloop.app.making import make_brief
    from styleloop.app.wishes import wish
    from styleloop.brief.looks import looked

    opened_project = opened(project)
    made = make_brief(opened_project, wish(opened_project, product, markets=(market,)), market)
    if as_json:
        say_json(made.model_dump(mode="json"))
        return
    out.print(f"{made.product.sku} in {made.market}, style {made.style}", markup=False)
    for directive in made.directives:
        out.print(f"- {directive.words} ({directive.why})", markup=False)
    for said in looked(made.look, opened_project.store.styles.get(made.style)):
        out.print(f"- {said}", markup=False)
    out.print(f"claims that hold here today: {', '.join(made.claims) or 'none'}", markup=False)
    for note in made.notes:
        out.print(f"note: {note}", markup=False)
