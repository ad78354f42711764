"""`styleloop divergence`: is the work getting all the same?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened, out, say_drawn, say_json, table


def command(
    market: Annotated[str, typer.Argument(help="Locale; none: the first market.")] = "",
    project: ProjectOption = HERE,
    plot: Annotated[
        Path | None, typer.Option("--plot", help="Draw it into this file: .svg or .png; both for a name without.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show how various the last batch is, against earlier batches, the brand's past, rivals and inspiration."""
    from styleloop.app.diverging import report

    opened_project = opened(project)
    if plot is not None:
        from styleloop.app.plotting import newness, write_plot

        drawn = newness(opened_project, market or opened_project.markets[0])
        say_drawn((drawn,), write_plot(drawn, plot), as_json)
        return
    found = report(opened_project, market or opened_project.markets[0])
    if as_json:
        say_json(found.model_dump(mode="json") if found else None)
        return
    if found is None:
        out.print("Nothing made yet: there is no batch to look at. Make one: styleloop run --product SKU")
        return
    spreads = [*([found.history] if found.history else []), *found.batches]
    table(
        f"How various the work is in {found.market} (dial {found.dial:g})",
        ("batch", "day", "lines", "counts as", "new", "word pairs once", "from house style", "from inspiration"),
        [
            (
                s.label,
                s.day,
                s.pieces,
                f"{s.vendi:.1f}",
                f"{s.novelty:.0%}",
                f"{s.distinct:.0%}",
                f"{s.off_brand:.2f}",
                s.injected,
            )
            for s in spreads
        ],
    )
    for line in found.words:
        out.print(f"- {line}", markup=False)
