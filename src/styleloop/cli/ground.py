"""`styleloop ground`: what drafts may be given to read, and where it is from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, err, opened, out, say_json, table, ticking

if TYPE_CHECKING:
    from styleloop.app.project import Project, Tick
    from styleloop.types.passage import Passage
    from styleloop.types.record import Refusal

SHOWN = 20
ROLES = {
    "guideline": "rules of the brand",
    "spec": "about products",
    "claim": "registered claims",
    "past": "past work",
    "term": "terms",
    "page": "other pages",
}


def command(
    project: ProjectOption = HERE,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Fetch the pages listed in documents/urls.txt that have changed.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read the brand's documents, claims, products and past work into passages. Only --fetch touches the network."""
    from styleloop.app.documents import gathered
    from styleloop.types.passage import Passage

    opened_project = opened(project)
    with ticking(as_json) as tick:
        fetched, refusals = _fetched(opened_project, tick) if fetch else ({}, [])
        items = gathered(opened_project, tick)
    found = [item for item in items if isinstance(item, Passage)]
    said = {(str(refusal.where), refusal.subject) for refusal in refusals}
    refusals += [r for r in items if not isinstance(r, Passage) and (str(r.where), r.subject) not in said]
    if as_json:
        by_file = Counter(passage.source.file for passage in found)
        say_json(
            {
                "passages": len(found),
                "by_role": dict(Counter(passage.role for passage in found)),
                "by_file": dict(by_file),
                "fetched": fetched,
                "refusals": [str(refusal) for refusal in refusals],
            }
        )
        return
    if fetched:
        out.print(f"Fetched: {len(fetched['new'])} new or changed, {len(fetched['unchanged'])} unchanged.")
    _say(found, refusals)


def _fetched(project: Project, tick: Tick) -> tuple[dict[str, list[str]], list[Refusal]]:
    from styleloop.app.pages import fetch_all

    report = fetch_all(project, tick)
    return {"new": report.new, "unchanged": report.unchanged}, report.refusals


def _say(found: Sequence[Passage], refusals: Sequence[Refusal]) -> None:
    rows = []
    for role, words in ROLES.items():
        these = [passage for passage in found if passage.role == role]
        files = len({passage.source.file for passage in these})
        rows.append((words, len(these), files, ", ".join(sorted({p.locale for p in these}))))
    table("What drafts may be given to read", ("what", "passages", "from files", "in"), rows)
    for refusal in refusals[:SHOWN]:
        err.print(f"- {refusal}", style="yellow", markup=False)
    if len(refusals) > SHOWN:
        err.print(f"... and {len(refusals) - SHOWN} more (see --json)")
