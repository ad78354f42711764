"""Texts out of files, each with its place: what `styleloop audit` reads.

Plain text and Markdown hold one text a line (front matter, code and rules are left out); a table with a heading holds
a piece a row, its slots by column; `.jsonl` holds an object a line. A text knows the line and column it stands at.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from styleloop.errors import InputError
from styleloop.types.copy import ALT, CAPTION, DRAWN_SLOTS, HEADLINE

SLOTS = (*DRAWN_SLOTS, CAPTION, ALT)
TABLES: Mapping[str, str] = {".csv": ",", ".tsv": "\t"}
MARKDOWN = frozenset({".md", ".markdown"})
LINES = ".jsonl"
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


def parsed(contents: str, suffix: str, slot: str, name: str) -> Iterator[Text]:
    """The texts of a file's contents; `suffix` says which kind it is."""
    if suffix in TABLES:
        yield from _rows(contents, TABLES[suffix], name)
    elif suffix == LINES:
        yield from _objects(contents, slot, name)
    else:
        lines = _prose(contents) if suffix in MARKDOWN else enumerate(contents.splitlines(), 1)
        for number, line in lines:
            lead = _LEAD.match(line).end() if suffix in MARKDOWN else len(line) - len(line.lstrip())  # type: ignore[union-attr]  # matches the empty string too
            text = line[lead:].rstrip()
            if text:
                yield Text({slot: text}, name, {slot: Place(number, lead + 1)})


def _contents(path: Path) -> str:
    try:
        if path.stat().st_size > LONGEST:
            raise InputError("the file is too large", where=str(path), expected=f"at most {LONGEST:,} bytes")
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as problem:
        cure = "save it as UTF-8"
        raise InputError("the file is no UTF-8 text", where=f"{path}, byte {problem.start}", cure=cure) from None
    except OSError as problem:
        raise InputError("the file cannot be read", where=str(path), got=problem.strerror) from None


def _prose(contents: str) -> Iterator[tuple[int, str]]:
    """Lines of Markdown that hold words: no front matter, no code, no rules or table borders."""
    lines = contents.splitlines()
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
    reader = csv.DictReader(contents.splitlines(keepends=True), delimiter=mark)
    columns = {title: title.strip().casefold() for title in reader.fieldnames or () if title}
    known = {title: slot for title, slot in columns.items() if slot in SLOTS}
    if not known:
        expected = f"a column named {', '.join(SLOTS)}"
        raise InputError("the table has no column of words", where=name, expected=expected, got=list(columns))
    last = 1
    for row in reader:
        first, last = last + 1, reader.line_num
        said = {columns[title]: (cell or "").strip() for title, cell in row.items() if title in columns}
        slots = {slot: said[slot] for slot in known.values() if said.get(slot)}
        if slots:
            places = {slot: Place(first, 1) for slot in slots}
            market = said.get("market") or said.get("locale") or ""
            yield Text(slots, name, places, market, said.get("product") or said.get("sku") or "")


def _objects(contents: str, slot: str, name: str) -> Iterator[Text]:
    for number, line in enumerate(contents.split("\n"), 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
        except ValueError as problem:
            raise InputError("a line is no JSON", where=f"{name}, line {number}", got=str(problem)) from None
        if not isinstance(said, dict):
            raise InputError("a line is no object", where=f"{name}, line {number}", got=line[:60])
        here = str(said.get("slot") or slot)
        slots = {known: str(said[known]) for known in SLOTS if said.get(known)}
        slots = {here: str(said["text"])} if said.get("text") else slots
        if not slots:
            expected = f"text, or one of {', '.join(SLOTS)}"
            raise InputError("a line has no words", where=f"{name}, line {number}", expected=expected)
        places = {known: Place(number, 1) for known in slots}
        market = str(said.get("market") or said.get("locale") or "")
        yield Text(slots, name, places, market, str(said.get("product") or said.get("sku") or ""))
