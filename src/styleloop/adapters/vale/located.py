"""YAML in which every value knows its line. Scalars stay the words that were written: `no` is no boolean here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import yaml

DEEPEST = 6
"""Levels that a rule has, and then some."""
MOST = 50_000
"""Values of one file. An alias that stands in itself would have no end."""


class WrongYaml(ValueError):
    """Not YAML, or not what is expected of it; knows the line and the key."""

    def __init__(self, why: str, line: int | None = None, key: str = "") -> None:
        super().__init__(why)
        self.line = line
        self.key = key


@dataclass(frozen=True)
class Located:
    """One value: words, a list, or a table, whose keys are in the order of the file; and where it begins."""

    kind: Literal["words", "list", "table"]
    line: int
    """From 1."""
    value: str = ""
    """The words."""
    items: tuple[Located, ...] = ()
    """Of a list, or the values of a table."""
    names: tuple[Located, ...] = ()
    """Keys of a table, one for each of `items`."""

    def rows(self) -> Iterator[tuple[str, Located]]:
        """Key and value of a table."""
        for name, item in zip(self.names, self.items, strict=False):
            yield name.value, item


def read(text: str) -> Located:
    """The one document of `text`.

    Raises:
        WrongYaml: it is no YAML, has several documents, names a key twice, or nests without end.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None) or getattr(problem, "context_mark", None)
        said = getattr(problem, "problem", None) or str(problem).splitlines()[0]
        raise WrongYaml(f"no YAML: {said}", mark.line + 1 if mark else None) from problem
    except RecursionError as problem:
        raise WrongYaml("nested too deep") from problem
    if node is None:
        raise WrongYaml("the file is empty; expected `extends` and `message`", 1)
    return _located(node, 0, [0])


def _located(node: yaml.Node, depth: int, count: list[int]) -> Located:
    line = node.start_mark.line + 1
    count[0] += 1
    if depth > DEEPEST or count[0] > MOST:
        raise WrongYaml(f"more than {DEEPEST} levels, or {MOST:,} values", line)
    if isinstance(node, yaml.ScalarNode):
        return Located("words", line, "" if node.tag.endswith(":null") else node.value)
    if isinstance(node, yaml.SequenceNode):
        return Located("list", line, items=tuple(_located(one, depth + 1, count) for one in node.value))
    rows: list[tuple[Located, Located]] = []
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise WrongYaml("a key is not a word", key.start_mark.line + 1)
        rows.append((_located(key, depth + 1, count), _located(value, depth + 1, count)))
    _refuse_twice(rows)
    names, items = tuple(name for name, _ in rows), tuple(item for _, item in rows)
    return Located("table", line, items=items, names=names)


def _refuse_twice(rows: list[tuple[Located, Located]]) -> None:
    seen: dict[str, int] = {}
    for key, _ in rows:
        name = key.value
        if name in seen:
            raise WrongYaml(f"this key stands there twice, in line {seen[name]} too", key.line, name)
        seen[name] = key.line
