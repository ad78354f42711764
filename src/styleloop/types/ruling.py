"""What a person said about a fact. Append-only."""

from __future__ import annotations

from datetime import date
from typing import Literal

from styleloop.types.product import Fact
from styleloop.types.record import Record

RulingAction = Literal["confirm", "edit", "drop", "undo"]


class Ruling(Record):
    """One yes, no or correction of a fact as it stood: where a file says otherwise later, people are asked anew."""

    sku: str
    key: str
    """Of the fact, unique within the product."""
    action: RulingAction
    """`undo` takes back the last ruling on this fact that still stands."""
    day: date
    who: str
    role: str
    was: Fact
    """The fact as it stood when it was ruled on."""
    now: Fact | None = None
    """What an edit made of it."""
