"""Rows of a workbook (.xlsx, ECMA-376 part 1, 18): sheets, cells and their words; no formula is worked out.

Only what stands in the cells is read: shared strings, words written in place, and the value that a formula had when
the workbook was saved. No document type, no entity and no link is followed, and no more is unpacked than is allowed.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple
from xml.parsers import expat

from styleloop.errors import InputError

LARGEST = 50_000_000
"""Bytes that one part of a workbook may have when it is unpacked."""
MOST = 200_000_000
"""Bytes that all of it may have."""
_STRINGS, _BOOK, _LINKS = "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
"""What opening and unpacking a file that is damaged, locked or none may raise."""
Start = Callable[[str, Mapping[str, str]], None]


class Line(NamedTuple):
    """One row of a sheet that holds anything."""

    sheet: str
    row: int
    """As the workbook numbers it, from 1."""
    cells: Mapping[int, str]
    """Column, from 1 (`A`), -> words."""


def lines_of(data: bytes, name: str) -> Iterator[Line]:
    """Every row of every sheet, in order.

    Raises:
        InputError: it is no workbook, a part of it is too large or damaged, or it brings a document type.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST:
                raise InputError("the workbook is too large", where=name, expected=f"at most {MOST:,} bytes unpacked")
            strings = _strings(packed, name)
            for sheet, part in _sheets(packed, name):
                yield from _rows(_part(packed, part, name), sheet, strings, f"{name}, sheet {sheet}")
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
    ) as problem:
        cure = "save it again without a password, or as CSV"
        raise InputError("the workbook cannot be opened", where=name, got=str(problem), cure=cure) from None


def letters(column: int) -> str:
    """`A` of 1, `AB` of 28."""
    said = ""
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(ord("A") + rest) + said
    return said


def _part(packed: zipfile.ZipFile, part: str, name: str) -> bytes:
    try:
        with packed.open(part) as file:
            data = file.read(LARGEST + 1)
    except KeyError:
        cure = "save it as .xlsx or as CSV"
        raise InputError("this is no workbook", where=name, expected=f"a part {part}", cure=cure) from None
    if len(data) > LARGEST:
        raise InputError("a part of the workbook is too large", where=f"{name}, {part}", expected=f"{LARGEST:,} bytes")
    return data


def _read(data: bytes, where: str, start: Start, end: Callable[[str], None], text: Callable[[str], None]) -> None:
    """Tell of every tag, without its prefix, and of every text between tags."""

    def refuse(*_: object) -> None:
        raise InputError("the workbook brings a document type", where=where, cure="save it as CSV")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, said: start(tag.rpartition(":")[2], said)
    parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as problem:
        raise InputError("the workbook is damaged", where=where, got=str(problem), cure="save it again") from None


def _nothing(_: str) -> None:
    """Told of what is of no use."""


def _sheets(packed: zipfile.ZipFile, name: str) -> list[tuple[str, str]]:
    """(name, part) of each sheet, in the workbook's order."""
    links: dict[str, str] = {}
    found: list[tuple[str, str]] = []

    def link(tag: str, said: Mapping[str, str]) -> None:
        if tag == "Relationship" and said.get("TargetMode") != "External":
            links[said.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", said.get("Target", ""))).lstrip("/")

    def sheet(tag: str, said: Mapping[str, str]) -> None:
        number = next((value for key, value in said.items() if key.rpartition(":")[2] == "id"), "")
        if tag == "sheet" and number in links:
            found.append((said.get("name", ""), links[number]))

    _read(_part(packed, _LINKS, name), name, link, _nothing, _nothing)
    _read(_part(packed, _BOOK, name), name, sheet, _nothing, _nothing)
    return found


def _strings(packed: zipfile.ZipFile, name: str) -> list[str]:
    """The words that cells share; how they are to be pronounced is left out."""
    found: list[str] = []
    if _STRINGS not in packed.namelist():
        return found
    inside: list[str] = []

    def start(tag: str, _: Mapping[str, str]) -> None:
        inside.append(tag)
        if tag == "si":
            found.append("")

    def text(said: str) -> None:
        if inside[-1:] == ["t"] and "rPh" not in inside:
            found[-1] += said

    _read(_part(packed, _STRINGS, name), name, start, lambda _: _drop(inside), text)
    return found


def _drop(inside: list[str]) -> None:
    inside.pop()


def _rows(data: bytes, sheet: str, strings: list[str], where: str) -> list[Line]:
    found: list[Line] = []
    cells: dict[int, str] = {}
    inside: list[str] = []
    at = {"row": 0, "column": 0}
    kind, said = [""], [""]

    def start(tag: str, told: Mapping[str, str]) -> None:
        inside.append(tag)
        if tag == "row":
            at["row"] = int(told.get("r", at["row"] + 1))
            at["column"] = 0
        elif tag == "c":
            named = "".join(sign for sign in told.get("r", "") if sign.isalpha())
            at["column"] = _number(named) if named else at["column"] + 1
            kind[0], said[0] = told.get("t", "n"), ""

    def text(words: str) -> None:
        if inside[-1:] in (["v"], ["t"]) and "rPh" not in inside:
            said[0] += words

    def end(tag: str) -> None:
        inside.pop()
        if tag == "c" and said[0]:
            shared = kind[0] == "s" and said[0].isdigit() and int(said[0]) < len(strings)
            cells[at["column"]] = strings[int(said[0])] if shared else said[0]
        elif tag == "row":
            if any(cell.strip() for cell in cells.values()):
                found.append(Line(sheet, at["row"], dict(cells)))
            cells.clear()

    _read(data, where, start, end, text)
    return found


def _number(named: str) -> int:
    column = 0
    for sign in named.upper():
        column = column * 26 + ord(sign) - ord("A") + 1
    return column
