"""What a template says of each slot it set (`<slot>`), checked before anything is made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ConfigDict, Field, ValidationError

from styleloop.errors import SettingsError
from styleloop.types.record import Record
from styleloop.types.variant import Layout

_FARTHEST = 4
"""Longest sides of the canvas that a box may lie away from it, or be wide or high: the rest is a slip of the pen."""
_COLOUR = r"^#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?$"
Box = tuple[float, float, float, float]


class _Plate(Record):
    """A plate under a label."""

    box: Box
    fill: str = Field(pattern=_COLOUR)


class Note(Record):
    """One slot as it was set; pixels of the canvas."""

    model_config = ConfigDict(extra="ignore")

    slot: str
    box: Box
    origin: tuple[float, float]
    size: float
    lines: int = Field(ge=0)
    fits: bool
    ink: str = Field(default="#000000", pattern=_COLOUR)
    plate: _Plate | None = None
    snag: str = ""
    beats: tuple[int, ...] = ()


def demand_notes(where: str, said: Sequence[Any], layout: Layout) -> None:
    """Raises SettingsError when a note is not as docs/templates.md has it, or lies far from the canvas."""
    far = _FARTHEST * max(layout.placement.width, layout.placement.height)
    for one in said:
        name = one.get("slot") if isinstance(one, Mapping) else one
        try:
            note = Note.model_validate(one)
        except ValidationError as problem:
            first = problem.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            got = f"{first['msg']}; field: {field or '<slot>'}; got: {first['input']!r}"
            raise SettingsError(f"{where}: what it says of the slot {name!r} is wrong: {got[:300]}") from problem
        boxes = (note.box, note.plate.box) if note.plate else (note.box,)
        if any(abs(value) > far for box in boxes for value in box):
            raise SettingsError(f"{where}: slot {note.slot!r}: expected a box on the canvas, in pixels; got {note.box}")
