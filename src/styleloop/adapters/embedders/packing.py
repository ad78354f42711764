"""Texts of any length as one stream of rows: the same text gives the same bytes whatever stands beside it.

A matrix product may round differently when its shape changes. So rows of all texts are laid end to end and multiplied
in blocks of one fixed height, and attention, which looks across a text, runs over texts of one length at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from styleloop.adapters.embedders.weights import Floats

BLOCK = 128
"""Rows of one product."""
STREAM = 4096
"""Rows handled at once: bounds the memory."""

Whole = npt.NDArray[np.int64]


class Packed:
    """Texts laid end to end.

    Attributes:
        tokens: (rows,) token numbers, zero in the last, unused rows.
        places: (rows,) place of each row in its text.
        spans: (start, length) of each text.
    """

    def __init__(self, texts: Sequence[tuple[int, ...]]) -> None:
        lengths = [len(text) for text in texts]
        starts = np.concatenate([[0], np.cumsum(lengths)]).tolist()
        rows = -(-starts[-1] // BLOCK) * BLOCK
        self.tokens, self.places = np.zeros(rows, np.int64), np.zeros(rows, np.int64)
        self.spans = list(zip(starts[:-1], lengths, strict=True))
        for text, (start, length) in zip(texts, self.spans, strict=True):
            self.tokens[start : start + length] = text
            self.places[start : start + length] = np.arange(length)
        self._by_length = {n: [s for s, m in self.spans if m == n] for n in sorted(set(lengths))}

    def together(self) -> Iterator[Whole]:
        """Rows of texts of one length, shape (texts, length), length by length."""
        for length, starts in self._by_length.items():
            yield np.asarray(starts)[:, None] + np.arange(length)

    def means(self, hidden: Floats, skip: int = 0) -> list[Floats]:
        """Mean over each text's rows, leaving out the first `skip`."""
        return [hidden[s + skip : s + n].mean(axis=0, dtype=np.float64).astype(np.float32) for s, n in self.spans]


def product(rows: Floats, weights: Floats) -> Floats:
    """`rows` (n, a) times `weights` (a, b), block by block; n is a multiple of `BLOCK`."""
    out = np.empty((len(rows), weights.shape[1]), np.float32)
    for start in range(0, len(rows), BLOCK):
        np.matmul(rows[start : start + BLOCK], weights, out=out[start : start + BLOCK])
    return out


def softmax(scores: Floats) -> Floats:
    """Shares along the last axis, in place."""
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return scores


def streams(texts: Sequence[tuple[int, ...]]) -> Iterator[tuple[list[int], Packed]]:
    """`texts` in portions of about `STREAM` rows: (their indices, packed)."""
    held: list[int] = []
    rows = 0
    for index, text in enumerate(texts):
        if held and rows + len(text) > STREAM:
            yield held, Packed([texts[i] for i in held])
            held, rows = [], 0
        held.append(index)
        rows += len(text)
    if held:
        yield held, Packed([texts[i] for i in held])
