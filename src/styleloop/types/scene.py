"""What a template asks of the painter."""

from __future__ import annotations

from styleloop.types.record import Record


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
    seed: int = 7
