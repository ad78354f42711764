"""`styleloop ask`: what the brand's documents, claims, products and past work say about something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, err, opened, out, say_json, ticking
from styleloop.errors import InputError

if TYPE_CHECKING:
    from styleloop.app.grounding import Held
    from styleloop.app.project import Project
    from styleloop.types.passage import Hit, Passage

LONGEST = 400
"""Characters of a passage that are shown."""


def command(
    question: Annotated[str, typer.Argument(help="What to look for, in any language.")] = "",
    project: ProjectOption = HERE,
    market: Annotated[str, typer.Option("--market", "-m", help="Only what holds in this market.")] = "",
    product: Annotated[
        str, typer.Option("--product", "-p", help="Only what is about this sku, or about no product.")
    ] = "",
    most: Annotated[int, typer.Option("--most", min=1, max=200, help="Passages at most.")] = 5,
    ever: Annotated[bool, typer.Option("--ever", help="Also what has ended or has not begun.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make the index anew first.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Find the passages that answer a question, each with where it stands."""
    from styleloop.app.grounding import refresh, search
    from styleloop.types.passage import Question

    opened_project = opened(project)
    with ticking(as_json) as tick:
        if rebuild:
            held = refresh(opened_project, tick, rebuild=True)
        if not question.strip():
            if not rebuild:
                raise InputError(
                    "what is the question?", field="question", expected='styleloop ask "how long is a headline?"'
                )
            _say(opened_project, held, (), as_json)
            return
        day = None if ever else opened_project.today
        wanted = Question(text=question, market=market, product=product, day=day, most=most)
        hits, held = search(opened_project, wanted, tick)
    _say(opened_project, held, hits, as_json)


def _say(project: Project, held: Held, hits: Sequence[Hit], as_json: bool) -> None:
    if as_json:
        say_json(
            {
                "passages": held.passages,
                "embedded": held.embedded,
                "embedder": held.embedder,
                "notes": list(held.notes),
                "refusals": [str(refusal) for refusal in held.refusals],
                "hits": [
                    {
                        "id": hit.passage.id, "place": hit.passage.place, "role": hit.passage.role,
                        "locale": hit.passage.locale, "products": list(hit.passage.products),
                        "text": hit.passage.text, "score": hit.score, "ranks": dict(hit.ranks),
                    }
                    for hit in hits
                ],
            }
        )  # fmt: skip
        return
    for note in held.notes:
        err.print(note, style="yellow", markup=False, soft_wrap=True)
    for number, hit in enumerate(hits, start=1):
        text = " ".join(hit.passage.text.split())
        about = _about(project, hit.passage)
        said = f"{number}. {hit.passage.place}{about} [{hit.passage.role}, {hit.passage.id}]"
        out.print(said, markup=False, soft_wrap=True)
        out.print(f"   {text if len(text) <= LONGEST else f'{text[:LONGEST]}...'}", markup=False)
    out.print(f"{len(hits)} of {held.passages} passages, {held.embedded} of them found by meaning too.", markup=False)


def _about(project: Project, passage: Passage) -> str:
    """`, about umbrella (SKU-1)`: the products a passage is about, by name and sku."""
    told = []
    for sku in passage.products:
        product = project.store.products.find(sku)
        name = product and (product.name(passage.locale) or next(iter(product.names), None))
        told.append(f"{name.text} ({sku})" if name else sku)
    return f", about {', '.join(told)}" if told else ""
