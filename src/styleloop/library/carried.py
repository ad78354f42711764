"""Rows of a test that carry the words or the picture of the version they are about."""

from __future__ import annotations

from collections.abc import Sequence

from styleloop.library.dedupe import folded
from styleloop.types.asset import Asset
from styleloop.types.row import Row

_WORDS = ("headline", "body", "cta", "caption", "alt")
_KEPT = (*_WORDS, "channel", "placement", "product", "test", "picture_sha")
_LONGEST = 80
"""Characters of a version's words that become its name, where the report gives it none."""


def carried(rows: Sequence[Row], market: str = "") -> Sequence[Row | None]:
    """The ad that each row of a test carries in its own cells, as a row of an ad; None for a row without a test or ad.

    Args:
        rows: rows of a report.
        market: locale of rows that name none.
    """
    return [_ad(row, market) if row.get("test") and _says(row) else None for row in rows]


def name_in(row: Row, market: str = "") -> str:
    """What a version is called in the library: by the report's own name of the ad, else by its test.

    `spring A` for version A of the test spring; `spring A de-DE` where `market` is given.
    """
    said = row.get("ad")
    if said or not row.get("test"):
        return said
    words = next((row.get(slot) for slot in _WORDS if row.get(slot)), "")
    version = row.get("version") or (f"{words[: _LONGEST - 1]}…" if len(words) > _LONGEST else words)
    return " ".join(part for part in (row.get("test"), version, market) if part) if version else ""


def agrees(known: Asset, said: Asset) -> bool:
    """Whether `said` gives nothing that `known` has otherwise; what it leaves out agrees."""
    same = all(folded(known.words.text(slot.slot)) == folded(slot.text) for slot in said.words.slots)
    return same and said.picture in ("", known.picture)


def likeness(asset: Asset) -> str:
    """What people saw: alike for versions of different tests that nobody could tell apart."""
    return "\n".join([asset.picture, *(f"{slot.slot}={folded(slot.text)}" for slot in asset.words.slots)])


def _says(row: Row) -> bool:
    return any(row.get(name) for name in (*_WORDS, "picture_sha"))


def _ad(row: Row, market: str) -> Row:
    fields = {name: row.get(name) for name in _KEPT}
    fields |= {"name": row.get("ad"), "locale": row.get("market") or market, "made": row.get("day")}
    return Row(kind="ad", fields=tuple((k, v) for k, v in fields.items() if v), picture=row.picture, where=row.where)
