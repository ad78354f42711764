"""What a reader gives: blocks, or why there are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from styleloop.drafts.ground import About, Block
from styleloop.types.record import Refusal, Where

LARGEST_TEXT = 4_000_000
"""Bytes of a document that is text: about 700,000 words."""
MOST_BLOCKS = 400_000


@dataclass(frozen=True)
class Document:
    """One document, read.

    Attributes:
        blocks: in reading order.
        about: what it says of itself.
        refusals: parts that could not be read.
    """

    blocks: tuple[Block, ...]
    about: About = field(default_factory=About)
    refusals: tuple[Refusal, ...] = ()


class Unreadable(Exception):
    """A document that cannot be read; carries the refusal."""

    def __init__(self, why: str, file: str, *, got: str = "", expected: str = "", cure: str = "") -> None:
        where = Where(file=file)
        self.refusal = Refusal(subject=file, why=why, got=got[:200], expected=expected, cure=cure, where=where)
        super().__init__(str(self.refusal))

    @classmethod
    def of(cls, refusal: Refusal) -> Unreadable:
        """As another process said it."""
        made = cls(refusal.why, refusal.subject)
        made.refusal, made.args = refusal, (str(refusal),)
        return made


def with_rows(header: list[str], cells: list[str]) -> str:
    """One row of a table, each cell with its column's name: `Do: write short; Don't: write long`."""
    named = (f"{name}: {cell}" if name else cell for name, cell in _named(header, cells) if cell)
    return "; ".join(named)


def _named(header: list[str], cells: list[str]) -> Iterator[tuple[str, str]]:
    for at, cell in enumerate(cells):
        yield (header[at].strip().rstrip(":") if at < len(header) else ""), cell.strip()
