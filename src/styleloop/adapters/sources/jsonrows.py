"""Rows of JSON: a list of objects, one object that holds the list, or one object per line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from styleloop.adapters.sources.headings import recognised, understand
from styleloop.adapters.sources.reading import refused, unfit
from styleloop.adapters.sources.rows import made, unusable
from styleloop.errors import InputError, shortened
from styleloop.types.record import Refusal, Where
from styleloop.types.row import Row

_JSON = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
"""Numbers stay as they are written."""


def looks_like_json(text: str) -> bool:
    """Whether the text begins as a JSON list or object does."""
    return re.match(r"\s*(\[\s*[\]{]|\{\s*[\"}])", text) is not None


def rows_of_json(text: str, file: str, path: Path, root: Path) -> Iterator[Row | Refusal]:
    """Rows of JSON text; the row number is the item's place in the list, or its line."""
    try:
        items = _items(text)
    except InputError as whole:
        yield refused(whole, file, Where(file=file))
        return
    titles = tuple(dict.fromkeys(key for item in items if isinstance(item, dict) for key in item))
    headings = understand(titles)
    trouble = unusable(headings, Where(file=file))
    if trouble:
        yield trouble
        return
    names = dict(zip(titles, headings.names, strict=True))
    for number, item in enumerate(items, start=1):
        where = Where(file=file, row=number)
        if not isinstance(item, dict):
            wrong = InputError("this is no object", got=shortened(item), expected='{"column": "text", ...}')
            yield refused(item if isinstance(item, InputError) else wrong, "", where)
            continue
        cells = [(names[key], as_text(value)) for key, value in item.items()]
        problem = unfit(cell for _, cell in cells)
        yield refused(problem, "", where) if problem else made(headings, cells, where, path, root)


def _items(text: str) -> list[object]:
    """The objects, or an InputError in the place of a line that is not JSON."""
    try:
        return _listed(_JSON.decode(text))
    except RecursionError as problem:
        raise InputError("the JSON is nested too deeply", expected="a list of flat objects") from problem
    except json.JSONDecodeError as problem:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and isinstance(_line(lines[0]), dict):
            return [_line(line) for line in lines]
        got = shortened(text[problem.pos : problem.pos + 40])
        why = f"this is not JSON: {problem.msg} in line {problem.lineno}"
        raise InputError(why, got=got, expected="a list of objects") from problem


def _line(text: str) -> object:
    try:
        return _JSON.decode(text)
    except (json.JSONDecodeError, RecursionError):
        return InputError("this line is not JSON", got=shortened(text), expected="one object per line")


def _listed(value: object) -> list[object]:
    if isinstance(value, dict):
        lists = [inner for inner in value.values() if isinstance(inner, list)]
        return lists[0] if len(lists) == 1 and not recognised(tuple(value)) else [value]
    return value if isinstance(value, list) else [value]


def as_text(value: object) -> str:
    """A JSON value as a cell: lists of words joined by commas, other nesting as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
