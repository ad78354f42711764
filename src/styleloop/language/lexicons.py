"""Word lists that ship in `data/lexicons/<family>/<language>.toml`, read once. Pure but for that reading."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lexicon(family: str, name: str) -> Mapping[str, Any]:
    """The list `name` of `family`; empty where none ships.

    Args:
        family: `numbers`, `claims` or `tone`.
        name: A language (`de`), or `units`.
    """
    path = files("styleloop") / "data" / "lexicons" / family / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


@cache
def languages(family: str) -> tuple[str, ...]:
    """Languages that `family` has a list for, sorted."""
    folder = files("styleloop") / "data" / "lexicons" / family
    names = (path.name.removesuffix(".toml") for path in folder.iterdir() if path.name.endswith(".toml"))
    return tuple(sorted(name for name in names if len(name) <= 3))
