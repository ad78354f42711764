"""A spec sheet -> rows: CSV or TSV with sku, key, value, unit, or one product a row and a column for each thing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import islice

from styleloop.adapters.documents.document import MOST_BLOCKS, Document, Unreadable
from styleloop.drafts.ground import Block
from styleloop.types.record import Refusal, Where

SKU = ("sku", "product", "id", "article")
KEY, VALUE, UNIT, LOCALE = ("key", "attribute", "name", "property"), ("value",), ("unit",), ("locale", "language")
LARGEST_CELL = 20_000


def read(text: str, file: str) -> Document:
    """Rows of the sheet, those of one sku under a heading with the sku, in the order they first come.

    Raises:
        Unreadable: it has no header or is not parted by commas, semicolons or tabs.
    """
    rows = _table(text, file)
    header = [name.strip().lower() for name in rows.pop(0)] if rows else []
    if len(header) < 2 or len(set(header)) < len(header):
        raise Unreadable(
            "the first row does not name the columns",
            file,
            got=",".join(header)[:80],
            expected="a header such as sku,key,value,unit",
            cure="write the columns' names into the first row, each once",
        )
    refusals: list[Refusal] = []
    by_sku: dict[str, list[str]] = {}
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header) or any(len(cell) > LARGEST_CELL for cell in cells):
            refusals.append(_refused(file, number, cells, header))
            continue
        named = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        said = _said(named)
        if said:
            by_sku.setdefault(_of(named, SKU), []).append(said)
    return Document(tuple(islice(_blocks(by_sku), MOST_BLOCKS)), refusals=tuple(refusals))


def _blocks(by_sku: Mapping[str, list[str]]) -> Iterator[Block]:
    for sku, lines in by_sku.items():
        yield Block("heading", sku, 1)
        yield from (Block("row", line) for line in lines)


def _table(text: str, file: str) -> list[list[str]]:
    first = text.lstrip("\ufeff\r\n").partition("\n")[0]
    parting = max(",;\t", key=lambda mark: (first.count(mark), mark == ","))
    try:
        return list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=parting))
    except csv.Error as problem:
        raise Unreadable("the table is broken", file, got=str(problem), cure="export it again as CSV") from problem


def _said(named: Mapping[str, str]) -> str:
    key, value = _of(named, KEY), _of(named, VALUE)
    if key and any(name in named for name in VALUE):
        unit = _of(named, UNIT)
        rest = {n: v for n, v in named.items() if v and n not in (*SKU, *KEY, *VALUE, *UNIT, *LOCALE)}
        extra = "; ".join(f"{name}: {cell}" for name, cell in rest.items())
        said = f"{key}: {value} {unit}".strip() if value else ""
        return "; ".join(part for part in (said, extra) if part) if said else ""
    return "; ".join(f"{name}: {cell}" for name, cell in named.items() if cell and name not in SKU[:1])


def _of(named: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((named[name] for name in names if named.get(name)), "")


def _refused(file: str, number: int, cells: list[str], header: list[str]) -> Refusal:
    return Refusal(
        subject=f"row {number}",
        why="the row does not fit the header",
        got=f"{len(cells)} cells, the longest of {max(map(len, cells))} characters",
        expected=f"at most {len(header)} cells of at most {LARGEST_CELL} characters",
        cure="put quotation marks around cells with commas",
        where=Where(file=file, row=number),
    )
