"""Words onto the picture, and the picture into a file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Literal

import cv2
import numpy as np
import simplejpeg
from PIL import Image

from styleloop.adapters.renderers.facts import Inked, meet
from styleloop.types.picture import Bytes

Mime = Literal["image/jpeg", "image/png"]
Sampling = Literal["444", "420"]
BEST, LEAST = 88, 62
"""JPEG quality where nothing limits the file's size, and the least where something does: below it, type frays."""


def plated(picture: Bytes, slots: Sequence[Inked]) -> Bytes:
    """A copy of `picture` with the plates of labels laid on it."""
    ground = picture.copy()
    for slot in slots:
        if slot.plate is not None:
            part = meet(slot.plate[0], (0, 0, ground.shape[1], ground.shape[0]))
            if part:
                x0, y0, x1, y1 = part
                ground[y0:y1, x0:x1] = [int(slot.plate[1][i : i + 2], 16) for i in (1, 3, 5)]
    return ground


def set_in(ground: Bytes, slots: Sequence[Inked]) -> Bytes:
    """A copy of `ground` with the ink of every slot on it."""
    picture = ground.copy()
    for slot in slots:
        lay(picture, slot.layer, slot.x, slot.y)
    return picture


def lay(picture: Bytes, layer: Bytes, x: int, y: int) -> None:
    """Blend a layer (RGBA, straight alpha) into `picture`, its top left corner at x, y; what lies outside is lost."""
    height, width = layer.shape[:2]
    part = meet((x, y, x + width, y + height), (0, 0, picture.shape[1], picture.shape[0]))
    if part is None:
        return
    x0, y0, x1, y1 = part
    cut = np.ascontiguousarray(layer[y0 - y : y1 - y, x0 - x : x1 - x])
    share = cv2.extractChannel(cut, 3).astype(np.float32) / np.float32(255)
    ink, under = cv2.cvtColor(cut, cv2.COLOR_RGBA2RGB), np.ascontiguousarray(picture[y0:y1, x0:x1])
    picture[y0:y1, x0:x1] = cv2.blendLinear(ink, under, share, 1 - share)


def encoded(picture: Bytes, mime: Mime, max_bytes: int) -> bytes:
    """The file: PNG, or JPEG at 4:4:4 and quality 88, or at the highest quality that `max_bytes` leaves (0: no limit).

    Quality goes first, down to 62; only then colour is halved (4:2:0), because that blurs coloured type.

    The result is larger than `max_bytes` when even that does not fit: the caller refuses it.
    """
    if mime == "image/png":
        return _png(picture)
    best = _jpeg(picture, BEST, "444")
    if not max_bytes or len(best) <= max_bytes:
        return best
    for sampling in ("444", "420"):
        least = _jpeg(picture, LEAST, sampling)
        if len(least) <= max_bytes:
            return _finest(picture, sampling, max_bytes, least)
    return least


def _finest(picture: Bytes, sampling: Sampling, most: int, least: bytes) -> bytes:
    """The JPEG of the highest quality that has at most `most` bytes; `least`, of the least quality, does."""
    fits, over, best = LEAST, BEST + 1, least
    while over - fits > 1:
        quality = (fits + over) // 2
        tried = _jpeg(picture, quality, sampling)
        if len(tried) <= most:
            fits, best = quality, tried
        else:
            over = quality
    return best


def _png(picture: Bytes) -> bytes:
    """Rows as differences from the row above, packed lightly: half the time of Pillow's way, a few per cent larger."""
    how = [cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_UP, cv2.IMWRITE_PNG_COMPRESSION, 2]
    _, data = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), how)
    return data.tobytes()


def _jpeg(picture: Bytes, quality: int, sampling: Sampling) -> bytes:
    data: bytes = simplejpeg.encode_jpeg(picture, quality=quality, colorspace="RGB", colorsubsampling=sampling)
    return data


def reread(data: bytes) -> Bytes:
    """The pixels of a finished file as Pillow's RGB decode gives them: the seal's recipe, and any reader's view."""
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
        return np.array(image.convert("RGB"))
