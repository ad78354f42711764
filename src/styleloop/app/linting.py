"""Texts out of files, each with its place: what `styleloop audit` reads.

Plain text and Markdown hold one text a line (front matter, code and rules are left out); a table with a heading holds
a piece a row, its slots by column, and so does each sheet of a workbook; `.jsonl` holds an object a line, `.json` a
list of them. A text knows the line and column it stands at.
Nothing is passed over in silence: what cannot be told apart is an error, since a text that is not read looks clean.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from styleloop.app.lintrows import Piece, from_json, from_lines, from_table, from_workbook, mark_of
from styleloop.app.places import BREAK, Place
from styleloop.errors import InputError
from styleloop.types.copy import BODY

TABLES: Mapping[str, str] = {".csv": ",", ".tsv": "\t"}
MARKDOWN = frozenset({".md", ".markdown"})
LINES, JSON, WORKBOOK = frozenset({".jsonl", ".ndjson"}), ".json", ".xlsx"
KINDS = frozenset({*TABLES, *MARKDOWN, *LINES, JSON, WORKBOOK, ".txt"})
"""Files that are looked into where a folder is given."""
LONGEST = 20_000_000
"""Bytes of a file; a larger one is no copy."""
_HOLDS_TEXT = ("a document (zip)", "a PDF", "a document of old Office")
_KNOWN: Mapping[bytes, str] = {
    b"PK\x03\x04": _HOLDS_TEXT[0], b"%PDF-": _HOLDS_TEXT[1], b"\xd0\xcf\x11\xe0": _HOLDS_TEXT[2],
    b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"RIFF": "a picture or a sound",
    b"\x1f\x8b": "a packed file",
}  # fmt: skip
"""How files begin that are no text, though they may hold some."""
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_LEAD = re.compile(r"\s*(?:(?:#{1,6}|[-*+>]|\d+[.)])\s+)*(?:\*\*|__)?")
_MARKUP_ONLY = re.compile(r"[\s\-*_=|:#>`~]*")
Tell = Callable[[str], None]
"""Told what of a file is not read, though nothing is wrong with it."""


def _nobody(told: str) -> None:
    """Tells nobody."""


@dataclass(frozen=True)
class Text:
    """One piece as a file has it.

    Attributes:
        slots: words by slot.
        file: name of the file as given; empty for a text typed in.
        places: where each slot begins, and how the file writes it.
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


def typed(text: str, slot: str = BODY) -> Text:
    """A text as somebody typed it: ` / ` breaks a line."""
    return Text({slot: text.replace(BREAK, "\n")}, places={slot: Place(1, 1)})


def read(path: Path, slot: str = BODY, name: str = "", tell: Tell = _nobody) -> tuple[Text, ...]:
    """Every text of a file, in order.

    Args:
        path: `.csv`, `.tsv`, `.json`, `.jsonl`, `.xlsx`, Markdown; any other file is read as one text a line.
        slot: what the words are for, where the file does not say.
        name: what to call the file; empty: `path`.
        tell: told which columns and keys are not read.

    Raises:
        InputError: it cannot be read, is too large, is no UTF-8, or a row is not what its kind of file holds.
    """
    return texts_of(_contents(path), path.suffix.lower(), slot, name or str(path), tell)


def texts_of(data: bytes, suffix: str, slot: str, name: str, tell: Tell = _nobody) -> tuple[Text, ...]:
    """Every text in a file's bytes; `suffix` says which kind it is. Raises as `read`."""
    if suffix == WORKBOOK and len(data) <= LONGEST:
        return tuple(_texts(from_workbook(data, name, tell), name))
    return tuple(parsed(decoded(data, name), suffix, slot, name, tell))


def inside(folder: Path, locked: Tell = _nobody) -> tuple[Path, ...]:
    """Every file of a folder that holds texts, by name; hidden ones are left alone.

    Args:
        folder: looked into at any depth.
        locked: told of each folder in it that cannot be opened.

    Raises:
        InputError: there is none.
    """
    found = []

    def lacking(problem: OSError) -> None:
        told = InputError("the folder cannot be read", where=str(problem.filename), got=problem.strerror)
        locked(str(told))

    for here, folders, names in os.walk(folder, onerror=lacking):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(here, name) for name in sorted(names) if not name.startswith("."))
        found += [path for path in paths if path.suffix.lower() in KINDS and not path.is_fifo()]
    if not found:
        expected = f"files that end in {', '.join(sorted(KINDS))}"
        raise InputError("the folder holds no texts", where=str(folder), expected=expected)
    return tuple(found)


def parsed(contents: str, suffix: str, slot: str, name: str, tell: Tell = _nobody) -> Iterator[Text]:
    """The texts of a file's contents; `suffix` says which kind it is."""
    if suffix in TABLES:
        yield from _texts(from_table(contents, mark_of(contents, TABLES[suffix]), name, tell), name)
    elif suffix in LINES:
        yield from _texts(from_lines(contents, slot, name, tell), name)
    elif suffix == JSON:
        yield from _texts(from_json(contents, slot, name, tell), name)
    else:
        lines = _prose(contents) if suffix in MARKDOWN else enumerate(contents.split("\n"), 1)
        for number, line in lines:
            lead = _LEAD.match(line).end() if suffix in MARKDOWN else len(line) - len(line.lstrip())  # type: ignore[union-attr]  # matches the empty string too
            text = line[lead:].rstrip()
            if text:
                yield Text({slot: text}, name, {slot: Place(number, lead + 1)})


def _texts(pieces: Iterator[Piece], name: str) -> Iterator[Text]:
    for piece in pieces:
        yield Text(piece.slots, name, piece.places, piece.market, piece.product)


def decoded(contents: bytes, name: str) -> str:
    """A file's bytes as text, lines parted by `\\n` alone.

    Raises:
        InputError: too many, no UTF-8, or no text at all.
    """
    if len(contents) > LONGEST:
        cure = "check its parts; copy is seldom longer than a book"
        raise InputError("the file is too large", where=name, expected=f"at most {LONGEST:,} bytes", cure=cure)
    if kind := next((kind for begin, kind in _KNOWN.items() if contents.startswith(begin)), ""):
        cure = "leave it out, or give the words in a file"
        cure = "save it as UTF-8 text, a table as .csv or .xlsx" if kind in _HOLDS_TEXT else cure
        raise InputError(f"the file is {kind}, and no text", where=name, expected=", ".join(sorted(KINDS)), cure=cure)
    if b"\0" in contents:
        place = f"{name}, byte {contents.index(0)}"
        cure = "save it as UTF-8, or leave it out where it holds no words"
        raise InputError("the file is no text", where=place, got="a zero byte", cure=cure)
    try:
        text = contents.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        cure = "save it as UTF-8"
        raise InputError("the file is no UTF-8 text", where=f"{name}, byte {problem.start}", cure=cure) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _contents(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LONGEST + 1)
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
