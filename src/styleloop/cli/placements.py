"""`styleloop placements`: every format, by platform, with its limits and where they were read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened, out, say_json, table
from styleloop.errors import InputError, SettingsError

if TYPE_CHECKING:
    from styleloop.types.brief import Placement, SlotLimit

WORDS = {"graphemes": "", "double": " (a full-width one is two)", "weighted": " (as X weighs them)"}


def command(
    name: Annotated[str, typer.Argument(help="One format, with its source; none: list all.")] = "",
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List the formats: sizes, safe zones, limits of words and bytes. In a project its own file comes first."""
    known = _known(project)
    found = [p for p in known if not name or p.name == name]
    if not found:
        raise InputError("no such format", field="name", got=name, expected=", ".join(p.name for p in known))
    if as_json:
        say_json([_record(p) for p in found])
        return
    by_platform = {p.platform: None for p in found}
    ordered = [p for platform in by_platform for p in found if p.platform == platform]
    table(
        "Formats",
        ("platform", "name", "pixels", "file", "facts"),
        [(p.platform, p.name, _size(p), _bytes(p), _facts(p)) for p in ordered],
    )
    if not name:
        out.print("Limits and sources of one: styleloop placements NAME; of all: --json")
        return
    [one] = found
    out.print(f"{one.label}. Kept clear: {_clear(one)}", markup=False)
    out.print(f"Facts: {_facts(one) or 'stated or confirmed'}", markup=False)
    for limit in one.limits:
        out.print(f"  {_limit(limit)}", markup=False)
    out.print(f"Read {one.read or 'on an unknown day'}: {one.source}", markup=False, soft_wrap=True)


def _known(folder: Path) -> tuple[Placement, ...]:
    from styleloop.app.brand import DATA, find_root
    from styleloop.app.brandfiles import read_placements

    try:
        find_root(folder)
    except SettingsError:
        return read_placements(DATA / "placements" / "placements.toml")  # outside a project: the shipped ones
    return opened(folder).placements


def _size(placement: Placement) -> str:
    """`1080 x 1920`, with its cards; or that it takes words alone."""
    cards = f", up to {placement.cards} cards" if placement.cards > 1 else ""
    return f"{placement.width} x {placement.height}{cards}" if placement.pictured else "words alone"


def _bytes(placement: Placement) -> str:
    return f"{placement.max_bytes / 1000:,.0f} kB" if placement.max_bytes else ""


def _facts(placement: Placement) -> str:
    return "confirmed only" if placement.facts == "confirmed" else ""


def _limit(limit: SlotLimit) -> str:
    many = f", up to {limit.most} of them" if limit.most > 1 else ""
    return f"{limit.slot}: {limit.graphemes} characters{WORDS[limit.count]}{many}"


def _clear(placement: Placement) -> str:
    if not placement.pictured:
        return "nothing; there is no picture"
    top, bottom, side = (f"{100 * s:g} %" for s in (placement.safe_top, placement.safe_bottom, placement.safe_side))
    return f"{top} at the top, {bottom} at the bottom, {side} at each side"


def _record(placement: Placement) -> dict[str, Any]:
    told = placement.model_dump(mode="json")
    limits = [{**limit.model_dump(), "count": limit.count, "most": limit.most} for limit in placement.limits]
    return {
        "platform": placement.platform,
        **told,
        "kind": placement.kind,
        "cards": placement.cards,
        "facts": placement.facts,
        "limits": limits,
        "read": placement.read.isoformat() if placement.read else None,
    }
