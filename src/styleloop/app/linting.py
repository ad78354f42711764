"""Texts out of files, each with its place: what `styleloop audit` reads.

Plain text and Markdown hold one text a line (front matter, code and rules are left out); a table with a heading holds
a piece a row, its slots by column; `.jsonl` holds an object a line. A text knows the line and column it stands at.
Nothing is passed over in silence: what cannot be told apart is an error, since a text that is not read looks clean.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from styleloop.errors import InputError
from styleloop.types.copy import ALT, CAPTION, DRAWN_SLOTS, HEADLINE

SLOTS = (*DRAWN_SLOTS, CAPTION, ALT)
TABLES: Mapping[str, str] = {".csv": ",", ".tsv": "\t"}
MARKDOWN = frozenset({".md", ".markdown"})
LINES = ".jsonl"
KINDS = frozenset({*TABLES, *MARKDOWN, LINES, ".txt"})
"""Files that are looked into where a folder is given."""
MARKET, PRODUCT = ("market", "locale"), ("product", "sku")
LONGEST = 20_000_000
"""Bytes of a file; a larger one is no copy."""
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_LEAD = re.compile(r"\s*(?:(?:#{1,6}|[-*+>]|\d+[.)])\s+)*(?:\*\*|__)?")
_MARKUP_ONLY = re.compile(r"[\s\-*_=|:#>`~]*")
BREAK = " / "
"""How a break between lines is typed where a text is one line."""


@dataclass(frozen=True)
class Place:
    """Where the first character of a slot stands. Lines and columns count from 1, columns in code points."""

    line: int
    column: int


@dataclass(frozen=True)
class Text:
    """One piece as a file has it.

    Attributes:
        slots: words by slot.
        file: name of the file as given; empty for a text typed in.
        places: where each slot begins; slots of a table's row and of JSON stand at their line alone (column 1).
        market: locale, where the file names it.
        product: sku, where the file names it.
    """

    slots: Mapping[str, str]
    file: str = ""
    places: Mapping[str, Place] = field(default_factory=dict)
    market: str = ""
    product: str = ""

    @property
    def words(self) -> str:
        """All its words on one line."""
        return BREAK.join(self.slots.values()).replace("\n", BREAK)

    @property
    def where(self) -> str:
        """`ads.csv, line 3`; empty for a text typed in."""
        line = min((place.line for place in self.places.values()), default=1)
        return f"{self.file}, line {line}" if self.file else ""


def typed(text: str, slot: str = HEADLINE) -> Text:
    """A text as somebody typed it: ` / ` breaks a line."""
    return Text({slot: text.replace(BREAK, "\n")}, places={slot: Place(1, 1)})


def read(path: Path, slot: str = HEADLINE, name: str = "") -> tuple[Text, ...]:
    """Every text of a file, in order.

    Args:
        path: `.csv`, `.tsv`, `.jsonl`, Markdown; any other file is read as one text a line.
        slot: what the words are for, where the file does not say.
        name: what to call the file; empty: `path`.

    Raises:
        InputError: it cannot be read, is too large, is no UTF-8, or a row is not what its kind of file holds.
    """
    return tuple(parsed(_contents(path), path.suffix.lower(), slot, name or str(path)))


def inside(folder: Path) -> tuple[Path, ...]:
    """Every file of a folder that holds texts, by name; hidden ones are left alone.

    Raises:
        InputError: there is none.
    """
    found = []
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(here, name) for name in sorted(names) if not name.startswith("."))
        found += [path for path in paths if path.suffix.lower() in KINDS]
    if not found:
        expected = f"files that end in {', '.join(sorted(KINDS))}"
        raise InputError("the folder holds no texts", where=str(folder), expected=expected)
    return tuple(found)


def parsed(contents: str, suffix: str, slot: str, name: str) -> Iterator[Text]:
    """The texts of a file's contents; `suffix` says which kind it is."""
    if suffix in TABLES:
        yield from _rows(contents, TABLES[suffix], name)
    elif suffix == LINES:
        yield from _objects(contents, slot, name)
    else:
        lines = _prose(contents) if suffix in MARKDOWN else enumerate(contents.split("\n"), 1)
        for number, line in lines:
            lead = _LEAD.match(line).end() if suffix in MARKDOWN else len(line) - len(line.lstrip())  # type: ignore[union-attr]  # matches the empty string too
            text = line[lead:].rstrip()
            if text:
                yield Text({slot: text}, name, {slot: Place(number, lead + 1)})


