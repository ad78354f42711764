"""What a template asks of the painter, as `Scene.spec` carries it. Written down for designers in docs/templates.md."""

from __future__ import annotations

from typing import Annotated, Literal

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
Motif = Literal["product", "contours", "tartan", "weave", "rain", "dots"]
Hex = Annotated[str, Field(pattern=HEX)]


class Stage(Record):
    """The ground under the words: a panel that shows, and one flat colour everywhere else."""

    window: Share
    """The showing panel."""
    panel: str = Field(pattern=HEX)
    """Colour of the rest of the canvas."""
    scene: Literal["wall", "weather", "plain", "sky", "pattern"] = "wall"
    """`wall`: two flat tones. `weather`: sky, hills, a tarn, drizzle. `plain`: one flat colour. `sky`: much calm sky
    over low hills. `pattern`: a repeat of the brand's own shapes."""
    wall: str = Field(pattern=HEX)
    """Wall, or sky, or what a pattern is printed on."""
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
    product: bool = True
    """Whether the product stands in its room; its silhouette may still be a motif."""
    hang: bool = False
    """The product hangs from the upper edge of its room instead, for a detail that the canvas cuts off."""
    frame: Share | None = None
    """Where a photograph goes; without one it fills the window."""
    detail: float = Field(default=1.0, ge=1, le=4)
    """How much closer than usual a photograph is shown: a part of it, unless a person marked what may not be cut."""
    duotone: tuple[Hex, Hex] | None = None
    """Dark and light ink that a photograph is printed in; None: its own colours."""
    tarn: bool = True
    """Whether a strip of water lies along the foot of the hills."""
    motif: Motif = "product"
    """What a `pattern` repeats; a photograph has no silhouette, so it gets contour lines instead of `product`."""
    inks: tuple[Hex, ...] = Field(default=(), max_length=3)
    """What a `pattern` is printed in; ground and shadow when empty."""
    pitch: float = Field(default=0.16, gt=0.02, le=1)
    """One repeat of a `pattern`, as a share of the short side."""
    calm: tuple[Share, ...] = ()
    """Plates in the colour of the panel, on which words stand in front of a `pattern`."""
    along: float = Field(default=0.0, ge=0, le=20)
    """How many canvas widths come before this one: hills and patterns run on from card to card."""
    thread: tuple[tuple[float, float], ...] = ()
    """Points (shares of the canvas) through which one smooth line runs, behind the product."""
    thread_ink: str = Field(default="#000000", pattern=HEX)
    thread_weight: float = Field(default=0.006, gt=0, le=0.05)
    """Its thickness, as a share of the short side; at least a pixel is drawn."""


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
