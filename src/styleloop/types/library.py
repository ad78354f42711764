"""What else there is that a piece may be too like, and what it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from styleloop.types.asset import Role
from styleloop.types.shot import Rights


class Work(NamedTuple):
    """The words of one slot of a work, or one sentence of them."""

    id: str
    role: Role
    slot: str
    text: str
    plain: str
    """What it is compared by: folded letters and figures."""
    part: bool = False
    """Whether it is one sentence of several."""
    campaign: str = ""
    """Of own work that was posted: which campaign it belongs to."""


@dataclass(frozen=True)
class Print:
    """Fingerprint of a picture: PDQ, 64 hex digits, and its quality, 0 to 100."""

    value: str
    quality: int


@dataclass(frozen=True)
class Shown(Print):
    """Fingerprint of something that is seen in a piece."""

    of: Literal["picture", "product"] = "picture"
    """The finished picture, or the product's own one in it."""
    file: str = ""
    """sha256 of its bytes."""


@dataclass(frozen=True)
class Seen(Print):
    """Fingerprint of a work's picture."""

    id: str
    role: Role
    name: str
    file: str
    """sha256 of its bytes."""
    product: str = ""
    """sku, where known."""
    rights: Rights | None = None
    campaign: str = ""


class Library(Protocol):
    """Every other work in the language of a piece, prepared so that one is found among 100,000 at once."""

    def near(self, plain: str) -> Sequence[Work]:
        """Works whose words may be like these or stand within them: whoever asks compares them exactly."""
        ...

    def alike(self, value: str, most: int) -> Sequence[tuple[Seen, int]]:
        """Works in any language whose picture's fingerprint differs in at most `most` bits, and in how many."""
        ...


@dataclass(frozen=True)
class Used:
    """Something that a piece was made from, and the rights that were stated."""

    kind: Literal["picture", "inspiration"]
    name: str
    rights: Rights | None = None
