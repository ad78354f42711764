"""What every noun shares: frozen records, and names made from content."""

from __future__ import annotations

import hashlib
import json
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, model_validator


class Record(BaseModel):
    """A frozen value. Unknown fields, NaN and infinity are refused; tuples stand where lists would."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False)


def is_unset(value: object) -> bool:
    """Whether a field is at its empty default: `exclude_if` for a field added later, so that older ids stay true."""
    return not value


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces: the one form that is hashed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def content_id(kind: str, value: object) -> str:
    """`kind_<16 hex>` of the sha256 of `value` as canonical JSON. A name, not a seal."""
    return f"{kind}_{hashlib.sha256(canonical(value).encode()).hexdigest()[:16]}"


class Identified(Record):
    """A record named by its own content: equal content, equal id, on every machine.

    Raises:
        ValueError: an `id` was given that is not the one of this content.
    """

    kind: ClassVar[str]
    outside: ClassVar[frozenset[str]] = frozenset()
    """Fields that are not part of the identity (where it came from, when it was made)."""

    id: str = ""
    """Name of the content; filled in when empty."""

    def identity(self) -> dict[str, Any]:
        """What the id is made of."""
        return self.model_dump(mode="json", exclude={"id", *self.outside})

    @model_validator(mode="after")
    def _name(self) -> Self:
        made = content_id(self.kind, self.identity())
        if self.id and self.id != made:
            raise ValueError(f"id {self.id} does not belong to this content, whose id is {made}")
        object.__setattr__(self, "id", made)
        return self


class Where(Record):
    """The place in the operator's own files that something came from."""

    file: str
    """Path inside the folder that was read."""
    row: int | None = None
    """1-based row as a spreadsheet shows it, the header being row 1."""
    field: str = ""
    """Column or key."""

    def __str__(self) -> str:
        """`ads.csv, row 7, clicks`."""
        parts = [self.file, f"row {self.row}" if self.row is not None else "", self.field]
        return ", ".join(part for part in parts if part)


class Refusal(Record):
    """One item that could not be made or read, and what would mend it. A batch returns these; it does not raise."""

    subject: str
    """Id, sku or name of the item."""
    why: str
    """One sentence for people: what is wrong."""
    got: str = ""
    expected: str = ""
    cure: str = ""
    """What to do about it."""
    where: Where | None = None
    permanent: bool = True
    """False when trying again may help."""

    def __str__(self) -> str:
        """Where, why, got, expected and the cure, in one line."""
        place = f"{self.where}: " if self.where else ""
        parts = [f"{place}{self.subject}: {self.why}" if self.subject else f"{place}{self.why}"]
        for label, text in (("got", self.got), ("expected", self.expected), ("what to do", self.cure)):
            if text:
                parts.append(f"{label}: {text}")
        return "; ".join(parts)
