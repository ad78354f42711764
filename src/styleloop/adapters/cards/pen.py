"""What sheets are written with: type and rules in sheet pixels, drawn finer and brought down."""

from __future__ import annotations

from PIL import ImageDraw

from styleloop.adapters.cards.lettering import FAMILY, cut, face, family_for

Rgb = tuple[int, int, int]

FINE = 2
"""Everything is drawn this much larger and brought down: smooth lines."""
PAPER, INK, SOFT, HAIR = (251, 250, 247), (24, 26, 27), (98, 102, 104), (222, 219, 211)


class Pen:
    """Writes in sheet pixels.

    Args:
        pen: draws on a sheet `FINE` times as large.
        wide: width of what is inside the margins.
    """

    def __init__(self, pen: ImageDraw.ImageDraw, wide: int) -> None:
        self._pen, self.wide = pen, wide

    def say(self, x: float, y: float, text: str, size: int, weight: int, colour: Rgb, width: float) -> None:
        """`text` in one line of at most `width`, its top at `y`."""
        font = face(size * FINE, weight, family_for(text) or FAMILY)
        # By the baseline: scripts rise and fall by different amounts.
        self._pen.text((x * FINE, (y + 0.95 * size) * FINE), cut(text, font, width * FINE), colour, font, anchor="ls")

    def fill(self, x0: float, y0: float, x1: float, y1: float, colour: str | Rgb) -> None:
        """A filled box."""
        self._pen.rectangle((x0 * FINE, y0 * FINE, x1 * FINE - 1, y1 * FINE - 1), colour)

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A hairline round a box."""
        self._pen.rectangle((x0 * FINE, y0 * FINE, x1 * FINE - 1, y1 * FINE - 1), None, HAIR, FINE)
