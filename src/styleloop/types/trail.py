"""One entry of the trail: what happened, chained to what happened before."""

from __future__ import annotations

import hashlib
from typing import Any, Literal, Self

from pydantic import model_validator

from styleloop.types.record import Record, canonical

Kind = Literal["decision", "dismissal", "publication", "withdrawal", "edit", "policy", "claim", "erasure", "audit"]
START = ""
"""What the first entry has before it."""


def entry_hash(seq: int, at: str, kind: str, body: Any, previous: str) -> str:
    """Lower-case hex sha256 over the entry as canonical JSON (sorted keys, no spaces, UTF-8), its own hash left out."""
    told = {"seq": seq, "at": at, "kind": kind, "body": body, "previous": previous}
    return hashlib.sha256(canonical(told).encode()).hexdigest()


class Entry(Record):
    """One thing that happened. People appear by their pseudonymous ids only.

    Raises:
        ValueError: the hash is not the one of this content.
    """

    seq: int
    """From 1, without gaps."""
    at: str
    """When it was written down, ISO 8601 with its offset."""
    kind: Kind
    body: dict[str, Any]
    previous: str
    """Hash of the entry before; empty for the first."""
    hash: str = ""

    @model_validator(mode="after")
    def _chained(self) -> Self:
        made = entry_hash(self.seq, self.at, self.kind, self.body, self.previous)
        if self.hash and self.hash != made:
            raise ValueError(f"entry {self.seq} was changed: its content has the hash {made}")
        object.__setattr__(self, "hash", made)
        return self
