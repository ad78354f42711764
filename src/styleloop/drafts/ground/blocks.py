"""What every reader of documents gives, whatever the format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shape = Literal["heading", "text", "item", "row", "code"]


@dataclass(frozen=True)
class Block:
    """One heading, paragraph, list item, table row or piece of code, in reading order.

    Attributes:
        shape: what it is.
        text: its words, without markup; a row is `key: value; key: value`.
        level: of a heading, 1 (outermost) to 6.
        page: of a document that has pages, from 1.
    """

    shape: Shape
    text: str
    level: int = 0
    page: int | None = None
