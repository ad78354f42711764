"""What colours do to people, by the formulas of two studies.

Pleasure, arousal and dominance were fitted on standardised brightness and saturation within the study; here both are
brought to -1 ... 1, so that only differences between pictures have a meaning. The colour emotions are those that held
for British and Chinese observers alike; like-dislike and tense-relaxed did not, and are left out.
"""

from __future__ import annotations

import math

import numpy as np

from styleloop.measure.picture.gauge import Gauge, spec
from styleloop.measure.picture.prepared import Prepared

VALDEZ = "Valdez & Mehrabian 1994, Effects of color on emotions"
OU = "Ou, Luo, Woodcock & Wright 2004, A study of colour emotion and colour preference, part I"
SCALED = "B = 2 L*/100 - 1, S = 2 saturation - 1"
WARMEST = math.radians(50)


def pleasure(p: Prepared) -> float:
    """.69 B + .22 S."""
    return 0.69 * _bright(p) + 0.22 * _saturated(p)


def arousal(p: Prepared) -> float:
    """-.31 B + .60 S."""
    return -0.31 * _bright(p) + 0.60 * _saturated(p)


def dominance(p: Prepared) -> float:
    """-.76 B + .32 S."""
    return -0.76 * _bright(p) + 0.32 * _saturated(p)


def warm_cool(p: Prepared) -> float:
    """Mean over the pixels of -0.5 + 0.02 C^1.07 cos(h - 50 degrees); positive is warm."""
    # C cos(h - 50) without taking the angle.
    along = p.lab[..., 1] * np.float32(math.cos(WARMEST)) + p.lab[..., 2] * np.float32(math.sin(WARMEST))
    return -0.5 + 0.02 * float((np.power(p.chroma, np.float32(0.07)) * along).mean(dtype=np.float64))


def heavy_light(p: Prepared) -> float:
    """Mean over the pixels of -2.1 + 0.05 (100 - L*); positive is heavy."""
    return -2.1 + 0.05 * (100 - p.lightness)


def active_passive(p: Prepared) -> float:
    """Mean over the pixels of -1.1 + 0.03 sqrt(C^2 + ((L* - 50) / 1.5)^2); positive is active."""
    return -1.1 + 0.03 * float(np.hypot(p.chroma, (p.lab[..., 0] - 50) / np.float32(1.5)).mean(dtype=np.float64))


def _bright(p: Prepared) -> float:
    return 2 * p.lightness / 100 - 1


def _saturated(p: Prepared) -> float:
    return 2 * p.saturation - 1


GAUGES = (
    Gauge(
        spec("pleasure", "score", (-0.91, 0.91), f".69 B + .22 S; {SCALED}", VALDEZ, ("sombre", "pleasant")),
        pleasure,
    ),
    Gauge(
        spec("arousal", "score", (-0.91, 0.91), f"-.31 B + .60 S; {SCALED}", VALDEZ, ("calm", "rousing")),
        arousal,
    ),
    Gauge(
        spec("dominance", "score", (-1.08, 1.08), f"-.76 B + .32 S; {SCALED}", VALDEZ, ("gentle", "commanding")),
        dominance,
    ),
    Gauge(
        spec(
            "warm_cool",
            "score",
            (-2, 2.5),
            "mean of -0.5 + 0.02 C^1.07 cos(h - 50 degrees); CIELAB chroma and hue",
            OU,
            ("cool palette", "warm palette"),
        ),
        warm_cool,
    ),
    Gauge(
        spec("heavy_light", "score", (-2.1, 2.9), "mean of -2.1 + 0.05 (100 - L*)", OU, ("light", "heavy")),
        heavy_light,
    ),
    Gauge(
        spec(
            "active_passive",
            "score",
            (-1.1, 3.1),
            "mean of -1.1 + 0.03 sqrt(C^2 + ((L* - 50)/1.5)^2)",
            OU,
            ("calm, passive colours", "active colours"),
        ),
        active_passive,
    ),
)
"""Measures of mood."""
