"""How one draft stands against a style version."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from styleloop.errors import InputError
from styleloop.types.measurement import Measurement
from styleloop.types.style import Score, StyleVector
from styleloop.vector.distance import causes, robust_z, shares, squared_distance
from styleloop.vector.scale import Array
from styleloop.vector.thompson import draw
from styleloop.vector.trials import extractors, table
from styleloop.vector.weights import Weights, digest

FURTHEST = 4.0
"""Spreads from the usual up to which an effect is followed: no test has looked further."""


def score(
    subject: str,
    measurements: Sequence[Measurement],
    style: StyleVector,
    weights: bytes,
    likeness: float,
    seed: int,
    embedding: npt.NDArray[np.float32] | None = None,
    embedder: str = "",
) -> Score:
    """Distance from the house style, predicted change in log-odds, one Thompson draw, and novelty.

    Args:
        subject: id of the draft.
        measurements: its numbers; a measure that is absent counts as usual.
        style: the version that speaks, whose blob `weights` is.
        weights: npz bytes, `Weights.pack`.
        likeness: 0 ... 1, to the nearest own recent line.
        seed: of the Thompson draw; one seed per round, the same for every draft of the round.
        embedding: (D,) of its headline; without one its manner counts as usual. Never part of the distance.
        embedder: `name@version` of who made the embedding.

    Raises:
        InputError: the weights are not this style's, the numbers or the embedding are of another version of
            who made them, or `likeness` is not a share.
    """
    if digest(weights) != style.weights:
        raise InputError("these weights belong to another style", got=digest(weights)[:12], expected=style.weights[:12])
    if not 0 <= likeness <= 1:
        raise InputError("likeness is a share", field="likeness", got=likeness, expected="0 to 1")
    extractors({subject: measurements}, style.extractors)
    known = _opened(weights)
    plain = _named(weights)
    values = table([subject], {subject: measurements}, plain.measures)[0]
    z = robust_z(values, plain.centre, plain.width)
    added = shares(z, plain.shape)
    x = _reached((np.append(values, _along(known, embedding, embedder)) - known.centre) / known.spread)
    effect = float(x @ known.belief.mean)
    half = known.reach * math.sqrt(max(0.0, float(x @ known.belief.covariance @ x)))
    return Score(
        subject=subject,
        style=style.id,
        distance=math.sqrt(squared_distance(added) / plain.stray),
        causes=tuple((plain.measures[i], float(z[i])) for i in causes(added)),
        effect=effect,
        low=effect - half,
        high=effect + half,
        draw=float(x @ _drawn(weights, seed)),
        novelty=1.0 - likeness,
    )


def _along(known: Weights, embedding: npt.NDArray[np.float32] | None, embedder: str) -> Array:
    """Coordinates (r,) along the style's directions; NaN without an embedding."""
    if known.manner is None:
        return np.zeros(0)
    if embedding is None:
        return np.full(known.manner.size, np.nan)
    if embedder != known.manner.embedder:
        raise InputError(
            "an embedding by another embedder than the style was fitted with",
            field="embedder",
            got=embedder or "no name",
            expected=known.manner.embedder,
            cure="fit the style again: styleloop style",
        )
    return known.manner.coordinates(embedding[None, :]).ravel()


def _reached(x: Array) -> Array:
    return np.clip(np.where(np.isnan(x), 0.0, x), -FURTHEST, FURTHEST)


@lru_cache(maxsize=8)
def _opened(weights: bytes) -> Weights:
    return Weights.unpack(weights)


@lru_cache(maxsize=8)
def _named(weights: bytes) -> Weights:
    return _opened(weights).named()


@lru_cache(maxsize=8)
def _drawn(weights: bytes, seed: int) -> Array:
    # The style's own digest goes in, so that two markets with one seed do not make the same mistake together.
    mixed = int.from_bytes(hashlib.sha256(f"{seed}:{digest(weights)}".encode()).digest()[:8], "big")
    return draw(_opened(weights).belief, mixed)
