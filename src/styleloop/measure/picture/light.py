"""How bright, saturated, colourful, contrasty and warm a picture is, and its main colour."""

from __future__ import annotations

import math

import cv2
import numpy as np

from styleloop.measure.picture.gauge import Gauge, spec
from styleloop.measure.picture.prepared import Prepared

VISIBLE = 0.05
"""Share of the area from which a colour counts as one of the palette's."""
OPPONENT = np.array([[1, -1, 0], [0.5, 0.5, -1]], np.float32)
"""R, G, B -> red less green, yellow less blue."""


def contrast(p: Prepared) -> float:
    """95th minus 5th percentile of L*."""
    low, high = np.percentile(p.lab[..., 0], (5, 95))
    return float(high - low)


def warmth(p: Prepared) -> float:
    """Mean of R - B."""
    red, _, blue = cv2.mean(p.rgb)[:3]
    return (red - blue) / 255


def colourfulness(p: Prepared) -> float:
    """Spread and distance from grey along two opponent axes.

    Source: Hasler and Suesstrunk 2003, Measuring colourfulness in natural images.
    """
    middle, spread = cv2.meanStdDev(cv2.transform(p.colour.astype(np.float32), OPPONENT))
    return math.hypot(*np.ravel(spread)) + 0.3 * math.hypot(*np.ravel(middle))


GAUGES = (
    Gauge(
        spec("brightness", "L*", (0, 100), "mean L* of CIELAB", "CIE 15:2018", ("dark", "bright")),
        lambda p: p.lightness,
    ),
    Gauge(
        spec(
            "contrast",
            "L*",
            (0, 100),
            "95th - 5th percentile of L*",
            "percentile contrast on CIE 15:2018 lightness",
            ("soft contrast", "strong contrast"),
        ),
        contrast,
    ),
    Gauge(
        spec(
            "saturation",
            "share",
            (0, 1),
            "mean of (max(R,G,B) - min(R,G,B)) / 255",
            "IHLS saturation, Hanbury & Serra 2003: near-black counts as grey",
            ("muted colours", "saturated colours"),
        ),
        lambda p: p.saturation,
    ),
    Gauge(
        spec(
            "warmth",
            "share",
            (-1, 1),
            "mean of (R - B) / 255",
            "red-blue balance, convention",
            ("cool, bluish", "warm, reddish"),
        ),
        warmth,
    ),
    Gauge(
        spec(
            "colourfulness",
            "M",
            (0, 377),
            "hypot(sd rg, sd yb) + 0.3 hypot(mean rg, mean yb); rg = R - G, yb = (R + G)/2 - B",
            "Hasler & Suesstrunk 2003; 15 slightly, 45 quite, 82 highly colourful",
            ("quiet colours", "strong colours"),
        ),
        colourfulness,
    ),
    Gauge(
        spec(
            "dominant_share",
            "share",
            (0, 1),
            "area share of the largest of up to 6 OKLab clusters",
            "weighted k-means in OKLab (Ottosson 2020)",
            ("many colours share the room", "one colour rules"),
        ),
        lambda p: p.palette[0].share,
    ),
    Gauge(
        spec(
            "palette_size",
            "colours",
            (1, 6),
            "OKLab clusters of at least 5 % of the area, out of up to 6; at least 1",
            "weighted k-means in OKLab (Ottosson 2020)",
            ("few colours", "many colours"),
        ),
        lambda p: float(max(1, sum(one.share >= VISIBLE for one in p.palette))),
    ),
    Gauge(
        spec(
            "dominant_green_red",
            "OKLab a",
            (-0.24, 0.28),
            "OKLab a of the largest cluster; its hue as a coordinate, since an angle has no median",
            "Ottosson 2020",
            ("main colour greenish", "main colour reddish"),
        ),
        lambda p: p.palette[0].oklab[1],
    ),
    Gauge(
        spec(
            "dominant_blue_yellow",
            "OKLab b",
            (-0.32, 0.2),
            "OKLab b of the largest cluster; its hue as a coordinate, since an angle has no median",
            "Ottosson 2020",
            ("main colour bluish", "main colour yellowish"),
        ),
        lambda p: p.palette[0].oklab[2],
    ),
)
"""Measures of light and colour."""
