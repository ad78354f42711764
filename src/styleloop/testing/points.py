"""What every embedder promises of its points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from styleloop.types.record import Refusal


def check_points(read: Callable[[Sequence[str]], Sequence[Any]], texts: Sequence[str], size: int) -> Sequence[Any]:
    """A finite point of `size` numbers for each text, whatever the batch; an empty text is refused. Gives the points.

    Args:
        read: the embedder.
        texts: the first of them is short, as a batch with longer ones would pad it.
        size: numbers of a point, as the embedder declares it.
    """
    found = read(texts)
    assert len(found) == len(texts), "one result per text, in order"
    for text, point in zip(texts, found, strict=True):
        if not text:
            assert isinstance(point, Refusal), "a text without words must be refused, never zero"
            continue
        assert not isinstance(point, Refusal), f"a good text was refused: {point}"
        assert point.shape == (size,) and point.dtype == np.float32, f"{point.shape} {point.dtype}"
        assert np.isfinite(point).all(), "every number of a point is finite"
    (alone,) = read(texts[:1])
    assert np.allclose(alone, found[0], atol=1e-5, rtol=0), "the same text must give the same point in any batch"
    return found
