"""Pieces of the library whose standing a person has settled, from `brand/anchors.toml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from styleloop import refine
from styleloop.app.brandfiles import read_toml, record
from styleloop.app.measuring import versions
from styleloop.app.project import Project
from styleloop.app.styling import GLOBAL
from styleloop.errors import SettingsError
from styleloop.types.asset import Asset
from styleloop.types.measurement import Measurement
from styleloop.types.record import Record

FILE = "anchors.toml"


class AnchorLine(Record):
    """One `[[anchors]]` of the file."""

    piece: str
    """Name of an ad in the library."""
    over: str = ""
    """Name of the ad it must stay above; empty: the brand's usual piece."""
    why: str = ""
    """For people."""


def anchors(project: Project, market: str) -> tuple[refine.Anchor, ...]:
    """What must keep its order in a market; for `global`, all of it.

    Raises:
        SettingsError: the file names an ad that the library does not hold, or a field is wrong.
    """
    path = project.root / "brand" / FILE
    if not path.is_file():
        return ()
    asked = [
        record(AnchorLine, raw, path, f"anchor {raw.get('piece', number)}")
        for number, raw in enumerate(read_toml(path).get("anchors", []), start=1)
    ]
    pieces = {a.name: a for a in project.store.assets.all(role="own") if a.name}
    missing = [name for line in asked for name in (line.piece, line.over) if name and name not in pieces]
    if missing:
        raise SettingsError(f"{path}: no ad of the library has this name; got: {missing[0]!r}; see the column `name`")
    measured = project.store.measurements(versions(project))
    here = [line for line in asked if market in (GLOBAL, pieces[line.piece].locale)]
    return tuple(_anchor(line, pieces, measured) for line in here)


def _anchor(
    line: AnchorLine, pieces: Mapping[str, Asset], measured: Mapping[str, Sequence[Measurement]]
) -> refine.Anchor:
    better, worse = (tuple(measured.get(pieces[name].id, ())) if name else () for name in (line.piece, line.over))
    said = f"{line.piece} above {line.over or 'the usual piece'}"
    return refine.Anchor(said, better, worse)
