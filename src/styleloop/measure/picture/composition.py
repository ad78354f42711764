"""The brand's own layouts in groups, so that people can name them and a new picture finds the one it is like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from pydantic import Field

from styleloop.errors import InputError
from styleloop.types.record import Record

MEASURES = (
    "picture.balance",
    "picture.thirds",
    "picture.weight_across",
    "picture.weight_down",
    "picture.subject_share",
    "picture.negative_space",
    "picture.calm_top",
    "picture.calm_bottom",
    "picture.calm_left",
    "picture.calm_right",
    "picture.symmetry",
    "picture.symmetry_upright",
)
"""What a composition is told by; every picture has all of them."""
ROUNDS = 50
Rows = npt.NDArray[np.float64]


class Composition(Record):
    """One group of layouts."""

    name: str
    """As people call it; `composition 1`, ... until they do."""
    centre: tuple[float, ...]
    """Mean of each of `MEASURES` over its pieces."""
    spread: tuple[float, ...]
    """One step of each measure, the same in every group: its standard deviation over all pieces."""
    share: float = Field(ge=0, le=1)
    """Of the brand's pieces."""
    example: str = ""
    """The piece nearest to the centre: what to look at when giving it a name."""


def clusters(rows: Mapping[str, Mapping[str, float]], k: int = 4, names: Sequence[str] = ()) -> tuple[Composition, ...]:
    """Groups of the brand's own layouts, largest first: k-means on standardised composition measures.

    Started from the piece nearest to the middle and then always the farthest, so that nothing is drawn at random.

    Args:
        rows: piece -> measure -> value; pieces that lack one of `MEASURES` are left out.
        k: most groups wanted.
        names: what people call the groups, largest first; the rest are numbered.

    Raises:
        InputError: k is not 1 or more.
    """
    if k < 1:
        raise InputError("there is one composition or more", field="k", got=k, expected="1 or more")
    pieces = sorted(piece for piece, found in rows.items() if all(name in found for name in MEASURES))
    if not pieces:
        return ()
    table = np.array([[rows[piece][name] for name in MEASURES] for piece in pieces], np.float64)
    spread = np.where(table.std(axis=0) > 1e-9, table.std(axis=0), 1.0)
    points = (table - table.mean(axis=0)) / spread
    centres, nearest = _settled(points, _started(points, k))
    sizes = np.bincount(nearest, minlength=len(centres))
    order = [i for i in np.argsort(-sizes, kind="stable").tolist() if sizes[i]]
    called = [*names, *(f"composition {i + 1}" for i in range(len(names), len(order)))]
    return tuple(
        Composition(
            name=called[rank],
            centre=tuple(table[nearest == i].mean(axis=0).round(6).tolist()),
            spread=tuple(spread.round(6).tolist()),
            share=round(float(sizes[i]) / len(pieces), 6),
            example=pieces[int(np.argmin(_apart(points, centres[[i]])[:, 0]))],
        )
        for rank, i in enumerate(order)
    )


def nearest(found: Mapping[str, float], groups: Sequence[Composition]) -> tuple[Composition, float] | None:
    """The group a picture is most like and the distance, in standard deviations a measure (root mean square).

    None where there are no groups or a measure is absent.
    """
    if not groups or any(name not in found for name in MEASURES):
        return None
    point = np.array([found[name] for name in MEASURES], np.float64)
    steps = [(point - np.array(g.centre)) / np.maximum(np.array(g.spread), 1e-9) for g in groups]
    away = [float(np.sqrt(np.mean(step**2))) for step in steps]
    best = int(np.argmin(away))
    return groups[best], away[best]


def _started(points: Rows, k: int) -> Rows:
    chosen = [int(np.argmin((points**2).sum(axis=1)))]
    while len(chosen) < k:
        away = _apart(points, points[chosen]).min(axis=1)
        if away.max() <= 1e-12:
            break
        chosen.append(int(np.argmax(away)))
    return points[chosen]


def _settled(points: Rows, centres: Rows) -> tuple[Rows, npt.NDArray[np.intp]]:
    belongs = np.argmin(_apart(points, centres), axis=1)
    for _ in range(ROUNDS):
        centres = np.array(
            [points[belongs == i].mean(axis=0) if (belongs == i).any() else c for i, c in enumerate(centres)]
        )
        again = np.argmin(_apart(points, centres), axis=1)
        if np.array_equal(again, belongs):
            break
        belongs = again
    return centres, belongs


def _apart(points: Rows, centres: Rows) -> Rows:
    return np.asarray(((points[:, None] - centres[None]) ** 2).sum(axis=2), np.float64)
