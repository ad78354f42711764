"""What goes out by a channel, and what came back."""

from __future__ import annotations

from dataclasses import dataclass

from styleloop.types.record import Record
from styleloop.types.review import FileRef


@dataclass(frozen=True, eq=False)
class Post:
    """One approved piece, packed: every file by name, and the key that makes sending it twice harmless."""

    key: str
    name: str
    """Folder or post name, safe in a path: lower-case letters, digits, hyphens."""
    files: tuple[tuple[str, bytes], ...]
    market: str = ""
    """Locale it is for; a folder of its own where a channel has folders."""


class Receipt(Record):
    """What the channel took, read back after sending."""

    key: str
    channel: str
    url: str
    files: tuple[FileRef, ...]
    already: bool = False
    """True when the same key had been sent before."""
