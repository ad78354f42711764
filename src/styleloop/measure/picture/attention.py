"""Where the eye goes first, and what that says about the composition."""

from __future__ import annotations

import numpy as np

from styleloop.measure.picture.gauge import Gauge, spec
from styleloop.measure.picture.prepared import Prepared
from styleloop.measure.picture.saliency import SIDE

HOU = "Hou & Zhang 2007, spectral residual"
NEAR = 1 / 9
"""Radius round a thirds point, in shares of each side."""

_CENTRES = (np.arange(SIDE) + 0.5) / SIDE
_DOWN, _ACROSS = np.meshgrid(_CENTRES, _CENTRES, indexing="ij")
_ON_THIRDS = np.logical_or.reduce(
    [np.hypot(_ACROSS - x, _DOWN - y) <= NEAR for x in (1 / 3, 2 / 3) for y in (1 / 3, 2 / 3)]
)


def centre_of_mass(p: Prepared) -> tuple[float, float]:
    """Where the attention's weight lies: shares of the width from the left and of the height from the top."""
    across, down = float((p.attention * _ACROSS).sum()), float((p.attention * _DOWN).sum())
    return min(1.0, across), min(1.0, down)


def balance(p: Prepared) -> float:
    """1 with the weight in the middle, 0 with all of it in a corner."""
    x, y = centre_of_mass(p)
    return max(0.0, 1 - float(np.hypot(x - 0.5, y - 0.5) / np.hypot(0.5, 0.5)))


def thirds(p: Prepared) -> float:
    """Share of attention near one of the four thirds points."""
    return min(1.0, float(p.attention[_ON_THIRDS].sum()))


def subject_share(p: Prepared) -> float:
    """Share of the area that stands out."""
    return float(np.count_nonzero(p.attention > 3 * p.attention.mean())) / p.attention.size


GAUGES = (
    Gauge(
        spec(
            "balance",
            "share",
            (0, 1),
            "1 - distance of the attention's centre of mass from the middle / half the diagonal",
            f"{HOU}; centre of mass, convention",
            ("weight to one side", "weight in the middle"),
        ),
        balance,
    ),
    Gauge(
        spec(
            "weight_across",
            "share",
            (0, 1),
            "the attention's centre of mass, share of the width from the left",
            f"{HOU}; centre of mass, convention",
            ("weight on the left", "weight on the right"),
        ),
        lambda p: centre_of_mass(p)[0],
    ),
    Gauge(
        spec(
            "weight_down",
            "share",
            (0, 1),
            "the attention's centre of mass, share of the height from the top",
            f"{HOU}; centre of mass, convention",
            ("weight at the top", "weight at the bottom"),
        ),
        lambda p: centre_of_mass(p)[1],
    ),
    Gauge(
        spec(
            "thirds",
            "share",
            (0, 1),
            "share of attention within 1/9 of a side of a thirds point; evenly spread gives 0.15",
            f"{HOU}; rule of thirds, convention",
            ("off the thirds", "on the thirds"),
        ),
        thirds,
    ),
    Gauge(
        spec(
            "subject_share",
            "share",
            (0, 1),
            "share of cells with more than 3 times the mean attention",
            f"{HOU}, their object map",
            ("nothing stands out", "a large subject stands out"),
        ),
        subject_share,
    ),
)
"""Measures of composition."""
