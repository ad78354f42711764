"""A fingerprint of a picture that survives resizing, recompression and small retouches."""

from __future__ import annotations

import re

import numpy as np
import pdqhash

from styleloop.errors import InputError
from styleloop.measure.picture.prepared import on_white, reduced
from styleloop.types.picture import Picture

LONG_SIDE = 512
"""Pixels on the long side that are hashed; the hash itself looks at 64 x 64."""


def pdq(picture: Picture) -> tuple[str, int]:
    """(64 hex digits, quality 0 to 100) of the picture.

    A quality under 50 means that there is too little in the picture (a flat ground) to tell it from others.

    Source: Facebook 2019, The TMK+PDQF video-hashing algorithm and the PDQ image-hashing algorithm.
    """
    bits, quality = pdqhash.compute(reduced(on_white(picture), LONG_SIDE))
    return np.packbits(np.asarray(bits, np.uint8)).tobytes().hex(), int(quality)


def hamming(a: str, b: str) -> int:
    """How many of the 256 bits differ. About 128 for two pictures with nothing in common, 31 or fewer for copies.

    Raises:
        InputError: one of them is not 64 hex digits.
    """
    for one in (a, b):
        if not re.fullmatch(r"[0-9a-fA-F]{64}", one):
            raise InputError("not a picture fingerprint", got=one, expected="64 hex digits")
    return (int(a, 16) ^ int(b, 16)).bit_count()
