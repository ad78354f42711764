"""The forward pass of a Llama decoder in numpy (Touvron et al. 2023), up to the deepest layer that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from styleloop.adapters.embedders.gguf import Gguf
from styleloop.adapters.embedders.packing import Packed, product, softmax, streams
from styleloop.adapters.embedders.weights import Floats


@dataclass(frozen=True)
class _Shape:
    heads: int
    shared: int
    """Heads of keys and values; several query heads share one (Ainslie et al. 2023)."""
    each: int
    small: float
    turn: float
    """Base of the rotations that tell places apart (Su et al. 2021)."""


class Llama:
    """Weights of one decoder, laid out for use."""

    def __init__(self, file: Gguf, depth: int) -> None:
        """Take the first `depth` layers of `file`."""
        facts = file.facts
        heads = int(facts["llama.attention.head_count"])
        self._shape = _Shape(
            heads=heads,
            shared=int(facts["llama.attention.head_count_kv"]),
            each=int(facts["llama.embedding_length"]) // heads,
            small=float(facts["llama.attention.layer_norm_rms_epsilon"]),
            turn=float(facts["llama.rope.freq_base"]),
        )
        self._words = file.tensor("token_embd.weight")
        self._layers = [_Layer(file, f"blk.{number}.", self._shape) for number in range(depth)]

    def means(self, texts: Sequence[tuple[int, ...]], layers: Sequence[int], skip: int) -> Floats:
        """Mean hidden state of each text after each of `layers`, leaving out its first `skip` tokens.

        The norm at the end of the model is not applied. Shape (texts, layers x width).
        """
        found = np.empty((len(texts), len(layers) * self._words.shape[1]), np.float32)
        for indices, packed in streams(texts):
            hidden = self._words[packed.tokens]
            kept: dict[int, Floats] = {}
            for number, layer in enumerate(self._layers[: max(layers)], start=1):
                hidden = layer.forward(hidden, packed)
                if number in layers:
                    kept[number] = np.stack(packed.means(hidden, skip))
            found[indices] = np.concatenate([kept[number] for number in layers], axis=1)
        return found


class _Layer:
    def __init__(self, file: Gguf, name: str, shape: _Shape) -> None:
        self._shape = shape
        self._before_look, self._before = file.tensor(f"{name}attn_norm.weight"), file.tensor(f"{name}ffn_norm.weight")
        self._looks = _columns(file, *(f"{name}attn_{part}.weight" for part in ("q", "k", "v")))
        self._joined = _columns(file, f"{name}attn_output.weight")
        self._wide = _columns(file, f"{name}ffn_gate.weight", f"{name}ffn_up.weight")
        self._narrow = _columns(file, f"{name}ffn_down.weight")

    def forward(self, hidden: Floats, packed: Packed) -> Floats:
        looks = product(_normal(hidden, self._before_look, self._shape.small), self._looks)
        hidden = hidden + product(_attend(looks, packed, self._shape), self._joined)
        wide = product(_normal(hidden, self._before, self._shape.small), self._wide)
        gate, up = np.split(wide, 2, axis=1)
        inner = gate / (1 + np.exp(-np.clip(gate, -80, None))) * up  # SwiGLU (Shazeer 2020)
        return hidden + product(inner, self._narrow)


def _attend(looks: Floats, packed: Packed, shape: _Shape) -> Floats:
    width, narrow = shape.heads * shape.each, shape.shared * shape.each
    angle = packed.places[:, None] / shape.turn ** (np.arange(0, shape.each, 2) / shape.each)
    turns = (np.cos(angle).astype(np.float32)[:, None], np.sin(angle).astype(np.float32)[:, None])
    query = _turned(looks[:, :width].reshape(-1, shape.heads, shape.each), *turns)
    key = _turned(looks[:, width : width + narrow].reshape(-1, shape.shared, shape.each), *turns)
    value = looks[:, width + narrow :].reshape(-1, shape.shared, shape.each)
    out = np.zeros((len(looks), width), np.float32)
    for rows in packed.together():
        texts, length = rows.shape
        q, k, v = (np.ascontiguousarray(part[rows].transpose(0, 2, 1, 3)) for part in (query, key, value))
        k, v = (np.repeat(part, shape.heads // shape.shared, axis=1) for part in (k, v))
        scores = q @ k.transpose(0, 1, 3, 2) / np.float32(np.sqrt(shape.each))
        scores += np.triu(np.full((length, length), -np.inf, np.float32), 1)  # nobody looks ahead
        out[rows] = (softmax(scores) @ v).transpose(0, 2, 1, 3).reshape(texts, length, width)
    return out


def _turned(x: Floats, cos: Floats, sin: Floats) -> Floats:
    """Neighbouring pairs of numbers turned by their place, as GGUF files lay them out."""
    out = np.empty_like(x)
    out[..., 0::2] = x[..., 0::2] * cos - x[..., 1::2] * sin
    out[..., 1::2] = x[..., 0::2] * sin + x[..., 1::2] * cos
    return out


def _normal(x: Floats, scale: Floats, small: float) -> Floats:
    return np.asarray(x / np.sqrt(np.square(x).mean(axis=1, keepdims=True) + np.float32(small)) * scale)


def _columns(file: Gguf, *names: str) -> Floats:
    return np.ascontiguousarray(np.concatenate([file.tensor(name) for name in names], axis=0).T)
