"""Which way the lines of a picture run."""

from __future__ import annotations

import math

import cv2

from styleloop.measure.picture.gauge import Gauge, spec
from styleloop.measure.picture.prepared import Prepared

BIGUN = "structure tensor: Bigun & Granlund 1987"
LEAST = 64.0
"""Mean squared Sobel derivative (one grey level a pixel) under which a picture has no lines."""


def direction(p: Prepared) -> tuple[float, float] | None:
    """(cos 2t, sin 2t) of the lines' angle t, counted from level and rising to the right, times how much they agree.

    Doubled, since a line has no front and back; the length, 0 to 1, is the agreement (coherence). None without lines.
    """
    # On integers, exactly: 2 xy = (x + y)^2 - x^2 - y^2.
    xx, yy = cv2.norm(p.across, cv2.NORM_L2SQR), cv2.norm(p.down, cv2.NORM_L2SQR)
    both = cv2.norm(cv2.add(p.across, p.down), cv2.NORM_L2SQR) - xx - yy
    if (xx + yy) / p.across.size < LEAST:
        return None
    return (yy - xx) / (xx + yy), both / (xx + yy)


def _level(p: Prepared) -> float | None:
    found = direction(p)
    return found[0] if found else None


def _rising(p: Prepared) -> float | None:
    found = direction(p)
    return found[1] if found else None


def _agreement(p: Prepared) -> float | None:
    found = direction(p)
    return min(1.0, math.hypot(*found)) if found else None


_ABSENT = "absent where the mean squared gradient is under 1 grey level a pixel"

GAUGES = (
    Gauge(
        spec(
            "lines_level",
            "share",
            (-1, 1),
            f"cos 2t of the dominant line angle t x agreement: (Jyy - Jxx) / (Jxx + Jyy); {_ABSENT}",
            BIGUN,
            ("upright lines", "level lines"),
        ),
        _level,
    ),
    Gauge(
        spec(
            "lines_rising",
            "share",
            (-1, 1),
            f"sin 2t of the dominant line angle t x agreement, rising to the right: 2 Jxy / (Jxx + Jyy); {_ABSENT}",
            BIGUN,
            ("lines fall to the right", "lines rise to the right"),
        ),
        _rising,
    ),
    Gauge(
        spec(
            "lines_strength",
            "share",
            (0, 1),
            f"agreement of all line directions: hypot(Jyy - Jxx, 2 Jxy) / (Jxx + Jyy); {_ABSENT}",
            BIGUN,
            ("lines run every way", "lines run one way"),
        ),
        _agreement,
    ),
)
"""Measures of lines."""
