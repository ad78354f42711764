"""Text -> numbered records, as a spreadsheet would number them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from styleloop.adapters.sources.headings import recognised
from styleloop.adapters.sources.reading import HEAD, LARGEST_FILE, unfit
from styleloop.errors import InputError, shortened

DELIMITERS = ",;\t|"
_TRIED = 12
"""Records among which a header is looked for: exports put a title and a date above it."""
_RESUMED = 50
"""How often reading goes on behind a quote that is never closed."""


@dataclass(frozen=True)
class Numbered:
    """One record of a table."""

    row: int
    cells: tuple[str, ...]
    problem: InputError | None = None
    """Why it cannot be used."""


@dataclass(frozen=True)
class Sheet:
    """A table: its header and what stands below."""

    delimiter: str
    header: Numbered
    text: str

    def below(self) -> Iterator[Numbered]:
        """Every record below the header that is not blank."""
        width = len(self.header.cells)
        for record in records(self.text, self.delimiter):
            if record.row > self.header.row and (record.problem or any(cell.strip() for cell in record.cells)):
                yield record if record.problem else _checked(record, width)


def read_sheet(text: str) -> Sheet:
    """`text` as a table whose delimiter and header are found by what fits best."""
    body = re.sub(r"\Asep=(.)\r?\n", "", text)
    told = re.match(r"sep=(.)\r?\n", text)
    best = max(told[1] if told else DELIMITERS, key=lambda delimiter: _fit(body, delimiter))
    first = [r for r in islice(records(body, best), _TRIED) if any(c.strip() for c in r.cells)]
    header = max(first, key=lambda r: (recognised(r.cells), -r.row), default=Numbered(1, ()))
    return Sheet(best, header, body)


def _fit(text: str, delimiter: str) -> tuple[int, float, int]:
    """(known titles, share of records as wide as the header, width): larger is likelier."""
    rows = [r.cells for r in islice(records(text[:HEAD], delimiter), _TRIED * 2) if any(r.cells)]
    if not rows:
        return 0, 0.0, 0
    header = max(rows[:_TRIED], key=recognised)
    alike = sum(len(row) == len(header) for row in rows) / len(rows)
    return recognised(header), alike if len(header) > 1 else 0.0, len(header)


def records(text: str, delimiter: str) -> Iterator[Numbered]:
    """Every record with its row number; blank lines count. A quote that is never closed costs its own line only."""
    csv.field_size_limit(LARGEST_FILE)
    lines = list(io.StringIO(text, newline=""))
    start, row, resumed = 0, 0, 0
    while start < len(lines):
        reader = csv.reader(islice(lines, start, None), delimiter=delimiter)
        begun, start = start, len(lines)
        at = begun
        for cells in reader:
            row += 1
            end = begun + reader.line_num
            if end == len(lines) and _open_quote(lines[at:end], delimiter):
                resumed += 1
                start = at + 1 if resumed <= _RESUMED else len(lines)
                yield _unclosed(row, lines[at:start])
                break
            yield Numbered(row, tuple(cells))
            at = end


def _open_quote(lines: Sequence[str], delimiter: str) -> bool:
    # Whatever follows an open quote becomes part of its field.
    probe = io.StringIO("".join(lines) + "\n\x1f", newline="")
    cells = next(csv.reader(probe, delimiter=delimiter))
    return bool(cells) and cells[-1].endswith("\x1f")


def _unclosed(row: int, lines: Sequence[str]) -> Numbered:
    got = shortened("".join(lines).rstrip())
    cure = 'close the quote; a quote inside quoted text is doubled: ""'
    return Numbered(
        row, (), InputError("a quote is opened and never closed", got=got, expected="a closing quote", cure=cure)
    )


def _checked(record: Numbered, width: int) -> Numbered:
    problem = unfit(record.cells)
    if not problem and any(cell.strip() for cell in record.cells[width:]):
        cure = "put text that holds the delimiter into quotes"
        got, expected = f"{len(record.cells)} cells", f"{width} cells as in the header"
        problem = InputError("the row is wider than the header", got=got, expected=expected, cure=cure)
    return Numbered(record.row, record.cells, problem)
