"""The forward pass of a BERT encoder in numpy (Devlin et al. 2019), every layer's output kept that is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from styleloop.adapters.embedders.packing import Packed, product, softmax, streams
from styleloop.adapters.embedders.weights import Floats

SMALL = 1e-12
"""Added to a variance before its root."""


class Bert:
    """Weights of one encoder, laid out for use."""

    def __init__(self, tensors: Mapping[str, Floats], heads: int, depth: int) -> None:
        """Take the first `depth` layers of `tensors`, named as in the published models."""
        self._heads = heads
        self._words = tensors["embeddings.word_embeddings.weight"]
        kind = tensors["embeddings.token_type_embeddings.weight"][0]
        self._places = tensors["embeddings.position_embeddings.weight"] + kind
        self._start = _pair(tensors, "embeddings.LayerNorm")
        self._layers = [_Layer(tensors, f"encoder.layer.{number}.") for number in range(depth)]

    def means(self, texts: Sequence[tuple[int, ...]], layers: Sequence[int]) -> Floats:
        """Mean hidden state of each text after each of `layers` (0: the embeddings), shape (texts, layers x width)."""
        found = np.empty((len(texts), len(layers) * self._words.shape[1]), np.float32)
        for indices, packed in streams(texts):
            found[indices] = self._stream(packed, layers)
        return found

    def _stream(self, packed: Packed, layers: Sequence[int]) -> Floats:
        hidden = _normal(self._words[packed.tokens] + self._places[packed.places], *self._start)
        kept = {0: np.stack(packed.means(hidden))} if 0 in layers else {}
        for number, layer in enumerate(self._layers[: max(layers)], start=1):
            hidden = layer.forward(hidden, packed, self._heads)
            if number in layers:
                kept[number] = np.stack(packed.means(hidden))
        return np.concatenate([kept[number] for number in layers], axis=1)


class _Layer:
    def __init__(self, tensors: Mapping[str, Floats], name: str) -> None:
        parts = [_linear(tensors, f"{name}attention.self.{part}") for part in ("query", "key", "value")]
        self._looks = np.ascontiguousarray(np.concatenate([w for w, _ in parts], axis=1))
        self._looks_bias = np.concatenate([b for _, b in parts])
        self._joined = _linear(tensors, f"{name}attention.output.dense")
        self._after_look = _pair(tensors, f"{name}attention.output.LayerNorm")
        self._wide = _linear(tensors, f"{name}intermediate.dense")
        self._narrow = _linear(tensors, f"{name}output.dense")
        self._after = _pair(tensors, f"{name}output.LayerNorm")

    def forward(self, hidden: Floats, packed: Packed, heads: int) -> Floats:
        looked = _attend(product(hidden, self._looks) + self._looks_bias, packed, heads)
        joined, bias = self._joined
        hidden = _normal(product(looked, joined) + bias + hidden, *self._after_look)
        wide, wide_bias = self._wide
        narrow, narrow_bias = self._narrow
        inner = _gelu(product(hidden, wide) + wide_bias)
        return _normal(product(inner, narrow) + narrow_bias + hidden, *self._after)


def _attend(looks: Floats, packed: Packed, heads: int) -> Floats:
    width = looks.shape[1] // 3
    each = width // heads
    out = np.zeros((len(looks), width), np.float32)
    for rows in packed.together():
        texts, length = rows.shape
        parts = looks[rows].reshape(texts, length, 3, heads, each).transpose(2, 0, 3, 1, 4)
        query, key, value = (np.ascontiguousarray(part) for part in parts)
        scores = softmax(query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(each)))
        out[rows] = (scores @ value).transpose(0, 2, 1, 3).reshape(texts, length, width)
    return out


def _gelu(x: Floats) -> Floats:
    """x times the share of the normal below x; erf by 7.1.26 of Abramowitz and Stegun (1964), within 1.5e-7."""
    size = np.abs(x) * np.float32(np.sqrt(0.5))
    t = 1 / (1 + np.float32(0.3275911) * size)
    series = np.float32(1.061405429) * t
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series += np.float32(factor)
        series *= t
    tail = series * np.exp(-size * size)
    return np.asarray(np.where(x < 0, np.float32(0.5) * tail, 1 - np.float32(0.5) * tail) * x)


def _normal(x: Floats, scale: Floats, shift: Floats) -> Floats:
    x = x - x.mean(axis=1, keepdims=True)
    x /= np.sqrt(np.square(x).mean(axis=1, keepdims=True) + np.float32(SMALL))
    x *= scale
    x += shift
    return x


def _linear(tensors: Mapping[str, Floats], name: str) -> tuple[Floats, Floats]:
    return np.ascontiguousarray(tensors[f"{name}.weight"].T), np.array(tensors[f"{name}.bias"])


def _pair(tensors: Mapping[str, Floats], name: str) -> tuple[Floats, Floats]:
    return np.array(tensors[f"{name}.weight"]), np.array(tensors[f"{name}.bias"])
