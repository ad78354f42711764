"""A backdrop: what an image model is asked for, and what came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import Field

from styleloop.types.record import Identified, is_unset


class BackdropBrief(Identified):
    """One request to an image model: a picture without words, on which a product and words will stand.

    With `source` the model starts from that picture; with `mask` it paints anew only where the mask is white, inside
    the picture or beyond its old edge.
    """

    kind: ClassVar[str] = "backdrop"

    prompt: str
    without: str = ""
    """What must not be in it, for models that take such a list."""
    template: str = ""
    """`name@<8 hex>` of the prompt file it was built from."""
    width: int = Field(ge=64, le=4096)
    """Pixels wished for; a model that draws other sizes gives its nearest."""
    height: int = Field(ge=64, le=4096)
    seed: int = Field(default=0, ge=0, lt=2**31)
    source: str = Field(default="", exclude_if=is_unset)
    """sha256 of the picture it starts from, among the blobs given with the call."""
    mask: str = Field(default="", exclude_if=is_unset)
    """sha256 of a grey picture as large as `source`, among those blobs: white is painted anew, black stays."""
    strength: float = Field(default=0.6, ge=0, le=1)
    """How far from `source` it may go: 0 as it is, 1 as if there were none."""


@dataclass(frozen=True)
class Backdrop:
    """What a model gave.

    Attributes:
        data: the picture file as it came: not trusted, not looked at.
        model: weights or endpoint model that made it, with a hash where there is a file.
        cost: in the currency of the model's entry.
    """

    data: bytes
    model: str
    cost: float = 0.0
