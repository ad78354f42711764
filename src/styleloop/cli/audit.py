"""`styleloop audit`: check a text or a file of texts against the brand's rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened, out, say_json
from styleloop.errors import InputError


def command(
    text: Annotated[str, typer.Argument(help="A text, or a file with one text per line.")],
    project: ProjectOption = HERE,
    market: Annotated[str, typer.Option("--market", "--markets", "-m", help="Locale; none: the brand's own.")] = "",
    product: Annotated[str, typer.Option("--product", "-p", help="sku whose facts may back a claim.")] = "",
    placement: Annotated[
        str, typer.Option("--placement", "--formats", help="Format whose limits count; none: no limits.")
    ] = "",
    slot: Annotated[str, typer.Option("--slot", help="What the words are for: headline, body, cta, ...")] = "headline",
    as_json: JsonOption = False,
) -> None:
    """Check words before they go anywhere. Exit 1 when a check blocks."""
    from styleloop.app.screening import screen_texts

    opened_project = opened(project)
    path = Path(text)
    is_file = len(text) < 400 and path.is_file()
    if not text.strip() or (not is_file and " " not in text and path.suffix in (".txt", ".md", ".csv")):
        raise InputError("nothing to check", got=text, expected="a text, or a file that exists with one text per line")
    texts = path.read_text("utf-8").splitlines() if is_file else [text]
    verdicts = screen_texts(opened_project, [t for t in texts if t.strip()], market, product, placement, slot)
    blocked = any(v.blocked for v in verdicts)
    if as_json:
        say_json(
            [
                {"text": v.subject, "words": v.words(), "findings": [f.model_dump(mode="json") for f in v.findings]}
                for v in verdicts
            ]
        )
    for verdict in [] if as_json else verdicts:
        out.print(f"{verdict.subject!r}: {verdict.words()}", markup=False)
        for f in verdict.findings:
            cure = f"; instead: {f.fix}" if f.fix else ""
            out.print(f"  {f.severity} {f.guardrail} {f.rule}: {f.message} [{f.cited}]{cure}", markup=False)
    raise typer.Exit(1 if blocked else 0)
