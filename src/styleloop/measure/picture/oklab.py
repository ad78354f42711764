"""OKLab: a colour space in which equal distances look about equal, and back to hex."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Colours = npt.NDArray[np.float64]
"""float64, shape (n, 3)."""

_TO_CONE = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_CONE, _FROM_LAB = np.linalg.inv(_TO_CONE), np.linalg.inv(_TO_LAB)


def to_oklab(rgb: Colours) -> Colours:
    """OKLab (L 0 to 1, a, b) of sRGB levels 0 to 255.

    Source: Ottosson 2020, A perceptual color space for image processing.
    """
    return np.asarray(np.cbrt(linear(rgb) @ _TO_CONE.T) @ _TO_LAB.T, np.float64)


def linear(levels: Colours) -> Colours:
    """Light, 0 to 1, of sRGB levels 0 to 255 of any shape (IEC 61966-2-1)."""
    level = levels / 255
    return np.asarray(np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4), np.float64)


def to_hex(oklab: Colours) -> tuple[str, ...]:
    """`#rrggbb` of each colour, the nearest levels sRGB has."""
    light = np.clip((oklab @ _FROM_LAB.T) ** 3 @ _FROM_CONE.T, 0, 1)
    level = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return tuple(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in np.rint(level * 255).astype(int).tolist())
