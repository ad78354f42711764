"""Where things happen and where nothing does: detail by place, and the calm half that words would stand on."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from styleloop.measure.picture.gauge import Gauge, spec
from styleloop.measure.picture.prepared import CALM_CELLS, Prepared

BINS = 3
"""Rows and columns of the grid that detail is placed on."""
HALVES = {
    "top": np.s_[: CALM_CELLS // 2, :],
    "bottom": np.s_[CALM_CELLS // 2 :, :],
    "left": np.s_[:, : CALM_CELLS // 2],
    "right": np.s_[:, CALM_CELLS // 2 :],
}


def detail(p: Prepared) -> npt.NDArray[np.float64] | None:
    """Share of all edge pixels in each cell of a 3 x 3 grid, top left first; None where there is no edge."""
    down, across = (np.linspace(0, side, BINS + 1).round().astype(int) for side in p.edges.shape)
    counts = np.array(
        [
            [np.count_nonzero(p.edges[top:low, left:right]) for left, right in pairwise(across)]
            for top, low in pairwise(down)
        ],
        np.float64,
    )
    total = counts.sum()
    return np.asarray(counts / total, np.float64) if total else None


def calm_half(p: Prepared) -> str:
    """The half with most empty room: `top`, `bottom`, `left` or `right`; the first of equals."""
    return max(HALVES, key=lambda half: float(p.calm[HALVES[half]].mean()))


def _sideways(p: Prepared) -> float | None:
    cells = detail(p)
    return None if cells is None else float(cells[:, -1].sum() - cells[:, 0].sum())


def _upright(p: Prepared) -> float | None:
    cells = detail(p)
    return None if cells is None else float(cells[0].sum() - cells[-1].sum())


def _centre(p: Prepared) -> float | None:
    cells = detail(p)
    return None if cells is None else float(cells[1, 1])


def _calm(half: str) -> Gauge:
    return Gauge(
        spec(
            f"calm_{half}",
            "share",
            (0, 1),
            f"negative space of the {half} half: share of its cells with a mean gradient under 2.5 grey levels a pixel",
            "convention",
            (f"{half} half filled", f"{half} half calm, room for words"),
        ),
        lambda p: float(p.calm[HALVES[half]].mean()),
    )


_CANNY = "Canny 1986; 3 x 3 grid, convention"

GAUGES = (
    Gauge(
        spec(
            "detail_upright",
            "share",
            (-1, 1),
            "share of edge pixels in the top third - share in the bottom third; absent without edges",
            _CANNY,
            ("detail sits low", "detail sits high"),
        ),
        _upright,
    ),
    Gauge(
        spec(
            "detail_sideways",
            "share",
            (-1, 1),
            "share of edge pixels in the right third - share in the left third; absent without edges",
            _CANNY,
            ("detail sits left", "detail sits right"),
        ),
        _sideways,
    ),
    Gauge(
        spec(
            "detail_centre",
            "share",
            (0, 1),
            "share of edge pixels in the middle ninth; evenly spread gives 0.11; absent without edges",
            _CANNY,
            ("detail round the edge", "detail in the middle"),
        ),
        _centre,
    ),
    *(_calm(half) for half in HALVES),
)
"""Measures of place."""
