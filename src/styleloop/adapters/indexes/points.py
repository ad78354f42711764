"""What passages are about: one file of rows, only ever appended to, mapped from disk by whoever searches."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from styleloop.errors import StoreError
from styleloop.ports import Meaning

MOST_TERMS = 256
"""Latent terms of one passage that are kept, the weightiest."""
_PIECE = 1 << 24

Layout = np.dtype[np.void]
Rows = npt.NDArray[np.void]


def layout(size: int, width: int) -> Layout:
    """One row: a point of `size` float32, `width` latent terms and their weights (0: no term); little-endian."""
    return np.dtype([("point", "<f4", (size,)), ("terms", "<u2", (width,)), ("weights", "<f2", (width,))])


def width_of(meanings: Iterable[Meaning]) -> int:
    """Latent terms that a row needs room for: none where no meaning has any."""
    return MOST_TERMS if any(len(meaning.terms) for meaning in meanings) else 0


def meaning(row: np.void) -> Meaning:
    """What a row says."""
    held: Any = row["weights"] > 0
    return Meaning(row["point"], row["terms"][held], row["weights"][held])


def appended(file: Path, held: int, checksum: int, meanings: Iterable[Meaning], row: Layout) -> int:
    """Write `meanings` behind the first `held` rows of `file`, over whatever a stopped writer left there.

    Args:
        file: rows of the layout `row`.
        held: rows that count so far; they are left as they are, since somebody may be reading them.
        checksum: crc32 of those rows.
        meanings: whose points and terms fit the layout.
        row: of one row.

    Returns:
        The crc32 of all rows.
    """
    file.touch()
    with file.open("r+b") as opened:
        opened.seek(row.itemsize * held)
        for one in meanings:
            data = _laid(one, row)
            checksum = zlib.crc32(data, checksum)
            opened.write(data)
        opened.truncate()
    return checksum


def _laid(one: Meaning, row: Layout) -> bytes:
    laid = np.zeros(1, row)
    laid["point"][0] = one.point
    first = np.argsort(-one.weights, kind="stable")[: laid["terms"].shape[1]]
    laid["terms"][0, : len(first)] = one.terms[first]
    laid["weights"][0, : len(first)] = one.weights[first]
    return laid.tobytes()


def mapped(file: Path, held: int, checksum: int, row: Layout) -> Rows:
    """The rows of `file`, shape (held,), not copied.

    Raises:
        StoreError: it is not there, is cut short, or is not what was written.
    """
    if not held:
        return np.zeros(0, row)
    try:
        rows = np.memmap(file, row, "r", shape=(held,))
    except (OSError, ValueError) as problem:
        raise StoreError(f"{file}: the points of the index cannot be read: {problem}") from problem
    data, found = rows.view(np.uint8).data, 0
    for at in range(0, len(data), _PIECE):
        found = zlib.crc32(data[at : at + _PIECE], found)
    if found != checksum:
        raise StoreError(f"{file}: the points of the index are not those that were written")
    return rows
