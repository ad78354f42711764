"""A person's word, and what it let out."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, PrivateAttr

from styleloop.types.copy import Copy
from styleloop.types.record import Identified, Record, is_unset

Action = Literal["approve", "change", "reject", "reopen"]
"""`reopen`: what was decided before is taken back, and the piece waits again."""


ERASED = "(reason erased)"
"""What stands where somebody's words were, once they were erased."""
OTHERS = "(not the reason that was given: styleloop trail verify)"
"""What stands where somebody put other words."""


def seal_of(salt: str, words: str) -> str:
    """Lower-case hex sha256 of `salt`, a line break and the words: it stands for them wherever they must not stand."""
    return hashlib.sha256(f"{salt}\n{words}".encode()).hexdigest()


class Reasoned(Identified):
    """What a person did and why. Id and trail hold the seal of the reason, so that its words can be erased.

    What was kept before there were seals has none, and its words are part of its id.
    """

    reason: str = ""
    """Why, in the person's own words; kept apart from the record."""
    sealed: str = Field(default="", exclude_if=is_unset)
    """`seal_of` the reason; empty where there is no reason, or an older record holds it itself."""
    _salt: str = PrivateAttr(default="")

    @classmethod
    def given(cls, **fields: Any) -> Self:
        """A new record whose reason is sealed."""
        words = str(fields.get("reason", ""))
        salt = secrets.token_hex(16) if words else ""
        return cls(**fields, sealed=seal_of(salt, words) if words else "").with_words(words, salt)

    def with_words(self, words: str, salt: str) -> Self:
        """The same record with the words that were sealed, or with a word that these are others."""
        if self.sealed and salt and seal_of(salt, words) != self.sealed:
            words = OTHERS
        with_them = self.model_copy(update={"reason": words})
        with_them._salt = salt
        return with_them

    @property
    def salt(self) -> str:
        """What its reason was sealed with; empty once the words were erased."""
        return self._salt

    def identity(self) -> dict[str, Any]:
        """What the id is made of: the seal in place of the words."""
        told = super().identity()
        return {name: value for name, value in told.items() if name != "reason"} if self.sealed else told

    def kept(self) -> dict[str, Any]:
        """The record as it is kept and told in the trail: without words that are sealed."""
        return self.model_dump(mode="json", exclude={"reason"} if self.sealed else set())


def kept(record: Record) -> dict[str, Any]:
    """Any record as it is kept and told in the trail: without the words of a reason that is sealed."""
    return record.kept() if isinstance(record, Reasoned) else record.model_dump(mode="json")


class Decision(Reasoned):
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


class Edit(Reasoned):
    """What one person wrote into a line instead of what stood there, and why. Append-only; what refine learns from."""

    kind: ClassVar[str] = "edit"

    before: Copy
    after: Copy
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


class Withdrawal(Reasoned):
    """A person's word that a publication is no longer live. Append-only; no file is deleted by it."""

    kind: ClassVar[str] = "withdrawal"

    publication: str
    how: Literal["withdrawn", "ended"]
    """Taken down, or run to its planned end."""
    who: str
    """Pseudonymous id of the person."""
    role: str
    at: datetime
