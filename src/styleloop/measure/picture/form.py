"""Edges, sharpness, symmetry and empty room."""

from __future__ import annotations

import math

import cv2
import numpy as np

from styleloop.measure.picture.gauge import Gauge, spec
from styleloop.measure.picture.prepared import Prepared


def edge_density(p: Prepared) -> float:
    """Share of pixels on an edge."""
    return float(np.count_nonzero(p.edges)) / p.edges.size


def sharpness(p: Prepared) -> float:
    """log10(1 + variance of the Laplacian)."""
    _, spread = cv2.meanStdDev(cv2.Laplacian(p.grey, cv2.CV_16S))
    return math.log10(1 + float(np.asarray(spread).item()) ** 2)


def negative_space(p: Prepared) -> float:
    """Share of cells in which next to nothing happens."""
    return float(p.calm.mean())


def symmetry(p: Prepared) -> float:
    """How alike left and right are: 1 mirrored, 0 opposite."""
    return _alike(p, axis=1)


def symmetry_upright(p: Prepared) -> float:
    """How alike top and bottom are: 1 mirrored, 0 opposite."""
    return _alike(p, axis=0)


def _alike(p: Prepared, axis: int) -> float:
    cells = p.small.astype(np.float64)
    range_ = 2 * float(np.abs(cells - cells.mean()).mean())
    if range_ == 0:
        return 1.0
    return max(0.0, 1 - float(np.abs(cells - np.flip(cells, axis)).mean()) / range_)


GAUGES = (
    Gauge(
        spec(
            "edge_density",
            "share",
            (0, 1),
            "share of pixels on a Canny edge (100, 200)",
            "Canny 1986",
            ("plain shapes", "much detail"),
        ),
        edge_density,
    ),
    Gauge(
        spec(
            "sharpness",
            "log10 grey^2",
            (0, 6.1),
            "log10(1 + variance of the 3 x 3 Laplacian of luma)",
            "Pech-Pacheco et al. 2000; logarithm, since the variance spans six decades",
            ("soft focus", "crisp"),
        ),
        sharpness,
    ),
    Gauge(
        spec(
            "negative_space",
            "share",
            (0, 1),
            "share of a 32 x 32 grid whose mean gradient is under 2.5 grey levels a pixel",
            "convention",
            ("filled frame", "much empty room"),
        ),
        negative_space,
    ),
    Gauge(
        spec(
            "symmetry",
            "share",
            (0, 1),
            "1 - mean |g - mirror(g)| / (2 mean |g - mean g|) on 64 x 64 cells, left to right",
            "mirror difference over mean deviation, convention",
            ("lopsided", "left mirrors right"),
        ),
        symmetry,
    ),
    Gauge(
        spec(
            "symmetry_upright",
            "share",
            (0, 1),
            "1 - mean |g - mirror(g)| / (2 mean |g - mean g|) on 64 x 64 cells, top to bottom",
            "mirror difference over mean deviation, convention",
            ("top differs from bottom", "top mirrors bottom"),
        ),
        symmetry_upright,
    ),
)
"""Measures of form."""
