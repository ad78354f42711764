"""A person's word, and what it let out."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from styleloop.types.copy import Copy
from styleloop.types.record import Identified, Record, is_unset

Action = Literal["approve", "change", "reject", "reopen"]
"""`reopen`: what was decided before is taken back, and the piece waits again."""


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
    follows: str = Field(default="", exclude_if=is_unset)
    """Id of the decision that was the latest on the variant before this one: their order, whatever a clock says."""
    carried: str = Field(default="", exclude_if=is_unset)
    """Id of the decision that this one repeats on another size of the line."""
    only: bool = Field(default=False, exclude_if=is_unset)
    """Whether it holds for this piece alone: what was restyled waits for its own word, though it may show the same."""


class Edit(Identified):
    """What one person wrote into a line instead of what stood there, and why. Append-only; what refine learns from."""

    kind: ClassVar[str] = "edit"

    before: Copy
    after: Copy
    reason: str
    who: str
    """Pseudonymous id of the person."""
    role: str
    market: str
    variant: str
    """The piece the person looked at."""
    line: str
    """Id of the draft it was made of."""
    made: str
    """Id of the draft that the edit became."""
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


class Withdrawal(Identified):
    """A person's word that a publication is no longer live. Append-only; no file is deleted by it."""

    kind: ClassVar[str] = "withdrawal"

    publication: str
    how: Literal["withdrawn", "ended"]
    """Taken down, or run to its planned end."""
    reason: str
    who: str
    """Pseudonymous id of the person."""
    role: str
    at: datetime
