"""`styleloop texts`: the words of a search ad, as a set."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, err, opened, out, say_json


def command(
    product: Annotated[str, typer.Argument(help="sku of the product.")],
    market: Annotated[str, typer.Option("--market", "--markets", "-m", help="Locale.")],
    project: ProjectOption = HERE,
    placement: Annotated[
        str, typer.Option("--placement", "--formats", help="Format of words alone.")
    ] = "google-search",
    as_csv: Annotated[bool, typer.Option("--csv", help="A file for Google Ads Editor, on stdout.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write headlines and descriptions that do not repeat each other, each from facts and checked; draw nothing."""
    from styleloop.app import texts

    opened_project = opened(project)
    written = texts.write_texts(opened_project, product, market, placement)
    if as_csv:
        sys.stdout.write(texts.as_csv(opened_project, [written.made]))
        return
    if as_json:
        blocked = [f.model_dump(mode="json") for f in written.findings]
        say_json({**written.made.model_dump(mode="json"), "blocked": blocked})
        return
    for text in written.made.texts:
        facts = ", ".join(dict.fromkeys(s.fact for s in text.filled))
        out.print(f"{text.slot:14} {text.text}  [{facts}]", markup=False)
    for refusal in written.made.refusals:
        err.print(f"- {refusal}", style="yellow", markup=False)
    for finding in written.findings[:8]:
        err.print(f"- blocked: {finding.subject}: {finding.message}", style="red", markup=False)
