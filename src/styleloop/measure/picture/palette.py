"""Up to six colours and the share of the area that each covers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from styleloop.errors import InputError
from styleloop.measure.picture.oklab import Colours, to_hex, to_oklab
from styleloop.types.picture import Bytes, Picture

SAMPLES = 128
"""Pixels looked at on the long side. Picked, not averaged: an average of two neighbours is a colour of neither."""
SAME = 0.045
"""OKLab distance under which two colours are one to the eye at poster size (a just noticeable step is about 0.02)."""
LEAST_SHARE = 0.005
"""A colour on less of the area than this joins its nearest."""
ROUNDS = 8
SETTLED = 5e-4
"""OKLab step under which centres have stopped moving: a fortieth of what can be seen."""
CELLS = 32**3
"""Cells of sRGB at 5 bits a channel."""


@dataclass(frozen=True, eq=False)
class Tally:
    """The colours in use, counted in 32 768 cells of sRGB (5 bits a channel).

    Attributes:
        cells: int64, shape (n,), numbers of the cells in use, rising: red * 1024 + green * 32 + blue.
        colours: float64, shape (n, 3), mean colour of each cell in OKLab.
        weights: float64, shape (n,), share of the pixels in each; adds up to 1.
    """

    cells: npt.NDArray[np.int64]
    colours: Colours
    weights: Colours


@dataclass(frozen=True)
class Share:
    """One colour of a palette: its OKLab coordinates and its share of the area."""

    oklab: tuple[float, float, float]
    share: float


def palette(picture: Picture, k: int = 6) -> tuple[tuple[str, float], ...]:
    """The colours of `picture` as (`#rrggbb`, share of the area), largest first.

    At most `k`, fewer where the picture has fewer; shares add up to 1. The same picture gives the same palette:
    nothing is drawn at random. Fully transparent pixels are left out; a picture of nothing else has no palette.

    Raises:
        InputError: k is not 1 or more.
    """
    found = shares(picture.rgb, k, picture.alpha)
    codes = to_hex(np.array([one.oklab for one in found], np.float64).reshape(-1, 3))
    return tuple((code, one.share) for code, one in zip(codes, found, strict=True))


def shares(rgb: Bytes, k: int = 6, alpha: Bytes | None = None) -> tuple[Share, ...]:
    """The same in OKLab coordinates: weighted k-means over the colours present, started from the farthest.

    Args:
        rgb: uint8, shape (h, w, 3), sRGB.
        k: most colours wanted.
        alpha: uint8, shape (h, w); pixels of 0 are left out.

    Raises:
        InputError: k is not 1 or more.
    """
    if k < 1:
        raise InputError("a palette has a colour or more", field="k", got=k, expected="1 or more")
    seen = tally(rgb, alpha)
    return clustered(seen, k) if seen else ()


def tally(rgb: Bytes, alpha: Bytes | None = None) -> Tally | None:
    """The colours that can be seen, counted; None where nothing can."""
    grid = np.ix_(_picked(rgb.shape[0], rgb.shape), _picked(rgb.shape[1], rgb.shape))
    seen = rgb[grid].reshape(-1, 3)
    if alpha is not None:
        seen = seen[alpha[grid].reshape(-1) > 0]
    return _present(seen) if len(seen) else None


def clustered(seen: Tally, k: int = 6) -> tuple[Share, ...]:
    """Up to `k` colours of what was counted, largest first."""
    colours, weights = seen.colours, seen.weights
    return _kept(colours, weights, _refined(colours, weights, _farthest(colours, weights, k)))


def _picked(length: int, shape: tuple[int, ...]) -> npt.NDArray[np.intp]:
    """Evenly spaced places along a side of `length`, as far apart on both sides."""
    step = -(-max(shape[:2]) // SAMPLES) or 1
    return np.arange(min(step // 2, length // 2), length, step)


def _present(pixels: Bytes) -> Tally:
    red, green, blue = (pixels[:, c].astype(np.int64) for c in range(3))
    place = (red >> 3 << 10) | (green >> 3 << 5) | (blue >> 3)
    counts = np.bincount(place, minlength=CELLS)
    cells = np.flatnonzero(counts)
    sums = np.stack([np.bincount(place, levels, CELLS)[cells] for levels in (red, green, blue)], axis=1)
    means = to_oklab(sums / counts[cells][:, None])
    return Tally(cells, means, np.asarray(counts[cells] / len(pixels), np.float64))


def _farthest(colours: Colours, weights: Colours, k: int) -> Colours:
    """Starting centres: the commonest colour, then always the one that is farthest from those for its weight."""
    chosen = [int(np.argmax(weights))]
    nearest = _squared(colours, colours[chosen])[:, 0]
    while len(chosen) < k:
        worth = np.where(nearest > SAME**2, weights * nearest, 0.0)
        best = int(np.argmax(worth))
        if worth[best] <= 0:
            break
        chosen.append(best)
        nearest = np.minimum(nearest, _squared(colours, colours[[best]])[:, 0])
    return colours[chosen]


def _refined(colours: Colours, weights: Colours, centres: Colours) -> Colours:
    for _ in range(ROUNDS):
        totals, sums = _gathered(colours, weights, centres)
        moved = np.where(totals[:, None] > 0, sums / np.maximum(totals, 1e-12)[:, None], centres)
        if np.allclose(moved, centres, atol=SETTLED):
            break
        centres = moved
    return centres


def _kept(colours: Colours, weights: Colours, centres: Colours) -> tuple[Share, ...]:
    """Centres that differ and matter, each at the mean of what is nearest to it, largest first."""
    totals, _ = _gathered(colours, weights, centres)
    kept: list[int] = []
    for i in np.argsort(-totals, kind="stable").tolist():
        apart = all(np.linalg.norm(centres[i] - centres[j]) >= SAME for j in kept)
        if not kept or (totals[i] >= LEAST_SHARE and apart):
            kept.append(i)
    totals, sums = _gathered(colours, weights, centres[kept])
    made = []
    for total, mean in zip(totals.tolist(), sums / totals[:, None], strict=True):
        lightness, red, yellow = mean.tolist()
        made.append(Share((lightness, red, yellow), total))
    return tuple(sorted(made, key=lambda one: (-one.share, one.oklab)))


def _gathered(colours: Colours, weights: Colours, centres: Colours) -> tuple[Colours, Colours]:
    """Weight (k,) and weighted sum (k, 3) of the colours nearest to each centre."""
    # Squared distances less |colour|^2, which is the same for every centre.
    nearest = np.argmin((centres**2).sum(axis=1)[:, None] - 2 * (centres @ colours.T), axis=0)
    totals = np.bincount(nearest, weights, len(centres))
    sums = np.stack([np.bincount(nearest, weights * colours[:, c], len(centres)) for c in range(3)], axis=1)
    return np.asarray(totals, np.float64), np.asarray(sums, np.float64)


def _squared(colours: Colours, centres: Colours) -> Colours:
    """Squared distances (n, k)."""
    crossed = -2 * (colours @ centres.T)
    sizes = (colours**2).sum(axis=1)[:, None] + (centres**2).sum(axis=1)
    return np.asarray(np.maximum(sizes + crossed, 0), np.float64)
