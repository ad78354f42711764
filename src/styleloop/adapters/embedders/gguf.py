"""Reading GGUF, the file format of small local language models: its facts, and its tensors as float32.

Of the ways tensors are stored, those are read that the shipped model uses: float32, Q8_0 and Q4_1.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from styleloop.adapters.embedders.weights import Floats
from styleloop.errors import InputError

_PLAIN = ("B", "b", "H", "h", "I", "i", "f", "?")
_TEXT, _LIST = 8, 9
_LONG = {10: "Q", 11: "q", 12: "d"}
_ROW = 32
"""Numbers of one quantised block."""
_Q8 = np.dtype([("scale", "<f2"), ("whole", "i1", (_ROW,))])
_Q4 = np.dtype([("scale", "<f2"), ("least", "<f2"), ("nibbles", "u1", (_ROW // 2,))])


@dataclass(frozen=True)
class _Place:
    shape: tuple[int, ...]
    kind: int
    start: int


class Gguf:
    """One file, opened: `facts` by name, tensors by `tensor`."""

    def __init__(self, file: Path) -> None:
        """Read the header.

        Raises:
            InputError: the file is not GGUF version 2 or 3, or is cut short.
        """
        self._data = np.memmap(file, np.uint8, "r")
        self._at, self._name = 0, file.name
        if bytes(self._data[:4]) != b"GGUF":
            raise InputError("not a GGUF file", where=file.name, got=bytes(self._data[:4]), expected="GGUF")
        self._at = 4
        version, tensors, facts = self._number("I"), self._number("Q"), self._number("Q")
        if version not in (2, 3):
            raise InputError("a GGUF version that is not read", where=file.name, got=version, expected="2 or 3")
        self.facts: Mapping[str, Any] = {self._text(): self._value(self._number("I")) for _ in range(facts)}
        self._places = dict(self._place() for _ in range(tensors))
        grain = int(self.facts.get("general.alignment", 32))
        self._start = -(-self._at // grain) * grain

    def tensor(self, name: str) -> Floats:
        """The tensor `name` as float32, in numpy's order of axes.

        Raises:
            InputError: it is not there, or is stored in a way that is not read, or the file is cut short.
        """
        place = self._places.get(name)
        if place is None:
            raise InputError("no such tensor", where=self._name, got=name)
        count = math.prod(place.shape)
        size = {0: 4 * count, 3: count // _ROW * _Q4.itemsize, 8: count // _ROW * _Q8.itemsize}.get(place.kind)
        if size is None:
            raise InputError("stored in a way that is not read", where=f"{self._name}, {name}", got=place.kind)
        raw = self._data[self._start + place.start : self._start + place.start + size]
        if len(raw) < size:
            raise InputError("the file is cut short", where=f"{self._name}, {name}", got=len(raw), expected=str(size))
        return _opened(np.asarray(raw), place.kind).reshape(place.shape)

    def _place(self) -> tuple[str, _Place]:
        name = self._text()
        axes = [self._number("Q") for _ in range(self._number("I"))]
        return name, _Place(tuple(reversed(axes)), self._number("I"), self._number("Q"))

    def _number(self, code: str) -> Any:
        size = struct.calcsize(f"<{code}")
        if self._at + size > len(self._data):
            raise InputError("the file is cut short", where=self._name, got=len(self._data))
        (found,) = struct.unpack(f"<{code}", self._data[self._at : self._at + size].tobytes())
        self._at += size
        return found

    def _text(self) -> str:
        length = self._number("Q")
        self._at += length
        return bytes(self._data[self._at - length : self._at]).decode("utf-8")

    def _value(self, kind: int) -> Any:
        if kind == _TEXT:
            return self._text()
        if kind == _LIST:
            inner, length = self._number("I"), self._number("Q")
            return [self._value(inner) for _ in range(length)]
        code = _LONG.get(kind) or (_PLAIN[kind] if kind < len(_PLAIN) else None)
        if code is None:
            raise InputError("a kind of value that is not read", where=self._name, got=kind)
        return self._number(code)


def _opened(raw: np.ndarray[tuple[int], np.dtype[np.uint8]], kind: int) -> Floats:
    if kind == 0:
        return raw.view(np.float32).copy()
    if kind == 8:
        wide = raw.view(_Q8)
        return wide["whole"].astype(np.float32) * wide["scale"].astype(np.float32)[:, None]
    blocks = raw.view(_Q4)
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32)
    scale, least = (blocks[part].astype(np.float32)[:, None] for part in ("scale", "least"))
    return nibbles * scale + least
