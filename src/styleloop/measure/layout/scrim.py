"""The least scrim that lets words be read on a picture."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from styleloop.types.picture import Bytes

Levels = tuple[int, int, int]
"""R, G, B of sRGB, 0 to 255."""
_STEPS = 255
_WEIGHTS = (0.2126, 0.7152, 0.0722)
_LINEAR = np.array(
    [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (i / 255 for i in range(256))], np.float32
)


def least_scrim(region: Bytes, ink: Levels, colour: Levels, ratio: float = 4.5, worst: float = 0.01) -> float | None:
    """Least alpha of `colour` over `region` with which `ink` reads on all but the `worst` share of its pixels.

    Found by bisection over the 256 alphas a picture of 8 bits can tell apart, counted on the pixels as `veiled` leaves
    them: what is promised here is what is measured afterwards. One step less fails.

    Args:
        region: uint8 (h, w, 3), sRGB: the ground the words will stand on, without the words.
        ink: colour of the words.
        colour: colour of the scrim.
        ratio: least contrast, WCAG 2.2 (1.4.3): 4.5 for text.
        worst: share of the pixels that may fall short, 0 to 1.

    Returns:
        0 to 1; 0 when the words read without a scrim; None when no scrim of this colour is enough, because `ink` does
        not read on `colour` itself.

    Raises:
        ValueError: an empty region.
    """
    if region.size == 0:
        raise ValueError(f"region: expected at least one pixel, got {region.shape}")
    bright = float(_luminance(np.array([[ink]], np.uint8))[0, 0])
    spare = int(worst * (region.shape[0] * region.shape[1] - 1))

    def reads(step: int) -> bool:
        behind = _luminance(region, step, colour)
        lighter, darker = np.maximum(behind, bright) + np.float32(0.05), np.minimum(behind, bright) + np.float32(0.05)
        return int(np.count_nonzero(lighter < ratio * darker)) <= spare

    if reads(0):
        return 0.0
    if not reads(_STEPS):
        return None
    low, high = 0, _STEPS
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reads(middle) else (middle, high)
    return high / _STEPS


def veiled(region: Bytes, colour: Levels, alpha: float) -> Bytes:
    """`region` under an even scrim of `colour`, rounded to whole levels: uint8, as large as `region`."""
    return np.asarray(cv2.LUT(np.ascontiguousarray(region), _blend(round(alpha * _STEPS), colour)), np.uint8)


def _blend(step: int, colour: Levels) -> Bytes:
    """What each level of each channel becomes: uint8 (256, 1, 3)."""
    levels = np.arange(256, dtype=np.float64)[:, None]
    mixed = levels + (np.array(colour, np.float64)[None] - levels) * step / _STEPS
    return np.asarray(np.floor(mixed + 0.5), np.uint8)[:, None, :]


def _luminance(rgb: Bytes, step: int = 0, colour: Levels = (0, 0, 0)) -> npt.NDArray[np.float32]:
    """WCAG relative luminance of a picture under a scrim: float32 (h, w), by one table per channel."""
    table = _LINEAR[_blend(step, colour)] * np.array(_WEIGHTS, np.float32)
    parts = cv2.LUT(np.ascontiguousarray(rgb), np.ascontiguousarray(table))
    return np.asarray(cv2.transform(parts, np.ones((1, 3), np.float32)), np.float32).reshape(rgb.shape[:2])
