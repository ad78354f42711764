"""A contact sheet: one row per language, one column per format, each picture small and whole."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from styleloop.adapters.cards.lettering import cut, face, family_for, wrapped
from styleloop.types.picture import Bytes

TALL, WIDE = 216, 324
"""Most pixels of one picture down and across."""
MARGIN, GAP, LABEL, TITLE = 28, 14, 96, 62
PAPER, INK, SOFT, VOID = (250, 250, 248), (24, 26, 27), (98, 102, 104), (226, 214, 208)


@dataclass(frozen=True, eq=False)
class Cell:
    """One picture, or why there is none.

    Attributes:
        image: as small as it is shown, or None when it was refused.
        why: the reason then.
    """

    image: Image.Image | None
    why: str = ""

    @classmethod
    def of(cls, rgb: Bytes | None, why: str = "") -> Cell:
        """The cell of a picture, uint8 (h, w, 3); it is shrunk at once, for a sheet holds hundreds."""
        if rgb is None:
            return cls(None, why)
        size = _within(rgb.shape[1] / rgb.shape[0])
        return cls(Image.fromarray(rgb).resize(size, Image.Resampling.BOX), why)


def contact_sheet(
    title: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[str],
    cells: Mapping[tuple[int, int], Cell],
) -> bytes:
    """The sheet as JPEG.

    Args:
        title: stands above it.
        columns: name and aspect (width / height) of each.
        rows: name of each.
        cells: (row, column) -> what it holds; one that is absent stays empty.
    """
    sizes = [_within(aspect) for _, aspect in columns]
    lefts = [MARGIN + LABEL + sum(max(72, w) + GAP for w, _ in sizes[:i]) for i in range(len(sizes))]
    high = max(h for _, h in sizes)
    width = lefts[-1] + max(72, sizes[-1][0]) + MARGIN
    sheet = Image.new("RGB", (width, MARGIN + TITLE + len(rows) * (high + GAP) + MARGIN), PAPER)
    pen = ImageDraw.Draw(sheet)
    _say(pen, (MARGIN, MARGIN - 6), title, 19, width - 2 * MARGIN, 600)
    for (name, _), left, (across, _h) in zip(columns, lefts, sizes, strict=True):
        for line, words in enumerate(name.split("  ")):
            _say(pen, (left, MARGIN + 28 + 14 * line), words, 12, max(72, across) + GAP - 4)
    for row, name in enumerate(rows):
        top = MARGIN + TITLE + row * (high + GAP)
        _say(pen, (MARGIN, top), name, 14, LABEL - 6)
        for column, (left, size) in enumerate(zip(lefts, sizes, strict=True)):
            if (row, column) in cells:
                _cell(sheet, pen, (left, top), size, cells[row, column])
    buffer = io.BytesIO()
    sheet.save(buffer, "JPEG", quality=88, subsampling=0)
    return buffer.getvalue()


def _within(aspect: float) -> tuple[int, int]:
    height = min(float(TALL), WIDE / aspect)
    return max(1, round(height * aspect)), max(1, round(height))


def _cell(
    sheet: Image.Image, pen: ImageDraw.ImageDraw, corner: tuple[int, int], size: tuple[int, int], c: Cell
) -> None:
    x, y = corner
    if c.image is not None:
        sheet.paste(c.image, corner)
        return
    pen.rectangle((x, y, x + size[0], y + size[1]), fill=VOID)
    font = face(12)
    drawable = "".join(letter if family_for(letter) else "?" for letter in c.why)
    for number, line in enumerate(wrapped(drawable, font, size[0] - 12)):
        if 8 + 15 * (number + 1) > size[1]:
            break
        _say(pen, (x + 6, y + 6 + 15 * number), line, 12, size[0] - 12)


def _say(
    pen: ImageDraw.ImageDraw, corner: tuple[int, int], text: str, size: int, width: float, weight: int = 400
) -> None:
    family = family_for(text)
    font = face(size, weight, family) if family else face(size, weight)
    pen.text(corner, cut(text, font, width), font=font, fill=INK if weight > 400 else SOFT)
