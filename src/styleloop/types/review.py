"""A person's word, and what it let out."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from styleloop.types.record import Identified, Record

Action = Literal["approve", "change", "reject"]


class Decision(Identified):
    """What one person decided about one variant, bound to its seal. Append-only."""

    kind: ClassVar[str] = "decision"

    variant: str
    seal: str
    """Seal the person saw."""
    market: str
    action: Action
    who: str
    """Pseudonymous id of the person; `scripted` for the demo's stand-in."""
    role: str
    reason: str = ""
    """Required for change and reject, and for every dismissed block."""
    dismissed: tuple[str, ...] = ()
    """Ids of findings dismissed with the reason."""
    at: datetime


class FileRef(Record):
    """One file that went out."""

    name: str
    sha256: str
    bytes: int


class Publication(Identified):
    """One variant that left, by one channel, once. Append-only."""

    kind: ClassVar[str] = "publication"
    outside: ClassVar[frozenset[str]] = frozenset({"at", "files", "fingerprint", "url"})

    variant: str
    seal: str
    decision: str
    channel: str
    market: str
    placement: str
    test: str = ""
    """Experiment whose arm it is."""
    arm: str = ""
    name: str
    """The ad's name in reports, by which results find it."""
    files: tuple[FileRef, ...]
    url: str = ""
    """Where it can be seen: a path inside the project, or an address."""
    at: datetime
    fingerprint: str = ""
    """PDQ, 64 hex digits, of the picture: platforms strip marks and encode anew; this still finds the original."""

    def key(self) -> str:
        """Idempotency key: publishing twice with it happens once."""
        return self.id
