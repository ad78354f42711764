"""Choosing a few good things that are unlike each other: greedy determinantal point process."""

from __future__ import annotations

import numpy as np

from styleloop.errors import InputError
from styleloop.vector.scale import Array


def spread_out(quality: Array, likeness: Array, count: int, weight: float = 1.0) -> list[int]:
    """Indices of at most `count` items, in the order chosen.

    Greedy maximum of log det L over the chosen, L_ij = q_i S_ij q_j with q = exp(weight * quality / 2), in
    O(count^2 n) by updating a Cholesky factor (Chen, Zhang and Zhou 2018). An item that the chosen ones already span
    adds nothing and ends the choice. Ties go to the lower index.

    Args:
        quality: shape (n,), greater is better.
        likeness: shape (n, n), symmetric, positive semi-definite; the diagonal is how much of each
            is still to be said: 1, or less where something like it was said before.
        count: how many to choose.
        weight: how much quality counts against spread; 0 spreads only.

    Raises:
        InputError: the shapes do not fit.
    """
    n = len(quality)
    if likeness.shape != (n, n):
        raise InputError("a likeness for every pair is needed", got=likeness.shape, expected=f"({n}, {n})")
    worth = np.exp(0.5 * weight * (quality - quality.max())) if n else quality
    kernel = worth[:, None] * likeness * worth[None, :]
    gain = np.diag(kernel).copy() if n else np.zeros(0)
    factors = np.zeros((0, n))
    chosen: list[int] = []
    while len(chosen) < min(count, n):
        best = int(np.argmax(gain))
        if gain[best] <= 1e-9 * kernel[best, best]:
            break
        row = (kernel[best] - factors[:, best] @ factors) / np.sqrt(gain[best])
        factors = np.vstack([factors, row])
        gain = gain - row**2
        gain[chosen] = -np.inf
        gain[best] = -np.inf
        chosen.append(best)
    return chosen
