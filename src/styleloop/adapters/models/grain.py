"""Print grain and paper: the two textures of the look, made once per seed and laid as tiles."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from styleloop.adapters.models.stage import Floats
from styleloop.types.picture import Bytes

_TILE = 1104
"""Pixels: as wide as most canvases; a repeat beyond is not seen in noise this fine."""


@lru_cache(maxsize=4)
def _grain(seed: int) -> Floats:
    field = blurred(np.random.default_rng(seed).random((_TILE, _TILE), np.float32), 0.55)
    tile: Floats = np.clip((field - 0.5) / field.std() * 0.29 + 0.5, 0, 1).astype(np.float32)
    tile.setflags(write=False)
    return tile


@lru_cache(maxsize=6)
def _paper(seed: int, fine: float) -> Floats:
    draw = np.random.default_rng(seed + 1)
    fibre = blurred(draw.standard_normal((_TILE, _TILE), np.float32), 2.4 * fine, 0.8 * fine)
    tile: Floats = (1 + 0.014 * fibre / fibre.std() + 0.03 * (_grain(seed) - 0.5)).astype(np.float32)
    tile.setflags(write=False)
    return tile


def blurred(field: Floats, across: float, down: float = 0) -> Floats:
    """Gaussian blur by standard deviations in pixels; `down` 0 means the same as `across`."""
    return np.asarray(cv2.GaussianBlur(field, (0, 0), across, sigmaY=down), np.float32)


def _laid(tile: Floats, height: int, width: int) -> Floats:
    if height > tile.shape[0] or width > tile.shape[1]:
        down, across = -(-height // tile.shape[0]), -(-width // tile.shape[1])
        tile = np.tile(tile, (down, across, *([1] * (tile.ndim - 2))))
    return tile[:height, :width]


def grain(seed: int, height: int, width: int) -> Floats:
    """Noise 0 ... 1 of about a pixel and a half, shape (height, width). Read only."""
    return _laid(_grain(seed), height, width)


def on_paper(picture: Bytes, short: int, seed: int) -> Bytes:
    """`picture` as if printed: fibres darken and lighten it by less than two per cent.

    They are as long as suits a canvas whose short side is `short` pixels.
    """
    paper = _laid(_paper(seed, min(1.0, max(0.4, round(short / 1080, 1)))), *picture.shape[:2])
    return np.asarray(cv2.multiply(picture, tripled(paper), dtype=cv2.CV_8U), np.uint8)


def stippled(alpha: Floats, noise: Floats, share: float = 0.62) -> Floats:
    """Soft alpha -> dots: `share` of it becomes print grain, the rest stays soft. Where there was none, none comes."""
    dots = np.clip((alpha - noise) * 7 + 0.5, 0, 1)
    dots *= alpha > 0.004
    dots *= share
    dots += alpha * (1 - share)
    return np.asarray(dots, np.float32)


def over(canvas: Floats, colour: Floats, alpha: Floats) -> None:
    """Lay `colour` (3 values, or a picture) on float `canvas` (h, w, 3) in place, as strong as `alpha` (h, w)."""
    ink = evenly(colour, canvas.shape[1]) if colour.ndim == 1 else colour
    canvas += (ink - canvas) * tripled(alpha)


def evenly(colour: Floats, width: int) -> Floats:
    """One row of `colour`, shape (width, 3): rows are laid many times faster than single pixels."""
    return np.tile(colour, (width, 1))


def tripled(alpha: Floats) -> Floats:
    """`alpha` (h, w) for each of three channels, side by side in memory."""
    return np.asarray(cv2.merge([alpha, alpha, alpha]), np.float32)
