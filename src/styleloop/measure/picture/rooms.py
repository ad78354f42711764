"""Colours of a part of a picture: how much of it is the brand's, and the flat colour there that is not."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from styleloop.measure.picture.ciede import ciede2000
from styleloop.measure.picture.harmony import owned
from styleloop.measure.picture.oklab import to_hex, to_oklab
from styleloop.measure.picture.prepared import to_lab
from styleloop.types.picture import Bytes, Picture

Box = tuple[float, float, float, float]
EVEN = 2.0
"""Mean distance from their mean, in levels of 255, up to which pixels are one flat colour: what a JPEG adds to a fill.
A sky, a wall or cloth in a photograph has more."""
NEAR = 12
"""Levels within which pixels are counted with the commonest colour of a room."""
FAR = 20.0
"""CIEDE2000 from every colour of the brand's from which a flat colour is none of them: light on a wall of the sample
brand's moves it by 7."""
COLOURED = 0.04
"""OKLab chroma from which a colour is more than an off-white or a warm grey."""


def room(picture: Picture, box: Box) -> Bytes:
    """Every other pixel each way of `box`, given in pixels of the full file, as (n, 3); none where it lies outside."""
    full = picture.full_size or (picture.width, picture.height)
    across, down = picture.width / full[0], picture.height / full[1]
    x0, x1 = (min(max(round(x * across), 0), picture.width) for x in (box[0], box[2]))
    y0, y1 = (min(max(round(y * down), 0), picture.height) for y in (box[1], box[3]))
    return picture.rgb[y0:y1:2, x0:x1:2].reshape(-1, 3)


def own_share(pixels: Bytes, brand: Sequence[str]) -> float:
    """Share of `pixels` (n, 3) within 10 CIEDE2000 of one of the colours `#rrggbb`; 0 without pixels."""
    if not len(pixels) or not brand:
        return 0.0
    levels = pixels.astype(np.int64) >> 3
    return float(owned(tuple(sorted(brand)))[levels @ np.array([1024, 32, 1])].mean())


def stranger(pixels: Bytes, brand: Sequence[str]) -> tuple[str, float] | None:
    """The flat colour that most of `pixels` (n, 3) have, and its share; None where it is grey, or the brand's."""
    if not len(pixels):
        return None
    cells = (pixels.astype(np.int64) >> 3) @ np.array([1024, 32, 1])
    numbers, counts = np.unique(cells, return_counts=True)
    middle = pixels[cells == numbers[int(counts.argmax())]].mean(axis=0)
    alike: npt.NDArray[np.bool_] = (np.abs(pixels - middle) <= NEAR).all(axis=1)
    mean = pixels[alike].mean(axis=0)
    if float(np.abs(pixels[alike] - mean).mean()) > EVEN:
        return None
    lab = to_oklab(mean[None, :])
    if math.hypot(float(lab[0, 1]), float(lab[0, 2])) < COLOURED or _nearest(mean, brand) < FAR:
        return None
    return to_hex(lab)[0], float(alike.mean())


def _nearest(levels: npt.NDArray[np.float64], brand: Sequence[str]) -> float:
    """CIEDE2000 to the nearest colour of the brand's."""
    codes = [[int(code[i : i + 2], 16) for i in (1, 3, 5)] for code in brand]
    if not codes:
        return math.inf
    every = to_lab(np.array([[np.rint(levels), *codes]], np.uint8))[0].astype(np.float64)
    return float(ciede2000(every[1:], every[0]).min())
