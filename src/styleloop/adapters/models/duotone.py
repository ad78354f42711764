"""A photograph printed in two inks of its tone: dark parts in the darker, light parts in the lighter."""

from __future__ import annotations

import cv2
import numpy as np

from styleloop.adapters.models.stage import Floats, mixed, rgb
from styleloop.types.picture import Bytes

_INK = rgb("#16191a")
_PAPER = rgb("#fbf8f0")
_DEEPER, _PALER = 0.35, 0.45
"""How far the two inks go beyond the tone's own colours: a print needs blacks and whites to be read as a photograph."""
_BLACK, _WHITE = 1.0, 99.0
"""Percentiles of the grey that become the two inks at full strength."""
_GAMMA = (0.55, 1.8)
"""How far the exposure may be changed so that the mean grey lies midway between the inks."""


def inks(dark: str, light: str) -> tuple[Floats, Floats]:
    """Both colours, `#rrggbb`, taken further: float32 of 3 values, 0 to 255."""
    return mixed(rgb(dark), _INK, _DEEPER), mixed(rgb(light), _PAPER, _PALER)


def duotone(picture: Bytes, dark: str, light: str) -> Bytes:
    """`picture` (h, w, 3) in two inks, exposed so that dark and light hold each other up."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    low, high = np.percentile(grey[::4, ::4], (_BLACK, _WHITE))
    steps = np.clip((np.arange(256, dtype=np.float32) - low) / max(1.0, float(high - low)), 0, 1)
    mean = float(np.clip(steps[grey[::4, ::4]].mean(), 0.02, 0.98))
    steps = steps ** float(np.clip(np.log(0.5) / np.log(mean), *_GAMMA))
    low_ink, high_ink = inks(dark, light)
    ramp = np.clip(low_ink + steps[:, None] * (high_ink - low_ink) + 0.5, 0, 255).astype(np.uint8)
    return np.asarray(ramp[grey])
