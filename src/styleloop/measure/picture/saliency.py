"""Where the eye goes first: the spectral residual."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

SIDE = 64
"""Cells on each side of the attention map, as in the paper."""
BLUR = 2.5
"""Standard deviation in cells of the last smoothing, as in the paper's code (a disc of about 8 cells)."""


def spectral_residual(lab: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Share of attention in each cell of a 64 x 64 grid laid over the picture; adds up to 1.

    What a spectrum has beyond its own smooth trend is what stands out. Taken for L*, a* and b* and weighted by each
    channel's variance, so that a red thing on a green ground of equal lightness counts. A picture of one colour has
    its attention spread evenly.

    Args:
        lab: float32, shape (h, w, 3), CIELAB.

    Source: Hou and Zhang 2007, Saliency detection: a spectral residual approach, CVPR.
    """
    cells = np.asarray(cv2.resize(lab, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.float64)
    channels = cells.transpose(2, 0, 1)
    weights = channels.var(axis=(1, 2))
    # Rounding alone gives a flat channel a variance of about 1e-10; its residual would be noise.
    wanted = weights > 1e-3
    if not wanted.any():
        return np.full((SIDE, SIDE), 1.0 / SIDE**2)
    total = sum(w * _stands_out(c) for w, c in zip(weights[wanted], channels[wanted], strict=True))
    smooth = np.asarray(cv2.GaussianBlur(np.asarray(total), (0, 0), BLUR), np.float64)
    return np.asarray(smooth / smooth.sum(), np.float64)


def _stands_out(channel: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    spectrum = np.fft.fft2(channel - channel.mean())
    size = np.abs(spectrum)
    # Empty frequencies (stripes, squares) would be minus infinity; a floor keeps them empty instead of loud.
    log = np.log(np.maximum(size, size.max() * 1e-4))
    trend = np.asarray(cv2.blur(log, (3, 3), borderType=cv2.BORDER_REFLECT_101), np.float64)
    back = np.fft.ifft2(spectrum * (np.exp(log - trend) / np.maximum(size, 1e-300)))
    found = back.real**2 + back.imag**2
    return np.asarray(found / found.sum(), np.float64)
