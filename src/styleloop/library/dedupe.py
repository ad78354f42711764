"""The same piece twice is kept once."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from styleloop.types.asset import Asset

_SHAPES = str.maketrans("’‘“”„«»–—", '\'\'"""""--', "")


def dedupe(assets: Sequence[Asset]) -> tuple[tuple[Asset, ...], tuple[tuple[str, str], ...]]:
    """Assets without repetitions, the first of each kept, in order.

    Two are the same when they have one id, or when language, place, product, test and picture agree and their words
    differ in nothing but case, spaces and the shape of quotes and dashes. Arms of different tests stay apart: each is
    evidence of its own test.

    Returns:
        (kept, ((dropped id, kept id), ...)); responses to a dropped one belong to the kept one. A row whose id was
        seen before is left out without a pair, for its id is that of the kept one.
    """
    kept: dict[tuple[str, ...], Asset] = {}
    dropped: dict[str, str] = {}
    for asset in assets:
        first = kept.setdefault(_likeness(asset), asset)
        if first.id != asset.id:
            dropped[asset.id] = first.id
    return tuple(kept.values()), tuple(dropped.items())


def _likeness(asset: Asset) -> tuple[str, ...]:
    words = (f"{slot.slot}={folded(slot.text)}" for slot in asset.words.slots)
    place = (asset.role, asset.locale, asset.channel, asset.placement, asset.product, asset.test, asset.picture)
    return (*place, *words)


def folded(text: str) -> str:
    """`text` as repetitions are compared."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_SHAPES)).casefold().split())
