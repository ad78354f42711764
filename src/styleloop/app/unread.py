"""What a file has that nothing reads: told, since a column with a slip in its name would vanish without a word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import PurePath

from styleloop.adapters.sources.headings import folded, kinds
from styleloop.types.licence import USES, forbidden_by
from styleloop.types.row import Row, RowKind

NEAR = 0.75
"""Share of letters from which a name that is not read may be a slip for one that is."""
_NAMED = 8
_LEFT: Mapping[RowKind, frozenset[str]] = {
    "product": frozenset({"sale_price", "brand", "tags", "picture_url"}),
    "ad": frozenset({"picture_url"}),
}
"""Columns whose meaning is known and of which nothing is kept."""
_MADE = frozenset({"rows", "picture", "picture_sha"})
"""Fields that a source adds."""
_NUMBERED = re.compile(r"(headline|description|body)[ _]?\d{1,2}", re.IGNORECASE)
_AGAIN = re.compile(r" \(\d+\)$")
_JSON = frozenset({".json", ".jsonl", ".ndjson"})
CURES: Mapping[RowKind, str] = {
    "product": "to keep it as a fact of the product, give it in a table with the columns sku, key, value",
}


def unread_columns(rows: Iterable[Row], file: str) -> list[str]:
    """One note for each column of a file that may be a slip, and one for all others that nothing reads.

    Args:
        rows: what a source made of the file; empty cells are not in them.
        file: its name, for messages.
    """
    found: dict[RowKind, dict[str, None]] = {}
    for row in rows:
        found.setdefault(row.kind, {}).update((name, None) for name, _ in row.fields)
    what = "key" if PurePath(file).suffix.lower() in _JSON else "column"
    notes = []
    for kind, names in found.items():
        if kind in kinds():
            spellings = kinds()[kind].spellings
            read = {name for name in spellings if name not in _LEFT.get(kind, ())} | _MADE
            numbered = {name for name in names if kind == "ad" and _NUMBERED.fullmatch(name)}
            missing = [name for name in names if name not in read | numbered]
            notes += _notes(file, what, missing, spellings, names, CURES.get(kind, ""))
    return notes


def _notes(
    file: str,
    what: str,
    missing: Sequence[str],
    spellings: Mapping[str, tuple[str, ...]],
    names: Collection[str],
    cure: str,
) -> list[str]:
    by_spelling = {spelling: name for name, said in spellings.items() for spelling in said}
    notes, others = [], []
    for one in missing:
        title = folded(_AGAIN.sub("", one))
        near = get_close_matches(title, [] if one in spellings else by_spelling, 1, NEAR)
        meant = by_spelling[near[0]] if near else ""
        if meant and near[0] == title:
            notes.append(f"{file}: {what} {one!r} is not read: another is taken for {meant} already")
        elif meant:
            more = f"; what to do: call it {meant} where that is meant"
            more = "; there is one of that name already" if meant in names else more
            notes.append(f"{file}: {what} {one!r} is not read; nearest: {meant}{more}")
        else:
            others.append(one)
    return [*notes, *listed(f"{file}: not read, and not kept:", what, others, cure)]


UNREAD = (
    "nothing is known of the licence ‘{}’, so that nothing is taken to be forbidden; "
    f"what to do: say what it forbids, forbids = one or several of {', '.join(USES)}"
)


def unread_licences(rows: Iterable[Row]) -> list[str]:
    """One note for each licence of a name that says nothing known, where nobody said what it forbids."""
    found: dict[str, Row] = {}
    for row in rows:
        if row.get("licence") and not row.get("forbids") and forbidden_by(row.get("licence")) is None:
            found.setdefault(row.get("licence"), row)
    return [f"{row.where}: {UNREAD.format(name)}" for name, row in found.items()]


def listed(begin: str, what: str, names: Sequence[str], cure: str = "") -> list[str]:
    """One sentence about all of these names; none where there are none."""
    if not names:
        return []
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    plural = what if len(names) == 1 else f"{what}s"
    return [f"{begin} {plural} {', '.join(names[:_NAMED])}{more}{f'; {cure}' if cure else ''}"]
