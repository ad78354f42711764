"""The brand's mark, cut to its ink and set in the panel's own colour when it has only one."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from styleloop.adapters.decoders.drawing import DrawingDecoder
from styleloop.adapters.decoders.formats import kind_of
from styleloop.adapters.decoders.raster import RasterDecoder
from styleloop.adapters.models.kept import Kept
from styleloop.adapters.models.keyed import keyed
from styleloop.types.picture import Bytes
from styleloop.types.record import Refusal

_DETAIL = 1400
"""Pixels on the long side at which a mark is read; it is only ever set smaller."""


@dataclass(frozen=True, eq=False)
class Mark:
    """A logo as read once.

    Attributes:
        colour: uint8 (h, w, 3).
        alpha: uint8 (h, w).
        plain: it is a drawing, or on plain ground, in one colour, so it may take another.
    """

    colour: Bytes
    alpha: Bytes
    plain: bool
    _made: Kept[tuple[int, int, str], Bytes] = field(default_factory=lambda: Kept(64), repr=False)

    @property
    def aspect(self) -> float:
        """Width over height of its ink."""
        height, width = self.alpha.shape
        return float(width / height)

    def set(self, width: int, height: int, ink: str) -> Bytes:
        """RGBA (height, width, 4) of straight alpha, in `ink` (`#rrggbb`) when the mark is plain; read only."""
        key = (width, height, ink)
        kept = self._made.get(key)
        return self._made.put(key, self._drawn(width, height, ink)) if kept is None else kept

    def _drawn(self, width: int, height: int, ink: str) -> Bytes:
        weight = self.alpha.astype(np.float32) / np.float32(255)
        light = np.clip(cv2.resize(weight, (width, height), interpolation=cv2.INTER_AREA), 0, 1)
        made = np.empty((height, width, 4), np.uint8)
        made[..., 3] = (light * 255 + 0.5).astype(np.uint8)
        if self.plain:
            made[..., :3] = [int(ink[i : i + 2], 16) for i in (1, 3, 5)]
        else:
            heavy = cv2.resize(self.colour * weight[..., None], (width, height), interpolation=cv2.INTER_AREA)
            made[..., :3] = np.clip(heavy / np.maximum(light, 1e-3)[..., None] + 0.5, 0, 255).astype(np.uint8)
        made.setflags(write=False)
        return made


def read_mark(data: bytes) -> Mark | Refusal:
    """The mark in a logo file, without the empty margin, or the plain ground, round it."""
    drawn = kind_of(data) == "svg"
    [picture] = (DrawingDecoder() if drawn else RasterDecoder()).decode([data], _DETAIL)
    if isinstance(picture, Refusal):
        return picture
    one = False
    if picture.alpha is None and not drawn:
        found = keyed(picture)
        if found is None:
            return Refusal(
                subject=picture.source[:16],
                why="nothing in the logo stands off its ground, as white on white",
                expected="ink on transparent or plain ground",
                cure="give the logo as SVG, or as PNG with transparency",
            )
        picture, one = found
    alpha = picture.alpha if picture.alpha is not None else np.full(picture.rgb.shape[:2], 255, np.uint8)
    x, y, width, height = cv2.boundingRect((alpha > 8).astype(np.uint8))
    if not width:
        return Refusal(subject=picture.source[:16], why="the logo is empty", cure="give a logo with something in it")
    colour, alpha = picture.rgb[y : y + height, x : x + width], alpha[y : y + height, x : x + width]
    solid = colour[alpha > 250]
    plain = one or (drawn and solid.size > 0 and bool((np.ptp(solid, axis=0) <= 3).all()))
    return Mark(colour=colour, alpha=alpha, plain=plain)
