"""One change in a TOML file that a person keeps: comments, order and spaces stay, and nothing else may be different.

Every function reads its own answer back: what it says must be what was asked for, to the last value, or it is refused.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from styleloop.app.brandfiles import toml_value
from styleloop.errors import SettingsError

_HEADER = re.compile(r"\s*\[(\[?)\s*([A-Za-z0-9_.-]+)\s*\]?\]\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
LONGEST = 100
"""Characters of a list that stays on one line."""


@dataclass(frozen=True)
class _Part:
    """Lines `start` to `end` (not included) of a file."""

    kind: Literal["header", "key", "other"]
    name: str
    start: int
    end: int
    many: bool = False
    """Of a header: `[[...]]`."""


def with_value(text: str, table: str, key: str, value: Any) -> str:
    """`key = value` in `[table]`, or at the top where `table` is empty; put there where it is missing.

    Raises:
        SettingsError: the file is no TOML, or is written so that it cannot be changed without touching more.
    """
    said = read(text)
    wanted = {**said, table: {**said.get(table, {}), key: value}} if table else {**said, key: value}
    if wanted == said:
        return text
    lines, parts = _parts(text)
    start, end = _span(parts, table, len(lines))
    if start < 0:
        made = [*lines, *([""] if lines and lines[-1].strip() else []), f"[{table}]", f"{key} = {shown(value)}"]
    else:
        made = _set(lines, [p for p in parts if start <= p.start < end], start, key, value)
    return _proved(made, wanted)


def with_row(text: str, name: str, row: Mapping[str, Any], note: str = "") -> str:
    """One more `[[name]]` behind the last, with a comment above it.

    Raises:
        SettingsError: as `with_value`.
    """
    said = read(text)
    lines, parts = _parts(text)
    blocks = _blocks(parts, name, len(lines))
    at = blocks[-1][1] if blocks else len(lines)
    while at > 0 and not lines[at - 1].strip():
        at -= 1
    before = [""] if at else []
    made = [*lines[:at], *before, *_block(name, row, note), *lines[at:]]
    return _proved(made, {**said, name: [*said.get(name, []), _plain(row)]})


def with_row_changed(text: str, name: str, index: int, changes: Mapping[str, Any], note: str = "") -> str:
    """Other values in the `[[name]]` at `index`, counted from 0; the rest of it stays.

    Raises:
        SettingsError: as `with_value`, or there is no such row.
    """
    for key, value in changes.items():
        text = _with_changed(text, name, index, key, value)
    if note:
        lines, parts = _parts(text)
        start = _blocks(parts, name, len(lines))[index][0]
        text = _proved([*lines[:start], f"# {_one_line(note)}", *lines[start:]], read(text))
    return text


def without_row(text: str, name: str, index: int) -> str:
    """The file without the `[[name]]` at `index`.

    Raises:
        SettingsError: as `with_value`, or there is no such row.
    """
    said = read(text)
    lines, parts = _parts(text)
    start, end = _of(_blocks(parts, name, len(lines)), index, name)
    while end < len(lines) and not lines[end].strip() and (start == 0 or not lines[start - 1].strip()):
        end += 1
    rows = [row for number, row in enumerate(said[name]) if number != index]
    return _proved([*lines[:start], *lines[end:]], {**said, name: rows} if rows else _less(said, name))


def with_rows(text: str, name: str, rows: Sequence[Mapping[str, Any]], key: str = "name") -> str:
    """Exactly these `[[name]]`: those with the same `key` are changed where they stand, new ones come behind the last.

    Raises:
        SettingsError: as `with_value`.
    """
    wanted = [_plain(row) for row in rows]
    for index in reversed(range(len(read(text).get(name, [])))):
        if read(text)[name][index].get(key) not in {row[key] for row in wanted}:
            text = without_row(text, name, index)
    for row in wanted:
        now = read(text).get(name, [])
        at = next((n for n, old in enumerate(now) if old.get(key) == row[key]), None)
        if at is None:
            text = with_row(text, name, row)
        else:
            text = with_row_changed(text, name, at, {k: v for k, v in row.items() if now[at].get(k) != v})
    return text


def shown(value: Any) -> str:
    """A value as TOML writes it; a long list a line for each."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {shown(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        found = [shown(one) for one in value]
        whole = "[" + ", ".join(found) + "]"
        return whole if len(whole) <= LONGEST else "[\n" + "".join(f"  {one},\n" for one in found) + "]"
    return toml_value(value)


