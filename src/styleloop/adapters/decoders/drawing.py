"""SVG -> sRGB pixels with alpha. A drawing that reaches outside itself, or never ends, is refused."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence

import numpy as np
import resvg_py
from PIL import Image

from styleloop.adapters.decoders.formats import kind_of
from styleloop.adapters.decoders.safety import Unfit, checked, is_panic, unfit
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal

_LONGEST = 4096
"""Pixels on the long side, whatever size a drawing states."""
_LENGTH = re.compile(r"\s*([0-9.]+(?:e[+-]?\d+)?)\s*(px)?\s*$", re.IGNORECASE)


class DrawingDecoder:
    """Decoder for vector drawings.

    A drawing has no pixels of its own, so it is drawn at exactly `long_side`; with None, at the size it states.
    """

    name = "drawing"
    version = "1"

    def accepts(self, head: bytes) -> bool:
        """Whether the first bytes are those of an SVG drawing."""
        return kind_of(head) == "svg"

    def decode(self, files: Sequence[bytes], long_side: int | None) -> Sequence[Picture | Refusal]:
        """One `Picture` or `Refusal` per file; see `ports.Decoder`."""
        return [_decode(data, long_side) for data in files]


def _decode(data: bytes, long_side: int | None) -> Picture | Refusal:
    try:
        return _drawn(data, checked(data), long_side)
    except Unfit as found:
        return found.refusal
    except BaseException as error:
        if isinstance(error, ValueError | OSError) or is_panic(error):
            return unfit(data, "the drawing cannot be drawn", str(error)[:200], "a valid SVG 1.1 drawing").refusal
        raise


def _drawn(data: bytes, svg: str, long_side: int | None) -> Picture:
    width, height = stated_size(svg)
    share = (long_side or min(_LONGEST, max(width, height))) / max(width, height)
    size = (max(1, round(width * share)), max(1, round(height * share)))
    png = resvg_py.svg_to_bytes(svg_string=svg, width=size[0], height=size[1], skip_system_fonts=True)
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        rgba = np.array(image.convert("RGBA"))
    rgb, alpha = np.ascontiguousarray(rgba[..., :3]), np.ascontiguousarray(rgba[..., 3])
    rgb[alpha == 0] = 255
    return Picture(
        rgb=rgb,
        alpha=None if alpha.min() == 255 else alpha,
        source=hashlib.sha256(data).hexdigest(),
        full_size=(round(width), round(height)),
    )


def stated_size(svg: str) -> tuple[float, float]:
    """(width, height) in user units: the view box, else width and height, else 1000 x 1000."""
    head = re.search(r"<svg\b[^>]*>", svg)
    tag = head[0] if head else ""
    box = re.search(r"\bviewBox\s*=\s*['\"]([^'\"]+)", tag)
    if box:
        sides = [float(v) for v in re.findall(r"[-+]?[0-9.]+(?:[eE][-+]?\d+)?", box[1])]
        if len(sides) == 4 and sides[2] > 0 and sides[3] > 0:
            return sides[2], sides[3]
    found = []
    for name in ("width", "height"):
        value = re.search(rf"\b{name}\s*=\s*['\"]([^'\"]+)", tag)
        number = _LENGTH.match(value[1]) if value else None
        found.append(float(number[1]) if number else 0.0)
    return (found[0], found[1]) if min(found) > 0 else (1000.0, 1000.0)
