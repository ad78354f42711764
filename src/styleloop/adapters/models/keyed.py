"""A logo saved on a plain ground, without transparency -> the logo alone: no white box on a coloured panel."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from styleloop.adapters.models.packshot import plain_border
from styleloop.adapters.models.stage import Floats
from styleloop.types.picture import Bytes, Picture

_INK = 48.0
"""Levels from the ground at which there surely is ink."""
_EMPTY = 3.0
"""Levels from the ground under which there is nothing but the ground."""
_ONE = 24.0
"""Levels by which 95 of 100 pixels of ink may differ from its median for the logo to have one ink."""


def keyed(logo: Picture) -> tuple[Picture, bool] | None:
    """(the logo with alpha from its plain ground, whether it has one ink only); None where nothing stands off it.

    A logo in one ink is free of its ground everywhere, in the holes of its letters too. Of one in several colours only
    the ground outside is taken: what is inside may be part of it. On a ground that is not plain it stays as it is.

    Args:
        logo: without alpha.
    """
    ground = plain_border(logo.rgb)
    if ground is None:
        return logo, False
    away = np.abs(logo.rgb.astype(np.float32) - ground).max(axis=2)
    if float(away.max()) < _EMPTY:
        return logo, False  # a block of one colour
    solid = away >= max(_INK, 0.6 * float(away.max()))
    if not solid.any():
        return None
    inks = logo.rgb[solid].astype(np.float32)
    ink = np.asarray(np.median(inks, axis=0), np.float32)
    if float(np.percentile(np.abs(inks - ink).max(axis=1), 95)) <= _ONE:
        towards = ink - ground
        share = ((logo.rgb.astype(np.float32) - ground) @ towards) / np.float32(towards @ towards)
        alpha = np.rint(np.clip((share - 0.04) / 0.92, 0, 1) * 255).astype(np.uint8)
        flat: Bytes = np.empty_like(logo.rgb)
        flat[:] = np.rint(ink).astype(np.uint8)
        return replace(logo, rgb=flat, alpha=alpha), True
    return _outside_taken(logo, ground, away), False


def _outside_taken(logo: Picture, ground: Floats, away: Floats) -> Picture:
    framed = cv2.copyMakeBorder((away <= _INK).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    _, labels = cv2.connectedComponents(framed, connectivity=4)
    outside = labels[1:-1, 1:-1] == labels[0, 0]
    share = np.where(outside, np.clip((away - 6) / (_INK - 6), 0, 1), 1).astype(np.float32)
    free = (logo.rgb - ground * (1 - share[..., None])) / np.maximum(share[..., None], 0.2)
    alpha = np.rint(share * 255).astype(np.uint8)
    return replace(logo, rgb=np.clip(free + 0.5, 0, 255).astype(np.uint8), alpha=alpha)
