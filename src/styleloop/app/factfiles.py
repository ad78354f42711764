"""`products/facts.toml`: what people said of facts. Blocks are only ever put behind the last one."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from styleloop.app.brandfiles import read_toml, record, toml_value
from styleloop.errors import SettingsError, shortened
from styleloop.types.product import Fact
from styleloop.types.record import Refusal, Where
from styleloop.types.ruling import Ruling

FILE = "facts.toml"
_HEAD = """\
# What people said of the facts of products: confirm, edit, drop, or undo of the last of these. Blocks are only added,
# by the desk and `styleloop facts` or by hand; the last one on a fact counts, for the fact as it stood (`was`).
"""
_ONE_AT_A_TIME = threading.Lock()


def rulings_file(root: Path) -> Path:
    """Where a project keeps them."""
    return root / "products" / FILE


def read_rulings(path: Path) -> tuple[tuple[Ruling, ...], tuple[Refusal, ...]]:
    """(rulings in the order they were made, blocks that could not be read). Without a file there are none.

    Raises:
        SettingsError: the file is no TOML.
    """
    if not path.is_file():
        return (), ()
    rows = read_toml(path).get("rulings", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SettingsError(f"{path}: field rulings: expected tables, each headed [[rulings]]; got: {shortened(rows)}")
    found: list[Ruling] = []
    refusals: list[Refusal] = []
    for number, row in enumerate(rows, start=1):
        name = f"ruling {number}"
        try:
            found.append(record(Ruling, {**row, **_facts(row)}, path, name))
        except SettingsError as problem:
            refusals.append(Refusal(subject=name, why=str(problem), where=Where(file=path.name, field=name)))
    return tuple(found), tuple(refusals)


def _facts(row: Mapping[str, Any]) -> dict[str, Any]:
    """`was` and `now` as a fact's fields: labels are a table in the file, and the key is that of the block."""
    made: dict[str, Any] = {}
    for name in ("was", "now"):
        said = row.get(name)
        if isinstance(said, Mapping):
            labels = said.get("labels", {})
            pairs = tuple(labels.items()) if isinstance(labels, Mapping) else labels
            made[name] = {"key": row.get("key", ""), **said, "labels": pairs}
    return made


def append(path: Path, rulings: Sequence[Ruling]) -> None:
    """Put blocks behind the last one, in one write, and see them onto the disk."""
    with _ONE_AT_A_TIME:
        path.parent.mkdir(exist_ok=True)
        begun = path.is_file() and path.stat().st_size > 0
        ends = not begun or path.read_bytes().endswith(b"\n")
        text = "" if begun else _HEAD
        text += ("" if ends else "\n") + "".join(f"\n{_block(ruling)}" for ruling in rulings)
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())


def _block(ruling: Ruling) -> str:
    lines = ["[[rulings]]"]
    for name in ("sku", "key", "action", "day", "who", "role"):
        value = getattr(ruling, name)
        lines.append(f"{name} = {value.isoformat() if isinstance(value, date) else toml_value(value)}")
    for name, fact in (("was", ruling.was), ("now", ruling.now)):
        if fact is not None:
            lines += [f"[rulings.{name}]", *_of_fact(fact)]
    return "\n".join(lines) + "\n"


def _of_fact(fact: Fact) -> list[str]:
    fields = fact.model_dump(mode="json", exclude_defaults=True, exclude={"key", "labels", "since", "span", "source"})
    lines = [f"{name} = {toml_value(value)}" for name, value in fields.items()]
    if fact.labels:
        lines.append(f"labels = {toml_value(dict(fact.labels))}")
    if fact.since:
        lines.append(f"since = {fact.since.isoformat()}")
    return lines
