"""Latent terms -> how near each passage is to a question: who holds which, listed when an index is opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from styleloop.ports import Meaning

COMMON = 0.15
"""A term that more than this share of the passages hold says nothing: it is left out."""
FEWEST = 50
"""Among fewer passages than this nobody knows which terms are rare: none is looked at."""
_TERMS = 1 << 16
_PIECE = 8_192
"""Passages looked at together: what bounds the memory."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Postings:
    """Who holds each term. Weights are those of the embedder times rarity, each passage's of length 1 together."""

    starts: npt.NDArray[np.int64]
    """Where the list of each term begins, shape (65,537,)."""
    slots: npt.NDArray[np.int32]
    weights: Floats
    rarity: Floats
    """Of each term, 0 where it says nothing: log((n + 1) / (df + 1))."""

    def near(self, meaning: Meaning, held: int) -> Floats:
        """The cosine of the question with the passage at each place, shape (held,)."""
        near = np.zeros(held, np.float32)
        asked = meaning.weights.astype(np.float32) * self.rarity[meaning.terms]
        for term, weight in zip(meaning.terms[asked > 0], asked[asked > 0] / np.linalg.norm(asked), strict=True):
            part = slice(self.starts[term], self.starts[int(term) + 1])
            near[self.slots[part]] += weight * self.weights[part]
        return near


def postings(rows: npt.NDArray[Any], slots: npt.NDArray[np.int64]) -> Postings:
    """The lists of the passages at `slots`; `rows` as `points.mapped` gives them."""
    pieces = [slots[at : at + _PIECE] for at in range(0, len(slots), _PIECE)]
    held = np.zeros(_TERMS, np.int64)
    for piece in pieces:
        held += np.bincount(rows["terms"][piece][rows["weights"][piece] > 0], minlength=_TERMS)
    rarity = np.log((len(slots) + 1) / (held + 1)).astype(np.float32)
    rarity[held > COMMON * len(slots)] = 0
    found = [_weighed(rows, piece, rarity) for piece in pieces]
    terms = np.concatenate([np.zeros(0, np.uint16), *(terms for terms, _, _ in found)])
    order = np.argsort(terms, kind="stable")
    return Postings(
        np.concatenate([[0], np.cumsum(np.bincount(terms, minlength=_TERMS))]),
        np.concatenate([np.zeros(0, np.int32), *(places for _, places, _ in found)])[order],
        np.concatenate([np.zeros(0, np.float32), *(weights for _, _, weights in found)])[order],
        rarity,
    )


def _weighed(
    rows: npt.NDArray[Any], slots: npt.NDArray[np.int64], rarity: Floats
) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.int32], Floats]:
    """(term, place, weight) of everything that the passages at `slots` hold and that says something."""
    terms = rows["terms"][slots]
    weights = rows["weights"][slots].astype(np.float32) * rarity[terms]
    weights /= np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), 1e-9)
    row, column = np.nonzero(weights > 0)
    return terms[row, column], slots[row].astype(np.int32), weights[row, column]
