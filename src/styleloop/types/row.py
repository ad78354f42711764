"""One row of somebody's file, before anyone understood it."""

from __future__ import annotations

from typing import Literal

from styleloop.types.record import Record, Where

RowKind = Literal["ad", "product", "response", "spec", "unknown"]


class Row(Record):
    """Fields as text, with where they stood."""

    kind: RowKind
    """What the source takes it for."""
    fields: tuple[tuple[str, str], ...]
    """(standard column name, text), untrimmed text never; columns of one product's many rows are merged."""
    picture: str = ""
    """Path of its picture relative to the folder read, or empty."""
    where: Where

    def get(self, name: str) -> str:
        """Text of a column, or an empty string."""
        return next((text for key, text in self.fields if key == name), "")
