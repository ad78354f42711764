"""Plain tables of ads, products or responses: CSV, TSV, JSON, JSON lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from styleloop.adapters.sources.headings import recognised, understand
from styleloop.adapters.sources.jsonrows import looks_like_json, rows_of_json
from styleloop.adapters.sources.paths import shown
from styleloop.adapters.sources.reading import decode, head, is_picture, read_bytes, refused
from styleloop.adapters.sources.rows import made, unusable
from styleloop.adapters.sources.sheet import read_sheet
from styleloop.errors import InputError
from styleloop.types.record import Refusal, Where
from styleloop.types.row import Row, RowKind

_SUFFIXES = frozenset({".csv", ".tsv", ".json", ".jsonl", ".ndjson"})
_LONGEST_TITLE = 6
"""Words."""


class TableSource:
    """Reads any table with a header, in any of the usual encodings and delimiters."""

    name = "table"
    version = "1"

    def claims(self, path: Path) -> float:
        """0.6 for a table whose columns it knows, less the fewer it knows."""
        titles = first_titles(first_lines(path))
        table = path.suffix.lower() in _SUFFIXES
        # A sentence that lists column names is no header.
        prose = not table and any(len(title.split()) > _LONGEST_TITLE for title in titles)
        known = 0 if prose else recognised(titles)
        if known >= 2 or (known and table):
            return min(0.6, 0.3 + 0.1 * known)
        return 0.2 if titles and table else 0.0

    def read(self, path: Path, root: Path) -> Sequence[Row | Refusal]:
        """Every record of the table as a row of the kind its columns tell."""
        file = shown(path, root)
        try:
            text = decode(read_bytes(path, root))
        except InputError as problem:
            return [refused(problem, file, Where(file=file))]
        if looks_like_json(text):
            return list(rows_of_json(text, file, path, root))
        return list(rows_of(text, file, path, root))


def rows_of(text: str, file: str, path: Path, root: Path, kind: RowKind | None = None) -> Iterator[Row | Refusal]:
    """Rows of delimited text.

    Args:
        text: the decoded file.
        file: its name in messages.
        path: the file itself, beside which pictures lie.
        root: the folder read.
        kind: what the rows are, when the caller knows.
    """
    sheet = read_sheet(text)
    headings = understand(sheet.header.cells, kind)
    trouble = unusable(headings, Where(file=file, row=sheet.header.row))
    if trouble:
        yield trouble
        return
    for record in sheet.below():
        where = Where(file=file, row=record.row)
        if record.problem:
            yield refused(record.problem, "", where)
            continue
        yield made(headings, zip(headings.names, record.cells, strict=False), where, path, root)


def first_titles(text: str) -> Sequence[str]:
    """The column titles of a table that may be cut off: of its header, or of its first JSON object."""
    if not looks_like_json(text):
        return read_sheet(text).header.cells
    return re.findall(r'"((?:[^"\\]|\\.){1,80})"\s*:', text[:20_000])


def first_lines(path: Path) -> str:
    """The text a file begins with, up to a whole line; empty when it is a picture or no text."""
    start = head(path)
    if is_picture(start):
        return ""
    try:
        # A head cut inside a character would look like another encoding.
        wide = 2 if b"\0" in start[:64] else 1  # UTF-16: a line ends at a whole pair of bytes
        cut = start.rfind(b"\n") + 1
        return decode(start[: cut + cut % wide] or start)
    except InputError:
        return ""
