"""What a language's reader hands over for each fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from styleloop.types.product import FactKind


@dataclass(frozen=True)
class Found:
    """One fact as it was read: every word of it stands in the prose between `start` and `end`."""

    kind: FactKind
    start: int
    end: int
    phrase: str = ""
    """Noun phrase without article, or empty where none can be said without guessing."""
    article: Literal["a", "none"] = "none"
    plural: bool = False
    countable: bool = False
    gender: Literal["m", "f", "n", ""] = ""
    label: str = ""
    """A statement that stands alone, or empty."""
    name: str = ""
    """What the fact is about, for its key: `length`; empty to make one of the words."""
    number: float | None = None
    unit: str = ""
