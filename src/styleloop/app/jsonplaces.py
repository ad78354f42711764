"""Objects of JSON with the place of every value: what `json` reads, and where it stood."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from styleloop.app.places import Lines
from styleloop.errors import InputError, shortened

_BLANK = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


class Value(NamedTuple):
    """One value and where it is written: `start` to `end` (not included) of the text."""

    value: Any
    start: int
    end: int


class Item(NamedTuple):
    """One object of a file: its members by name, and where it stands among its like (a JSON pointer, RFC 6901)."""

    members: dict[str, Value]
    start: int
    pointer: str


def objects(text: str, where: str, signs: frozenset[str], lines: Lines) -> Iterator[Item | InputError]:
    """The objects of a JSON text: of its list, itself, or of the one list that it holds.

    Args:
        text: the whole file.
        where: its name, for messages.
        signs: names of members by which an object is one piece, and not what holds a list of them.
        lines: of the text.

    Raises:
        InputError: it is no JSON, or holds neither an object nor one list.
    """
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as problem:
        line = f", line {problem.lineno}" if isinstance(problem, json.JSONDecodeError) else ""
        raise InputError("the file is no JSON", where=f"{where}{line}", got=str(problem)) from None
    at = _past(text, 0)
    pointer = ""
    if isinstance(said, dict) and not {key.casefold() for key in said} & signs:
        lists = {key: value for key, value in members(text, at, where, lines).items() if isinstance(value.value, list)}
        if len(lists) != 1:
            expected = f"a list of objects, an object that holds one, or an object with {', '.join(sorted(signs))}"
            got = ", ".join(list(said)[:8]) or "an empty object"
            raise InputError("the file holds no list of pieces", where=where, got=got, expected=expected)
        [(key, value)] = lists.items()
        said, at, pointer = value.value, value.start, f"/{_escaped(key)}"
    if isinstance(said, dict):
        yield Item(members(text, at, where, lines), at, "")
    elif isinstance(said, list):
        for number, value in enumerate(_elements(text, at)):
            place = f"{where}, line {lines.at(value.start)[0]}"
            if isinstance(value.value, dict):
                yield Item(members(text, value.start, where, lines), value.start, f"{pointer}/{number}")
            else:
                yield InputError("a piece is no object", where=place, got=shortened(value.value))
    else:
        raise InputError("the file holds no list of pieces", where=where, got=shortened(said), expected="[{...}, ...]")


def members(text: str, at: int, where: str, lines: Lines) -> dict[str, Value]:
    """The members of the object that begins at `at`, by name; the text is known to be JSON.

    Raises:
        InputError: two of them have one name: one would go unread.
    """
    found: dict[str, Value] = {}
    at = _past(text, at + 1)
    while text[at] != "}":
        begun = at
        key, at = _DECODER.raw_decode(text, at)
        at = _past(text, _past(text, at) + 1)  # over the colon
        value, end = _DECODER.raw_decode(text, at)
        if key in found:
            place = f"{where}, line {lines.at(begun)[0]}"
            raise InputError(
                "two members have one name", where=place, field=key, cure="keep one: the other is not read"
            )
        found[key] = Value(value, at, end)
        at = _past(text, end)
        at = _past(text, at + 1) if text[at] == "," else at
    return found


def _elements(text: str, at: int) -> Iterator[Value]:
    at = _past(text, at + 1)
    while text[at] != "]":
        value, end = _DECODER.raw_decode(text, at)
        yield Value(value, at, end)
        at = _past(text, end)
        at = _past(text, at + 1) if text[at] == "," else at


def _past(text: str, at: int) -> int:
    """The next character that is no blank."""
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