def _with_changed(text: str, name: str, index: int, key: str, value: Any) -> str:
    said = read(text)
    lines, parts = _parts(text)
    start, end = _of(_blocks(parts, name, len(lines)), index, name)
    made = _set(lines, [p for p in parts if start <= p.start < end], start, key, value)
    rows = [{**row, key: _plain(value)} if n == index else row for n, row in enumerate(said[name])]
    return _proved(made, {**said, name: rows})


def _set(lines: list[str], parts: Sequence[_Part], start: int, key: str, value: Any) -> list[str]:
    """The lines with `key = value` among `parts`, those of one table."""
    new = f"{key} = {shown(value)}".split("\n")
    old = next((p for p in parts if p.kind == "key" and p.name == key), None)
    if old is not None:
        remark = _remark(lines[old.start]) if old.end == old.start + 1 and len(new) == 1 else ""
        return [*lines[: old.start], *new[:-1], f"{new[-1]}{remark}", *lines[old.end :]]
    last = max((p.end for p in parts if p.kind in ("key", "header")), default=start)
    return [*lines[:last], *new, *lines[last:]]


def _remark(line: str) -> str:
    """The comment behind a value, with the spaces before it."""
    for at, char in enumerate(line):
        if char == "#":
            try:
                tomllib.loads(line[:at])
            except tomllib.TOMLDecodeError:
                continue
            value = line[:at].rstrip()
            return f"{line[len(value) : at]}{line[at:]}"
    return ""


def _block(name: str, row: Mapping[str, Any], note: str) -> list[str]:
    said = [line for key, value in row.items() for line in f"{key} = {shown(value)}".split("\n")]
    return [*([f"# {_one_line(note)}"] if note else []), f"[[{name}]]", *said]


def _one_line(note: str) -> str:
    return "".join(char if char.isprintable() else " " for char in note)


def _parts(text: str) -> tuple[list[str], list[_Part]]:
    """The file's lines, and what each of them is part of."""
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    parts: list[_Part] = []
    at = 0
    while at < len(lines):
        header, key = _HEADER.match(lines[at]), _KEY.match(lines[at])
        end = at + 1
        if header:
            parts.append(_Part("header", header[2], at, end, bool(header[1])))
        elif key:
            while end < len(lines) and not _whole(lines[at:end]):
                end += 1
            parts.append(_Part("key", key[1], at, end))
        else:
            parts.append(_Part("other", "", at, end))
        at = end
    return lines, parts


def _whole(lines: Sequence[str]) -> bool:
    try:
        tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return False
    return True


def _span(parts: Sequence[_Part], table: str, end: int) -> tuple[int, int]:
    """First and last line of `[table]`, or of what stands before every table; (-1, -1) where there is none."""
    headers = [p for p in parts if p.kind == "header"]
    if not table:
        first = headers[0].start if headers else end
        return 0, _without_tail(parts, 0, first)
    for number, header in enumerate(headers):
        if header.name == table and not header.many:
            until = headers[number + 1].start if number + 1 < len(headers) else end
            return header.start, _without_tail(parts, header.start, until)
    return -1, -1


def _blocks(parts: Sequence[_Part], name: str, end: int) -> list[tuple[int, int]]:
    """First and last line of each `[[name]]`, its own tables included, comments above the next left out."""
    headers = [p for p in parts if p.kind == "header" and not p.name.startswith(f"{name}.")]
    found = []
    for number, header in enumerate(headers):
        if header.name == name and header.many:
            until = headers[number + 1].start if number + 1 < len(headers) else end
            found.append((header.start, _without_tail(parts, header.start, until)))
    return found


def _without_tail(parts: Sequence[_Part], start: int, end: int) -> int:
    """`end` before the comments and blank lines that lead over to what comes next."""
    return max((p.end for p in parts if start <= p.start < end and p.kind != "other"), default=start)


def _of(blocks: Sequence[tuple[int, int]], index: int, name: str) -> tuple[int, int]:
    if not 0 <= index < len(blocks):
        raise SettingsError(f"there is no [[{name}]] number {index + 1}: expected 1 to {len(blocks)}")
    return blocks[index]


def read(text: str) -> dict[str, Any]:
    """What a file says.

    Raises:
        SettingsError: it is no TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise SettingsError(f"the file is not TOML: {problem}; mend it first") from problem


def _plain(value: Any) -> Any:
    """As TOML gives it back: lists, not tuples."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _less(said: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key != name}


def _proved(lines: Sequence[str], wanted: Mapping[str, Any]) -> str:
    text = "\n".join(lines).rstrip("\n") + "\n"
    try:
        same = tomllib.loads(text) == _plain(wanted)
    except tomllib.TOMLDecodeError:
        same = False
    if not same:
        raise SettingsError("the file is written in a way that cannot be changed here without touching more; edit it")
    return text
