"""The one array type."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Picture:
    """Decoded sRGB pixels.

    Attributes:
        rgb: uint8, shape (height, width, 3), sRGB, origin top left.
        alpha: uint8, shape (height, width), 255 opaque; None when the picture has no transparency.
        source: sha256 of the bytes it was decoded from, "" when painted; or of a kept picture seen in it.
        full_size: (width, height) in the file, before shrink-on-load and after EXIF rotation.
        notes: what had to be assumed to read the file, one sentence each; empty for most.
    """

    rgb: Bytes
    alpha: Bytes | None = None
    source: str = ""
    full_size: tuple[int, int] | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse arrays of another shape or type than promised."""
        if self.rgb.ndim != 3 or self.rgb.shape[2] != 3 or self.rgb.dtype != np.uint8:
            raise ValueError(f"rgb: expected uint8 (h, w, 3), got {self.rgb.dtype} {self.rgb.shape}")
        if self.alpha is not None and (self.alpha.shape != self.rgb.shape[:2] or self.alpha.dtype != np.uint8):
            raise ValueError(f"alpha: expected uint8 {self.rgb.shape[:2]}, got {self.alpha.dtype} {self.alpha.shape}")

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.rgb.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.rgb.shape[0])


def pixel_hash(rgb: Bytes) -> str:
    """sha256 over `WIDTHxHEIGHT:` in ASCII followed by the raw RGB rows: the picture's part of a seal."""
    height, width = rgb.shape[:2]
    digest = hashlib.sha256(f"{width}x{height}:".encode())
    digest.update(np.ascontiguousarray(rgb).tobytes())
    return digest.hexdigest()
