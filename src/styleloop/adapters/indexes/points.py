"""The points of an index: one file of numbers, only ever appended to, mapped from disk by whoever searches."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from styleloop.errors import StoreError
from styleloop.ports import Embedding

Floats = npt.NDArray[np.float32]
_PIECE = 1 << 24


def appended(file: Path, held: int, checksum: int, points: Sequence[Embedding], size: int) -> int:
    """Write `points` behind the first `held` rows of `file`, over whatever a stopped writer left there.

    Args:
        file: rows of `size` float32, little-endian.
        held: rows that count so far; they are left as they are, since somebody may be reading them.
        checksum: crc32 of those rows.
        points: each of shape (size,).
        size: numbers in one point.

    Returns:
        The crc32 of all rows.
    """
    file.touch()
    with file.open("r+b") as opened:
        opened.seek(4 * size * held)
        for point in points:
            data = np.ascontiguousarray(point, dtype="<f4").tobytes()
            checksum = zlib.crc32(data, checksum)
            opened.write(data)
        opened.truncate()
    return checksum


def mapped(file: Path, held: int, checksum: int, size: int) -> Floats:
    """The rows of `file`, shape (held, size), not copied.

    Raises:
        StoreError: it is not there, is cut short, or is not what was written.
    """
    if not held:
        return np.zeros((0, size), np.float32)
    try:
        rows = np.memmap(file, "<f4", "r", shape=(held, size))
    except (OSError, ValueError) as problem:
        raise StoreError(f"{file}: the points of the index cannot be read: {problem}") from problem
    data, found = memoryview(rows.data).cast("B"), 0
    for at in range(0, len(data), _PIECE):
        found = zlib.crc32(data[at : at + _PIECE], found)
    if found != checksum:
        raise StoreError(f"{file}: the points of the index are not those that were written")
    return rows
