"""`styleloop run`: make a campaign, up to the review queue."""

from __future__ import annotations

import re
from collections import Counter
from typing import Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, bars, err, opened, out, say_json, table


def command(
    product: Annotated[str, typer.Option("--product", "-p", help="sku of the product.")],
    project: ProjectOption = HERE,
    name: Annotated[
        str, typer.Option("--name", help="Name of the campaign; the same name again goes on with it.")
    ] = "",
    markets: Annotated[
        str, typer.Option("--markets", "--market", "-m", help="Locales, comma separated; none: all.")
    ] = "",
    formats: Annotated[
        str, typer.Option("--formats", "--placement", help="Formats, comma separated; none: as in styleloop.toml.")
    ] = "",
    lines: Annotated[int | None, typer.Option("--lines", help="Lines per market.")] = None,
    round_: Annotated[int, typer.Option("--round", help="Which round of this campaign.")] = 1,
    template: Annotated[
        str, typer.Option("--template", help="Template of every line, or auto; none: as in styleloop.toml.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be made; draw nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Brief, draft, draw and check one product in every market and format. Nothing leaves: a person decides next."""
    from styleloop.app.jobs import Jobs
    from styleloop.app.wishes import basis, wish

    opened_project = opened(project)
    wanted = wish(opened_project, product, name, _listed(markets), _listed(formats), lines, round_, template)
    if dry_run:
        say_json(wanted.model_dump(mode="json"))
        return
    with bars(opened_project, quiet=as_json) as watch:
        # Another kit or other facts make another run of the same wish: what was refused then may go now.
        key = f"campaign:{wanted.id}:{basis(opened_project, wanted)}"
        made = Jobs(opened_project).run("campaign", key, {"campaign": wanted.model_dump(mode="json")}, watch)
    if as_json:
        say_json({"campaign": wanted.id, "markets": made})
        return
    table(
        f"Campaign {wanted.name}",
        ("market", "lines ready", "reasons for what is missing"),
        [
            (market, f"{len(done['lines'])} of {wanted.lines}", len(distinct(done["refusals"])))
            for market, done in made.items()
        ],
    )
    for market, done in made.items():
        for reason, count in distinct(done["refusals"])[:8]:
            times = f" ({count} times)" if count > 1 else ""
            err.print(f"- {market}: {reason}{times}", style="yellow", markup=False)
    if not any(done["lines"] for done in made.values()):
        err.print("Nothing could be made. Mend what is said above and type the same again.", style="bold")
        raise typer.Exit(1)
    out.print("Next: styleloop review, or look at them in the desk: styleloop serve")


def distinct(refusals: list[str]) -> list[tuple[str, int]]:
    """Each reason once, the commonest first; which draft and format it was of does not matter to a person."""
    reasons = Counter(re.sub(r"^draft_[0-9a-f]+( \w+)?: (layout_[0-9a-f]+: )?", "", line) for line in refusals)
    return reasons.most_common()


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
