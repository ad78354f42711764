"""One brief under another style version: the same product, facts, words asked for and formats."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from styleloop.brief.looks import look
from styleloop.brief.palettes import ordered
from styleloop.types.brand import Tone
from styleloop.types.brief import Brief
from styleloop.types.style import StyleVector


def restyled(brief: Brief, style: StyleVector, tones: Sequence[Tone], turn: int) -> Brief:
    """`brief` as it would have been by `style`, as far as pictures and layouts go: look, and palettes in their order.

    What it asked of words stays: the words are there already.

    Args:
        brief: The one that pieces were made by.
        style: The version to speak instead.
        tones: Palettes of the kit.
        turn: Round of the campaign: where no effect ranks the palettes, they keep the order they had.
    """
    order = ordered(tones, style, turn=zlib.crc32(brief.product.sku.encode()) + turn)
    said = brief.model_dump(exclude={"id"})
    return Brief.model_validate({**said, "style": style.id, "look": look(style), "tones": order})
