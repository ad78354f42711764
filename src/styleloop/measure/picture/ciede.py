"""How far two colours are apart to the eye: CIEDE2000."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def ciede2000(one: Numbers, other: Numbers) -> Numbers:
    """Colour difference of CIELAB colours, shape (..., 3) each, broadcast against each other; about 1 is just visible.

    Source: Sharma, Wu and Dalal 2005, The CIEDE2000 color-difference formula: implementation notes, supplementary test
    data, and mathematical observations; kL = kC = kH = 1.
    """
    chromas = (np.hypot(one[..., 1], one[..., 2]) + np.hypot(other[..., 1], other[..., 2])) / 2
    stretch = 1 + 0.5 * (1 - _saturating(chromas))
    chroma1, hue1 = _polar(one, stretch)
    chroma2, hue2 = _polar(other, stretch)
    coloured = chroma1 * chroma2 > 0
    turn = np.where(coloured, _turn(hue2 - hue1), 0.0)
    light, chroma = other[..., 0] - one[..., 0], chroma2 - chroma1
    hue = 2 * np.sqrt(chroma1 * chroma2) * np.sin(np.radians(turn) / 2)
    mean_chroma = (chroma1 + chroma2) / 2
    mean_hue = np.where(coloured, _mean(hue1, hue2), hue1 + hue2)
    off = ((one[..., 0] + other[..., 0]) / 2 - 50) ** 2
    by_light = light / (1 + 0.015 * off / np.sqrt(20 + off))
    by_chroma = chroma / (1 + 0.045 * mean_chroma)
    by_hue = hue / (1 + 0.015 * mean_chroma * _waves(mean_hue))
    twist = -np.sin(np.radians(60 * np.exp(-(((mean_hue - 275) / 25) ** 2)))) * 2 * _saturating(mean_chroma)
    squared = by_light**2 + by_chroma**2 + by_hue**2 + twist * by_chroma * by_hue
    return np.asarray(np.sqrt(np.maximum(squared, 0)), np.float64)


def _saturating(chroma: Numbers) -> Numbers:
    return np.asarray(np.sqrt(chroma**7 / (chroma**7 + 25.0**7)), np.float64)


def _polar(lab: Numbers, stretch: Numbers) -> tuple[Numbers, Numbers]:
    """Chroma and hue (degrees, 0 to 360) with a* stretched."""
    red = lab[..., 1] * stretch
    return np.hypot(red, lab[..., 2]), np.degrees(np.arctan2(lab[..., 2], red)) % 360


def _turn(degrees: Numbers) -> Numbers:
    """The short way round, -180 to 180."""
    over = np.where(degrees > 180, degrees - 360, degrees)
    return np.asarray(np.where(over < -180, over + 360, over), np.float64)


def _mean(hue1: Numbers, hue2: Numbers) -> Numbers:
    both = hue1 + hue2
    across = np.where(both < 360, both + 360, both - 360)
    return np.asarray(np.where(np.abs(hue1 - hue2) <= 180, both, across) / 2, np.float64)


def _waves(hue: Numbers) -> Numbers:
    def wave(times: int, shift: float) -> Numbers:
        return np.asarray(np.cos(np.radians(times * hue + shift)), np.float64)

    return 1 - 0.17 * wave(1, -30) + 0.24 * wave(2, 0) + 0.32 * wave(3, 6) - 0.20 * wave(4, -63)
