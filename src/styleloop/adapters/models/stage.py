"""What a template asks of the painter, as `Scene.spec` carries it. Written down for designers in docs/templates.md."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from styleloop.types.brand import HEX
from styleloop.types.record import Record

Floats = npt.NDArray[np.float32]
Share = tuple[float, float, float, float]
"""x0, y0, x1, y1 as shares of the canvas, the start side at 0."""
Rect = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels."""


class Stage(Record):
    """The ground under the words: a panel that shows, and one flat colour everywhere else."""

    window: Share
    """The showing panel."""
    panel: str = Field(pattern=HEX)
    """Colour of the rest of the canvas."""
    scene: Literal["wall", "weather"] = "wall"
    wall: str = Field(pattern=HEX)
    """Wall, or sky."""
    ground: str = Field(pattern=HEX)
    shadow: str = Field(pattern=HEX)
    horizon: float = Field(default=0.7, ge=0, le=1)
    """Where wall and ground meet: share of the canvas height."""
    room: Share
    """Where the product's ink must fit; it stands on the lower edge, in the middle."""
    bulk: float = Field(default=0.5, gt=0, le=2)
    """Most that the product may weigh: root of its width times height, as a share of the short side."""
    sun: tuple[float, float] = (1.5, 0.24)
    """The long shadow: how far it leans towards the start side, and how far down, per pixel of height."""


def pixels(share: Share, width: int, height: int) -> Rect:
    """The rectangle in whole pixels of a `width` x `height` canvas."""
    x0, y0, x1, y1 = share
    return round(x0 * width), round(y0 * height), round(x1 * width), round(y1 * height)


def rgb(colour: str) -> Floats:
    """`#rrggbb` -> three floats 0 ... 255."""
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.float32)


def mixed(one: Floats, other: Floats, share: float) -> Floats:
    """`one` with `share` of `other` in it, by sRGB value, as inks of one print series are mixed."""
    return one + (other - one) * np.float32(share)
