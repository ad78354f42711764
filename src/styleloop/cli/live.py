"""`styleloop live`: what is out now, what it rests on, and what of it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened, out, say_json, table

if TYPE_CHECKING:
    from datetime import date

    from styleloop.app.register import Holding, Kind, Live

ClaimOption = Annotated[str, typer.Option("--claim", help="Only posts that make this claim, by its slug.")]
FactOption = Annotated[str, typer.Option("--fact", help="Only posts that rest on this fact, by its key; `price` too.")]
LicenceOption = Annotated[
    str, typer.Option("--licence", help="Only posts with this picture, of this owner, or so licensed.")
]
PersonOption = Annotated[str, typer.Option("--person", help="Only posts in which this person can be seen, by id.")]
ProductOption = Annotated[str, typer.Option("--product", "-p", help="Only posts of this product, by its sku.")]


def command(
    claim: ClaimOption = "",
    fact: FactOption = "",
    licence: LicenceOption = "",
    person: PersonOption = "",
    product: ProductOption = "",
    ending: Annotated[
        int | None, typer.Option("--ending", min=0, help="Days: what ends by then or has ended; exit 1 if anything.")
    ] = None,
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List what is out now and the claims, facts, licences, people and products it rests on; or what of it ends.

    Exit 1: with --ending, something ends. Exit 2: there is no such claim, fact, licence, person or product.
    """
    from styleloop.app import register

    here = opened(project)
    asked = wanted(claim, fact, licence, person, product)
    found = register.live(here, asked)
    if not found:
        register.refuse_unknown(here, asked)
    if ending is None:
        _say(found, here.today, as_json, asked)
        return
    ends = register.ending(here, found, ending, asked)
    if as_json:
        say_json([row_of(post, (holding,), here.today) for post, holding in ends])
    elif not ends:
        told = f"Nothing that {len(found)} live posts rest on ends within {ending} days."
        out.print(told if found else carried_by_nothing(asked), markup=False)
    else:
        rows = [(post.name, post.market, holding.words(here.today), post.url) for post, holding in ends]
        table("Ending", ("post", "market", "what", "where"), rows)
        out.print("Take down or make anew, then: styleloop recall POST --withdrawn --reason ... --who ID --role ROLE")
    raise typer.Exit(1 if ends else 0)


def wanted(claim: str, fact: str, licence: str, person: str, product: str) -> Mapping[Kind, str]:
    """What was asked for, by kind."""
    given = {"claim": claim, "fact": fact, "licence": licence, "person": person, "product": product}
    return {cast("Kind", kind): key for kind, key in given.items() if key}


def carried_by_nothing(asked: Mapping[Kind, str]) -> str:
    """That what was asked for is known, and no post that is out rests on it."""
    names = " and ".join(f"{kind} {key}" for kind, key in asked.items())
    together = " together" if len(asked) > 1 else ""
    return f"Nothing that is out rests on {names}{together}." if asked else "Nothing is out."


def row_of(post: Live, why: Sequence[Holding], day: date) -> dict[str, Any]:
    """One post as JSON, with what it is listed for."""
    return {
        "post": post.name,
        "publication": post.publication,
        "channel": post.channel,
        "market": post.market,
        "format": post.placement,
        "product": post.product,
        "url": post.url,
        "files": list(post.files),
        "since": post.since.isoformat(),
        "ends": post.ends.isoformat() if post.ends else None,
        "why": [holding.words(day) for holding in why],
        "rests_on": [holding.model_dump(mode="json") for holding in post.rests_on],
    }


def _say(found: Sequence[Live], day: date, as_json: bool, asked: Mapping[Kind, str]) -> None:
    if as_json:
        say_json([row_of(post, post.ending(day, 0), day) for post in found])
        return
    if not found:
        sent_by = "" if asked else " What was approved is sent by: styleloop publish"
        out.print(f"{carried_by_nothing(asked)}{sent_by}", markup=False)
        return
    rows = [
        (
            post.name,
            post.market,
            post.since.isoformat(),
            ", ".join(f"{h.kind} {h.key}" for h in post.rests_on),
            post.ends.isoformat() if post.ends else "",
            "; ".join(h.words(day) for h in post.rests_on if h.broken),
        )
        for post in found
    ]
    table("Live", ("post", "market", "since", "rests on", "first end", "no longer holds"), rows)
    out.print("What ends soon: styleloop live --ending 30. What to take down: styleloop recall --claim SLUG")
