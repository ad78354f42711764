"""Pieces out of tables and JSON, each slot with its place, and told what of a file is not read."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from styleloop.app.jsonplaces import Item, Value, members, objects
from styleloop.app.places import BREAK, Lines, Place
from styleloop.app.unread import NEAR, listed
from styleloop.app.workbooks import letters, lines_of
from styleloop.errors import InputError
from styleloop.types.copy import ALT, CAPTION, DRAWN_SLOTS

SLOTS = (*DRAWN_SLOTS, CAPTION, ALT)
MARKET, PRODUCT = ("market", "locale"), ("product", "sku")
LONGEST_CELL = 20_000_000
"""Characters of a cell: as long as the longest file."""
_SIGNS = frozenset({"text", *SLOTS})
_READ = (*SLOTS, *MARKET, *PRODUCT)


class Piece(NamedTuple):
    """One piece of a file."""

    slots: Mapping[str, str]
    places: Mapping[str, Place]
    market: str = ""
    product: str = ""


def mark_of(contents: str, usual: str) -> str:
    """What parts the cells of a table: the usual mark, or `;` or a tab where only that gives columns of words."""
    heading = contents.partition("\n")[0]
    return max((usual, ";", "\t"), key=lambda mark: len({_title(cell) for cell in heading.split(mark)} & set(_READ)))


def _title(cell: str) -> str:
    return cell.strip().strip('"').strip().casefold()


def from_table(contents: str, mark: str, name: str, tell: Callable[[str], None]) -> Iterator[Piece]:
    """A piece a row, its slots by column.

    Raises:
        InputError: no column holds words, two have one name, a row is too wide, or a quotation mark is not closed.
    """
    rows = _cells(contents, mark, name)
    _, titles, _ = next(rows, (1, [], ""))
    columns = [title.strip().casefold() for title in titles]
    _tell_unread(name, "column", [t.strip() for t in titles if t.strip().casefold() not in _READ], _READ, tell)
    if not set(SLOTS) & set(columns):
        expected = f"a column named {', '.join(SLOTS)}"
        raise InputError("the table has no column of words", where=name, expected=expected, got=titles)
    _refuse_twice(columns, f"{name}, line 1")
    for first, cells, raw in rows:
        if len(cells) > len(columns):
            expected = f"{len(columns)} cells, as in the first line"
            cure = "put cells that hold a separator in quotation marks"
            place = f"{name}, line {first}"
            raise InputError("the row has too many cells", where=place, got=len(cells), expected=expected, cure=cure)
        words = [number for number, cell in enumerate(cells) if columns[number] in SLOTS and cell.strip()]
        if words:
            places = _places(raw, first, mark, cells, columns, words)
            slots = {columns[n]: cells[n].strip().replace(BREAK, "\n") for n in words}
            said = dict(zip(columns, map(str.strip, cells), strict=False))
            yield Piece(slots, places, _first(said, MARKET), _first(said, PRODUCT))


def from_workbook(data: bytes, name: str, tell: Callable[[str], None]) -> Iterator[Piece]:
    """A piece a row of each sheet that has a column of words; the first row that holds anything names the columns.

    Raises:
        InputError: no sheet has a column of words, two columns have one name, or it cannot be opened.
    """
    titles: dict[str, dict[int, str]] = {}
    for line in lines_of(data, name):
        if line.sheet not in titles:
            titles[line.sheet] = {column: _title(cell) for column, cell in line.cells.items()}
            _refuse_twice(list(titles[line.sheet].values()), f"{name}, sheet {line.sheet}")
            unread = [cell.strip() for cell in line.cells.values() if _title(cell) not in _READ]
            if set(titles[line.sheet].values()) & set(SLOTS):
                _tell_unread(f"{name}, sheet {line.sheet}", "column", unread, _READ, tell)
            else:
                tell(f"{name}, sheet {line.sheet}: not read: no column is named {', '.join(SLOTS)}")
            continue
        said = {titles[line.sheet].get(column, ""): cell.strip() for column, cell in line.cells.items()}
        columns = {title: column for column, title in titles[line.sheet].items()}
        slots = {slot: said[slot].replace(BREAK, "\n") for slot in SLOTS if said.get(slot)}
        places = {
            slot: Place(line.row, columns[slot], "value", "", f"{line.sheet}!{letters(columns[slot])}{line.row}")
            for slot in slots
        }
        if slots:
            yield Piece(slots, places, _first(said, MARKET), _first(said, PRODUCT))
    if not any(set(of.values()) & set(SLOTS) for of in titles.values()):
        expected = f"a column named {', '.join(SLOTS)}"
        raise InputError("no sheet has a column of words", where=name, expected=expected, got=list(titles))


def _refuse_twice(columns: Sequence[str], where: str) -> None:
    for title in _READ:
        if columns.count(title) > 1:
            raise InputError("two columns have one name", where=where, got=title)


def _places(
    raw: str, first: int, mark: str, cells: Sequence[str], columns: Sequence[str], words: Sequence[int]
) -> dict[str, Place]:
    """Where the words of a row stand; raw: the row as the file writes it, from the line `first` on."""
    found: dict[str, Place] = {}
    lines = Lines(raw)
    written = _written(raw, mark)
    same = [cell for cell, _, _ in written] == list(cells)
    for number in words:
        title, cell = columns[number], cells[number]
        field = f"{title} (row at line {first})"
        if not same:  # written in a way that only the reader of tables understands
            found[title] = Place(first, 1, "value", "", field)
            continue
        _, start, quoted = written[number]
        blank = len(cell) - len(cell.lstrip())
        line, column = lines.at(start + blank)
        stripped = cell.strip()
        as_is = stripped.replace('"', '""') if quoted else stripped
        found[title] = Place(first + line - 1, column, "quoted" if quoted else "cell", as_is, field)
    return found


def _written(raw: str, mark: str) -> list[tuple[str, int, bool]]:
    """(cell, where its first character stands, whether in quotation marks) of each cell of one row."""
    found: list[tuple[str, int, bool]] = []
    plain = re.compile(rf"[^{re.escape(mark)}\n]*")
    at = 0
    while True:
        closed = _QUOTED.match(raw, at)
        if closed:
            found.append((closed[1].replace('""', '"'), at + 1, True))
            at = closed.end()
        else:
            cell = plain.match(raw, at)
            found.append((cell[0] if cell else "", at, False))
            at = cell.end() if cell else at
        if raw[at : at + 1] != mark:
            return found
        at += 1


_QUOTED = re.compile(r'"((?:[^"]|"")*)"')


def _cells(contents: str, mark: str, name: str) -> Iterator[tuple[int, list[str], str]]:
    """(line it begins at, cells, as it is written) of each row that has any; a cell may be as long as a file."""
    csv.field_size_limit(LONGEST_CELL)
    lines = list(io.StringIO(contents, newline=""))
    reader = csv.reader(iter(lines), delimiter=mark, strict=True)
    first = 1
    try:
        for cells in reader:
            if any(cells):
                yield first, cells, "".join(lines[first - 1 : reader.line_num])
            first = reader.line_num + 1
    except csv.Error as problem:
        cure = "a cell that begins with a quotation mark ends with one; marks inside it are doubled"
        raise InputError(
            "the table cannot be read", where=f"{name}, line {first}", got=str(problem), cure=cure
        ) from None


def _first(said: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((str(said[name]) for name in names if said.get(name)), "")


def from_lines(contents: str, slot: str, name: str, tell: Callable[[str], None]) -> Iterator[Piece]:
    """A piece a line, each an object of JSON.

    Raises:
        InputError: a line is no object, or says nothing or too much.
    """
    unread: dict[str, None] = {}
    for number, line in enumerate(contents.split("\n"), 1):
        if line.strip():
            where = f"{name}, line {number}"
            try:
                said = json.loads(line)
            except (ValueError, RecursionError) as problem:
                raise InputError("a line is no JSON", where=where, got=str(problem)) from None
            if not isinstance(said, dict):
                raise InputError("a line is no object", where=where, got=line[:60])
            begin = len(line) - len(line.lstrip())
            item = Item(members(line, begin, where, Lines(line)), begin, "")
            yield _piece(line, item, slot, name, Lines(line), number - 1, unread)
    _tell_unread(name, "key", list(unread), (*_READ, "text", "slot"), tell)


def from_json(contents: str, slot: str, name: str, tell: Callable[[str], None]) -> Iterator[Piece]:
    """A piece an object: of a list, of the one list that an object holds, or the object itself.

    Raises:
        InputError: as `from_lines`.
    """
    unread: dict[str, None] = {}
    lines = Lines(contents)
    for item in objects(contents, name, _SIGNS, lines):
        if isinstance(item, InputError):
            raise item
        yield _piece(contents, item, slot, name, lines, 0, unread)
    _tell_unread(name, "key", list(unread), (*_READ, "text", "slot"), tell)


def _piece(text: str, item: Item, slot: str, name: str, lines: Lines, before: int, unread: dict[str, None]) -> Piece:
    """One object as a piece; `before`: lines of the file above `text`; names of members not read go into `unread`."""
    where = f"{name}, line {lines.at(item.start)[0] + before}"
    said = _said(item, where, unread)
    slots = {known: str(said[known][1].value) for known in SLOTS if known in said}
    keys = {known: known for known in slots}
    if "text" in said:
        here = str(said["slot"][1].value) if "slot" in said else slot
        if here in slots:
            raise InputError("text and a slot say the same part", where=where, field=here)
        slots[here], keys[here] = str(said["text"][1].value), "text"
    slots = {known: words.replace(BREAK, "\n") for known, words in slots.items() if words.strip()}
    if not slots:
        expected = f"text, or one of {', '.join(SLOTS)}"
        raise InputError("a piece has no words", where=where, expected=expected, got=", ".join(item.members))
    places = {}
    for known in slots:
        key, value = said[keys[known]]
        line, column = lines.at(value.start)
        written, words = text[value.start : value.end], isinstance(value.value, str)
        places[known] = Place(
            line + before,
            column + words,
            "json" if words else "value",
            written[1:-1] if words else written,
            f"{item.pointer}/{key}",
        )
    plain = {key: one.value for key, (_, one) in said.items()}
    return Piece(slots, places, _first(plain, MARKET), _first(plain, PRODUCT))


def _said(item: Item, where: str, unread: dict[str, None]) -> dict[str, tuple[str, Value]]:
    """Names as they are compared -> (as the file has them, value) of every member that is read and not empty."""
    said: dict[str, tuple[str, Value]] = {}
    for key, value in item.members.items():
        folded = key.strip().casefold()
        if folded not in (*_READ, "text", "slot"):
            unread.setdefault(key)
        elif value.value not in (None, ""):
            if folded in said:
                cure = "keep one: the other would not be read"
                raise InputError("two members have one name", where=where, field=folded, cure=cure)
            if not isinstance(value.value, str | int | float):
                raise InputError("a field holds no text", where=where, field=key, got=value.value, expected="words")
            if isinstance(value.value, str) and not _whole(value.value):
                raise InputError("a line holds half a character", where=where, field=key, expected="whole \\u pairs")
            said[folded] = key, value
    return said


def _whole(text: str) -> bool:
    """Whether no half of a character stands in it by itself."""
    return text.isascii() or text.encode("utf-8", "replace").decode("utf-8") == text


def _tell_unread(
    name: str, what: str, unread: Sequence[str], known: Sequence[str], tell: Callable[[str], None]
) -> None:
    """What is not read: each that may be a slip by itself, with what it is near to; the others in one sentence."""
    others = []
    for one in unread:
        near = get_close_matches(one.casefold(), known, 1, NEAR)
        if near:
            cure = f"what to do: call it {near[0]} where that is meant"
            tell(f"{name}: {what} {one!r} is not read, nor are its words checked; nearest: {near[0]}; {cure}")
        elif one:
            others.append(one)
    for told in listed(f"{name}: not read, and no words of it checked:", what, others):
        tell(told)
