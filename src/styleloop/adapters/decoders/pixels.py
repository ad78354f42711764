"""The pixels of a finished file, as any reader decodes them: the picture's part of a seal."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from styleloop.errors import SealError
from styleloop.types.picture import Bytes, pixel_hash


def file_pixels(data: bytes) -> str:
    """`pixel_hash` of a JPEG or PNG, decoded to RGB by Pillow: the recipe of docs/seal.md.

    Raises:
        SealError: the bytes are not a picture any more.
    """
    return pixel_hash(file_rgb(data))


def file_rgb(data: bytes) -> Bytes:
    """A JPEG or PNG as uint8 (height, width, 3), decoded to RGB by Pillow.

    Raises:
        SealError: the bytes are not a picture any more.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            return np.asarray(image.convert("RGB"))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as problem:
        raise SealError(f"the file to be shipped is not a picture any more: {problem}") from problem
