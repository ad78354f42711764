"""Column names in several languages -> standard names, and what kind of rows a table holds."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from styleloop.language.locales import currency_of
from styleloop.types.row import RowKind

KINDS: tuple[RowKind, ...] = ("response", "product", "spec", "ad")  # in the order that settles a draw

_BRACKET = re.compile(r"(.+?) ?[(\[]([^()\[\]]{1,4})[)\]]")


@dataclass(frozen=True)
class Kind:
    """What `columns.toml` says about one kind of row; `says`: what is required, in words."""

    signs: frozenset[str]
    requires: tuple[tuple[str, ...], ...]
    spellings: Mapping[str, tuple[str, ...]]
    """Standard name -> what it may be called, folded, the first being preferred."""
    says: str


@dataclass(frozen=True)
class Headings:
    """The header of one table, understood."""

    kind: RowKind
    names: tuple[str, ...]
    """One per column: a standard name, or the column's own; empty for a column without a title."""
    titles: tuple[str, ...]
    """As the file writes them."""
    currency: str = ""
    """ISO 4217 code that stood in brackets behind a money column."""
    missing: tuple[str, ...] = ()
    """Standard names that are required and absent; `a or b` where one of several would do."""


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads(files("styleloop").joinpath("data/columns/columns.toml").read_text("utf-8"))


@cache
def kinds() -> Mapping[RowKind, Kind]:
    """Every kind of row, from the shipped `columns.toml`."""
    raw = _file()
    return {
        kind: Kind(
            signs=frozenset(raw[kind]["signs"]),
            requires=tuple(tuple(group) for group in raw[kind]["requires"]),
            spellings={name: tuple(folded(s) for s in said) for name, said in raw[kind]["columns"].items()},
            says=raw[kind].get("says", ", ".join(" or ".join(group) for group in raw[kind]["requires"])),
        )
        for kind in KINDS
    }


def folded(title: str) -> str:
    """A column title as titles are compared: `Ad_Name ` -> `ad name`."""
    text = unicodedata.normalize("NFKC", title).casefold()
    return " ".join(re.sub(r"[_\-./:*\"\u200e\u200f\ufeff]+", " ", text).split())


@cache
def _known() -> frozenset[str]:
    return frozenset(s for kind in kinds().values() for said in kind.spellings.values() for s in said)


def recognised(cells: Sequence[str]) -> int:
    """How many different known column titles stand among `cells`."""
    return len({title for cell in cells if len(cell) < 80 for title in _titles(cell)} & _known())


def _titles(cell: str) -> tuple[str, ...]:
    title = folded(cell)
    bracket = _BRACKET.fullmatch(title)
    return (title, bracket[1]) if bracket else (title,)


def understand(cells: Sequence[str], kind: RowKind | None = None) -> Headings:
    """The header `cells`, as the kind of table they fit best, or as `kind`."""
    chosen = kind or _kind_of(cells)
    if chosen == "unknown":
        return Headings("unknown", tuple(cell.strip() for cell in cells), tuple(cells))
    standard = _matched(cells, chosen)
    names: list[str] = []
    for column, cell in enumerate(cells):
        names.append(_free(standard.get(column, cell.strip()), names, standard if column not in standard else {}))
    absent = tuple(" or ".join(g) for g in kinds()[chosen].requires if not set(g) & set(names))
    return Headings(chosen, tuple(names), tuple(cells), _currency(cells, standard), absent)


def _kind_of(cells: Sequence[str]) -> RowKind:
    telling = [cell if folded(cell) not in _file()["vague"] else "" for cell in cells]
    found = {kind: set(_matched(telling, kind).values()) for kind in KINDS}
    score = {kind: len(found[kind] & known.signs) for kind, known in kinds().items()}
    if not found["response"] & {"shown", "clicked"}:
        score["response"] = 0
    # A kind whose required columns are all there comes before one that merely shares more names.
    best = max(KINDS, key=lambda k: (score[k] > 0 and _whole(cells, k), score[k]))
    return best if score[best] else _only_vague(cells)


def _whole(cells: Sequence[str], kind: RowKind) -> bool:
    found = set(_matched(cells, kind).values())
    return all(set(group) & found for group in kinds()[kind].requires)


def _only_vague(cells: Sequence[str]) -> RowKind:
    """`id, name, description` may be products; `id, name` may be anything."""
    titles = {folded(cell) for cell in cells}
    return "product" if {"id", "description"} <= titles and titles & {"name", "title"} else "unknown"


def _matched(cells: Sequence[str], kind: RowKind) -> dict[int, str]:
    """Column -> standard name, each name once, the preferred spelling first."""
    found: dict[int, str] = {}
    titles = [_titles(cell) for cell in cells]
    for name, spellings in kinds()[kind].spellings.items():
        ranked = [(spellings.index(t), c) for c, said in enumerate(titles) for t in said if t in spellings]
        free = [(rank, column) for rank, column in sorted(ranked) if column not in found]
        if free:
            found[free[0][1]] = name
    return found


def _free(name: str, taken: Sequence[str], standard: Mapping[int, str]) -> str:
    wanted, count = name, 1
    while wanted and (wanted in taken or wanted in standard.values()):
        count += 1
        wanted = f"{name} ({count})"
    return wanted


def _currency(cells: Sequence[str], standard: Mapping[int, str]) -> str:
    for column, name in sorted(standard.items()):
        bracket = _BRACKET.fullmatch(folded(cells[column]))
        if bracket and name in {"spend", "value", "price", "sale_price"} and currency_of(bracket[2]):
            return currency_of(bracket[2])
    return ""