def decoded(contents: bytes, name: str) -> str:
    """A file's bytes as text, lines parted by `\\n` alone.

    Raises:
        InputError: too many, no UTF-8, or no text at all.
    """
    if len(contents) > LONGEST:
        raise InputError("the file is too large", where=name, expected=f"at most {LONGEST:,} bytes")
    if b"\0" in contents:
        place = f"{name}, byte {contents.index(0)}"
        raise InputError("the file is no text", where=place, got="a zero byte", cure="save it as UTF-8")
    try:
        text = contents.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        cure = "save it as UTF-8"
        raise InputError("the file is no UTF-8 text", where=f"{name}, byte {problem.start}", cure=cure) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _contents(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return decoded(file.read(LONGEST + 1), str(path))
    except OSError as problem:
        raise InputError("the file cannot be read", where=str(path), got=problem.strerror) from None


def _prose(contents: str) -> Iterator[tuple[int, str]]:
    """Lines of Markdown that hold words: no front matter, no code, no rules or table borders."""
    lines = contents.split("\n")
    begin = 0
    if lines and lines[0].strip() == "---":
        begin = next((at for at, line in enumerate(lines[1:], 2) if line.strip() == "---"), 0)
    fenced = ""
    for number, line in enumerate(lines[begin:], begin + 1):
        fence = _FENCE.match(line)
        if fence and fenced in ("", fence[1]):
            fenced = "" if fenced else fence[1]
        elif not fenced and not _MARKUP_ONLY.fullmatch(line):
            yield number, line


def _rows(contents: str, mark: str, name: str) -> Iterator[Text]:
    rows = _cells(contents, mark, name)
    _, titles = next(rows, (1, []))
    columns = [title.strip().casefold() for title in titles]
    if not set(SLOTS) & set(columns):
        expected = f"a column named {', '.join(SLOTS)}"
        raise InputError("the table has no column of words", where=name, expected=expected, got=titles)
    for title in (*SLOTS, *MARKET, *PRODUCT):
        if columns.count(title) > 1:
            raise InputError("two columns have one name", where=f"{name}, line 1", got=title)
    for first, cells in rows:
        if len(cells) > len(columns):
            expected = f"{len(columns)} cells, as in the first line"
            cure = "put cells that hold a separator in quotation marks"
            raise InputError(
                "the row has too many cells",
                where=f"{name}, line {first}",
                got=len(cells),
                expected=expected,
                cure=cure,
            )
        slots: dict[str, str] = {}
        places: dict[str, Place] = {}
        line = first
        for title, cell in zip(columns, cells, strict=False):
            if title in SLOTS and cell.strip():
                blank = cell[: len(cell) - len(cell.lstrip())].count("\n")
                slots[title], places[title] = cell.strip().replace(BREAK, "\n"), Place(line + blank, 1)
            line += cell.count("\n")
        if slots:
            said = dict(zip(columns, map(str.strip, cells), strict=False))
            yield Text(slots, name, places, _first(said, MARKET), _first(said, PRODUCT))


def _cells(contents: str, mark: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """(line it begins at, cells) of each row that has any; a cell may be as long as a file."""
    csv.field_size_limit(LONGEST)
    reader = csv.reader(io.StringIO(contents, newline=""), delimiter=mark, strict=True)
    first = 1
    try:
        for cells in reader:
            if any(cells):
                yield first, cells
            first = reader.line_num + 1
    except csv.Error as problem:
        cure = "a cell that begins with a quotation mark ends with one; marks inside it are doubled"
        raise InputError(
            "the table cannot be read", where=f"{name}, line {first}", got=str(problem), cure=cure
        ) from None


def _first(said: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((str(said[name]) for name in names if said.get(name)), "")


def _objects(contents: str, slot: str, name: str) -> Iterator[Text]:
    for number, line in enumerate(contents.split("\n"), 1):
        if line.strip():
            yield _object(line, slot, name, number)


def _object(line: str, slot: str, name: str, number: int) -> Text:
    where = f"{name}, line {number}"
    try:
        said = json.loads(line)
        json.dumps(said, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise InputError("a line holds half a character", where=where, expected="whole \\u pairs") from None
    except (ValueError, RecursionError) as problem:
        raise InputError("a line is no JSON", where=where, got=str(problem)) from None
    if not isinstance(said, dict):
        raise InputError("a line is no object", where=where, got=line[:60])
    said = {key.casefold(): value for key, value in said.items() if value not in (None, "")}
    for key in ("text", "slot", *SLOTS, *MARKET, *PRODUCT):
        if not isinstance(said.get(key, ""), str | int | float):
            raise InputError("a field holds no text", where=where, field=key, got=said[key], expected="words")
    slots = {known: str(said[known]) for known in SLOTS if known in said}
    if "text" in said:
        here = str(said.get("slot", slot))
        if here in slots:
            raise InputError("text and a slot say the same part", where=where, field=here)
        slots[here] = str(said["text"])
    slots = {known: text.replace(BREAK, "\n") for known, text in slots.items() if text.strip()}
    if not slots:
        expected = f"text, or one of {', '.join(SLOTS)}"
        raise InputError("a line has no words", where=where, expected=expected)
    places = {known: Place(number, 1) for known in slots}
    return Text(slots, name, places, _first(said, MARKET), _first(said, PRODUCT))
