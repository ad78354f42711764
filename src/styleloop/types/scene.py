"""What a template asks of the painter."""

from __future__ import annotations

from pydantic import Field

from styleloop.types.record import Record, is_unset
from styleloop.types.shot import Framing


class Scene(Record):
    """The stage under the words, in shares of the canvas; start side = left, the painter mirrors for right-to-left."""

    width: int
    height: int
    mirrored: bool = False
    """Right-to-left: the whole scene is mirrored, sun included."""
    picture: str
    """sha256 of the product's picture among the blobs given with the call."""
    spec: str
    """The stage as the template emitted it: JSON, documented in docs/templates.md."""
    framing: Framing = Field(default=Framing(), exclude_if=lambda framing: framing == Framing())
    """What a crop of a photograph may not lose."""
    quiet: tuple[tuple[int, int, int, int], ...] = Field(default=(), exclude_if=is_unset)
    """Where words may stand on the picture: pixels of the canvas as it is seen, already mirrored."""
    backdrop: str = Field(default="", exclude_if=is_unset)
    """sha256 of a kept picture, among those blobs, that stands behind the product instead of a drawn wall or sky."""
    seed: int = 7
