"""A report's rows -> responses, and the versions of tests that the rows carry in their own cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from styleloop import library, results
from styleloop.app.pasttests import named_as_rows
from styleloop.app.project import Project
from styleloop.types.asset import Asset, Response
from styleloop.types.record import Refusal
from styleloop.types.row import Row


@dataclass
class Versions:
    """What the rows of one report call the pieces they are about."""

    names: dict[str, str]
    """Name -> piece, those of the library among them."""
    pieces: dict[str, Asset]
    """Piece by id."""
    new: dict[str, Asset] = field(default_factory=dict)
    """Those that only the rows know, by id."""
    alike: dict[tuple[str, ...], Asset] = field(default_factory=dict)
    """Versions of tests by their test, their place and what people saw."""


def answers(
    project: Project, rows: Sequence[Row], beside: Sequence[Asset] = ()
) -> tuple[Asset | Response | Refusal, ...]:
    """Versions that only the rows know, then one response for each thing that rows are about, and what is refused.

    `beside` are pieces that are not in the store yet.
    """
    market = _only_market(project, rows)
    several = len(project.markets) > 1
    own = (*project.store.assets.all(role="own"), *(a for a in beside if a.role == "own"))
    known = Versions({a.name: a.id for a in own if a.name}, {a.id: a for a in own})
    known.alike = {_seen(a): a for a in own if a.test}
    rows = [_named(row, known.names, market if several else "", several) for row in rows]
    made = _carried(rows, market)
    good: list[Row] = []
    refused: list[Refusal] = []
    for row, ad in zip(rows, made, strict=True):
        problem = ad if isinstance(ad, Refusal) else _known(row, ad, known) if ad else None
        if problem:
            refused.append(problem)
        else:
            good.append(row)
    found = results.responses(good, known.names, simulated=False, market=market, today=project.today)
    counted = [row for row in good if not results.is_total(row)]
    whole = results.added_up(
        found,
        [row.get("ad").casefold() for row in counted],
        {a.id: library.likeness(a) for a in known.pieces.values()},
        project.store.responses.all(),
    )
    answered = {r.subject for r in whole if isinstance(r, Response)}
    new = (asset for asset in known.new.values() if asset.id in answered)
    return tuple(chain(new, _with_shares(project, whole, known), refused))


def _only_market(project: Project, rows: Sequence[Row]) -> str:
    """The market of rows that name none: the project's own, where it has one and no row names any."""
    named = any(row.get("market") for row in rows)
    return project.markets[0] if len(project.markets) == 1 and not named else ""


def _named(row: Row, names: Mapping[str, str], market: str, several: bool) -> Row:
    """The row with its version's name in the library in the column `ad`: with the market, where there are several."""
    if row.get("ad") or not row.get("test"):
        return row
    plain = library.name_in(row)
    wide = library.name_in(row, (row.get("market") or market) if several else "")
    name = plain if plain in names and wide not in names else wide
    return row.model_copy(update={"fields": (*row.fields, ("ad", name))}) if name else row


def _carried(rows: Sequence[Row], market: str) -> list[Asset | Refusal | None]:
    ads = library.carried(rows, market)
    made = iter(library.assets([ad for ad in ads if ad is not None], "own"))
    return [None if ad is None else next(made) for ad in ads]


def _known(row: Row, said: Asset, known: Versions) -> Refusal | None:
    """None once the version is known by its name; a Refusal when the name stands for other words."""
    before = known.pieces.get(known.names.get(said.name, ""))
    if before is None:
        asset = known.alike.setdefault(_seen(said), said)
        known.names[said.name] = asset.id
        if asset is said and known.pieces.setdefault(said.id, said) is said:
            known.new[said.id] = said
        return None
    if before.test != said.test or before.locale != said.locale:
        return None  # an ad of the library that was tested later
    if library.agrees(before, said):
        return None
    slot = next((s.slot for s in said.words.slots if s.text != before.words.text(s.slot)), "picture")
    return Refusal(
        subject=said.name,
        why=f"this version of the test has another {slot} elsewhere ({before.source})",
        got=said.words.text(slot) or said.picture,
        expected=before.words.text(slot) or before.picture or "nothing",
        cure="give other words a version of their own, or another test",
        where=row.where.model_copy(update={"field": slot}),
    )


def _seen(asset: Asset) -> tuple[str, ...]:
    return (asset.test, asset.locale, asset.channel, asset.placement, asset.product, library.likeness(asset))


def _with_shares(
    project: Project, found: Sequence[Response | Refusal], known: Versions
) -> Sequence[Response | Refusal]:
    """With the share logged for each version's day, where shares were logged."""
    logged = project.store.allocations.all()
    if not logged:
        return found
    called = {piece: name for name, piece in known.names.items()}
    by_name = named_as_rows(project, logged)
    return [
        r if isinstance(r, Refusal) else results.with_shares(r, by_name.get(r.test, ()), called.get(r.subject, ""))
        for r in found
    ]
