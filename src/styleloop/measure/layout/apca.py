"""How well words read on a ground: APCA lightness contrast."""

from __future__ import annotations

Levels = tuple[float, float, float]
"""R, G, B of sRGB, 0 to 255."""

_WEIGHTS = (0.2126729, 0.7151522, 0.0721750)
_DARK_ON_LIGHT, _LIGHT_ON_DARK = (0.56, 0.57), (0.65, 0.62)
"""Exponents of the ground and of the words."""
_SCALE, _OFFSET, _LEAST, _SAME = 1.14, 0.027, 0.1, 0.0005
_BLACK, _CLAMP = 0.022, 1.414


def lc(words: Levels, ground: Levels) -> float:
    """Lc of words on a ground, -108 to 106: positive for dark on light, negative for light on dark, 0 for too little.

    Source: APCA 0.1.9 (4g), Somers, SAPC-APCA repository, constants of apca-w3.
    """
    ink, paper = luminance(words), luminance(ground)
    if abs(paper - ink) < _SAME:
        return 0.0
    of_paper, of_ink = _DARK_ON_LIGHT if paper > ink else _LIGHT_ON_DARK
    found = float((paper**of_paper - ink**of_ink) * _SCALE)
    if abs(found) < _LEAST:
        return 0.0
    return 100 * (found - _OFFSET if found > 0 else found + _OFFSET)


def luminance(levels: Levels) -> float:
    """Screen luminance as APCA takes it, with its soft clamp near black."""
    found = float(sum(weight * (level / 255) ** 2.4 for weight, level in zip(_WEIGHTS, levels, strict=True)))
    return found + float((_BLACK - found) ** _CLAMP) if found < _BLACK else found
