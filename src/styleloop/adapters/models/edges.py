"""Edges of cut-outs: no fringe of the ground they were taken from."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from styleloop.adapters.models.stage import Floats
from styleloop.types.picture import Picture

Flags = npt.NDArray[np.bool_]
_STRAY = 14.0
"""Levels by which the edge must differ from the product's own colour for it to be a fringe."""
_EXPLAINED = 0.5
"""How much of that difference one old ground must explain."""
_FEW = 24
"""Edge pixels under which nothing can be told."""


def nearest(rgb: npt.NDArray[np.uint8], solid: Flags, asked: Flags) -> Floats:
    """For each pixel `asked`, the colour of the nearest `solid` one: float32 (n, 3)."""
    _, labels = cv2.distanceTransformWithLabels(
        (~solid).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    known = np.zeros((int(labels.max()) + 1, 3), np.float32)
    known[labels[solid]] = rgb[solid]
    return np.asarray(known[labels[asked]], np.float32)


def without_fringe(cut: Picture) -> Picture:
    """A cut-out whose half-transparent edge still holds the colour of its old ground, freed of it; else as it is.

    An edge is a fringe when its pixels are what the product's own colour would be over one common ground (compositing
    equation, Porter and Duff 1984). A cut-out saved rightly has its own colour up to the edge, and glass has many.

    Args:
        cut: with alpha.
    """
    if cut.alpha is None:
        return cut
    solid = cut.alpha >= 250
    rim = (cut.alpha > 0) & ~solid & (cv2.dilate(solid.astype(np.uint8), np.ones((17, 17), np.uint8)) > 0)
    if not solid.any() or int(rim.sum()) < _FEW:
        return cut
    own, seen = nearest(cut.rgb, solid, rim), cut.rgb[rim].astype(np.float32)
    share = cut.alpha[rim].astype(np.float32)[:, None] / np.float32(255)
    half = ((share > 0.15) & (share < 0.85))[:, 0]
    if int(half.sum()) < _FEW:
        return cut
    ground = np.median((seen[half] - share[half] * own[half]) / (1 - share[half]), axis=0)
    stray = float(np.abs(seen[half] - own[half]).max(axis=1).mean())
    over = own[half] * share[half] + np.clip(ground, 0, 255) * (1 - share[half])
    left = float(np.abs(seen[half] - over).max(axis=1).mean())
    if stray < _STRAY or left > _EXPLAINED * stray:
        return cut
    rgb = cut.rgb.copy()
    rgb[rim] = np.clip(own + 0.5, 0, 255).astype(np.uint8)
    return replace(cut, rgb=rgb)
