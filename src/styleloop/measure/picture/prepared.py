"""One picture, reduced once and brought into every space the measures need."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from styleloop.errors import InputError
from styleloop.measure.picture.oklab import linear
from styleloop.measure.picture.palette import Share, Tally, clustered, tally
from styleloop.measure.picture.saliency import spectral_residual
from styleloop.types.picture import Bytes, Picture

LONG_SIDE = 480
"""Pixels on the long side that every measure is defined at; a smaller picture is never enlarged."""
COLOUR_SIDE = 160
"""Pixels on the long side for averages over colours, which do not need fine detail."""
EDGE = (100, 200)
"""Canny's thresholds on the summed Sobel derivatives."""
CALM_CELLS = 32
"""Cells on each side of the grid that empty room is counted on."""
QUIET = 2.5
"""Mean slope in grey levels a pixel under which a cell is empty: paper grain and a soft sky are, a fence is not."""
MIRROR = 64
"""Cells on each side that symmetry is judged on: a face is symmetric although its hairs are not."""
SOBEL = 8.0
"""Sum of the positive and negative weights of a 3 x 3 Sobel kernel: divides its answer into grey levels a pixel."""

Floats = npt.NDArray[np.float32]
_LINEAR = linear(np.arange(256, dtype=np.float64)).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Prepared:
    """What measures read.

    Attributes:
        rgb: uint8, shape (h, w, 3), sRGB, at most `LONG_SIDE` on the long side; what was transparent is white.
        grey: uint8, shape (h, w), Rec. 601 luma.
        across: int16, shape (h, w), 3 x 3 Sobel derivative of `grey` along x.
        down: int16, shape (h, w), the same along y.
        edges: uint8, shape (h, w), 255 on a Canny edge.
        calm: bool, shape (32, 32), cells in which next to nothing happens.
        small: float32, shape (64, 64), `grey` averaged over cells.
        colour: uint8, shape (ch, cw, 3), `rgb` at most `COLOUR_SIDE` on the long side.
        lab: float32, shape (ch, cw, 3), CIELAB (D65) of `colour`: L* 0 to 100, a*, b*.
        chroma: float32, shape (ch, cw), C*ab.
        lightness: mean L*, 0 to 100.
        saturation: mean of (max(R, G, B) - min(R, G, B)) / 255, 0 to 1.
        attention: float64, shape (64, 64), share of the viewer's attention in each cell; adds up to 1.
        tally: the colours in use, counted.
        brand: the brand's own colours as `#rrggbb`; empty where nobody said.
        palette: colours with their shares of the area, largest first.
    """

    rgb: Bytes
    grey: Bytes
    across: npt.NDArray[np.int16]
    down: npt.NDArray[np.int16]
    edges: Bytes
    calm: npt.NDArray[np.bool_]
    small: Floats
    colour: Bytes
    lab: Floats
    chroma: Floats
    lightness: float
    saturation: float
    attention: npt.NDArray[np.float64]
    palette: tuple[Share, ...]
    tally: Tally
    brand: tuple[str, ...] = ()


def prepare(picture: Picture, brand: tuple[str, ...] = ()) -> Prepared:
    """Everything the measures read, each computed once; `brand` holds the brand's colours, where they are known.

    Raises:
        InputError: the picture has no pixels.
    """
    if not picture.rgb.size:
        raise InputError(
            "the picture is empty", got=f"{picture.width} x {picture.height} px", expected="a pixel or more"
        )
    rgb = reduced(on_white(picture), LONG_SIDE)
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    across, down = cv2.Sobel(grey, cv2.CV_16S, 1, 0), cv2.Sobel(grey, cv2.CV_16S, 0, 1)
    slope = cv2.magnitude(across.astype(np.float32), down.astype(np.float32))
    calm = np.asarray(cv2.resize(slope, (CALM_CELLS, CALM_CELLS), interpolation=cv2.INTER_AREA)) < QUIET * SOBEL
    colour = reduced(rgb, COLOUR_SIDE)
    lab = to_lab(colour)
    counted = tally(rgb)
    assert counted is not None  # there is a pixel
    return Prepared(
        rgb=rgb,
        grey=np.asarray(grey, np.uint8),
        across=np.asarray(across, np.int16),
        down=np.asarray(down, np.int16),
        edges=np.asarray(cv2.Canny(across, down, *EDGE), np.uint8),
        calm=np.asarray(calm, np.bool_),
        small=_averaged(np.asarray(grey, np.uint8)),
        colour=colour,
        lab=lab,
        chroma=np.hypot(lab[..., 1], lab[..., 2]),
        lightness=float(lab[..., 0].mean(dtype=np.float64)),
        saturation=_saturation(rgb),
        attention=spectral_residual(lab),
        palette=clustered(counted),
        tally=counted,
        brand=brand,
    )


def _averaged(grey: Bytes) -> Floats:
    cells = cv2.resize(grey, (MIRROR, MIRROR), interpolation=cv2.INTER_AREA)
    return np.asarray(cells, np.float32)


def _saturation(rgb: Bytes) -> float:
    red, green, blue = cv2.split(rgb)
    most, least = cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)
    return float(np.asarray(cv2.subtract(most, least)).mean(dtype=np.float64)) / 255


def on_white(picture: Picture) -> Bytes:
    """The pixels as they look on a white page; uint8, shape (h, w, 3)."""
    if picture.alpha is None:
        return picture.rgb
    opaque = picture.alpha.astype(np.uint16)[..., None]
    blended = (picture.rgb.astype(np.uint16) * opaque + 255 * (255 - opaque) + 127) // 255
    return blended.astype(np.uint8)


def reduced(rgb: Bytes, long_side: int) -> Bytes:
    """`rgb` with at most `long_side` pixels on the long side, averaged over areas; smaller ones as they are."""
    height, width = rgb.shape[:2]
    longest = max(height, width)
    if longest <= long_side:
        return np.ascontiguousarray(rgb)
    size = (max(1, round(width * long_side / longest)), max(1, round(height * long_side / longest)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def to_lab(rgb: Bytes) -> Floats:
    """CIELAB (D65, 2 degrees) of sRGB; float32 of the same shape, L* within 0 to 100."""
    # From linear light, since OpenCV's own sRGB curve is off by up to 0.2 L*.
    lab = np.asarray(cv2.cvtColor(_LINEAR[rgb], cv2.COLOR_LRGB2Lab), np.float32)
    lab[..., 0] = np.clip(lab[..., 0], 0, 100)
    return lab
