"""Whether a GGUF file is whole, before llama.cpp is let near it: it says of any bad file only that it cannot be loaded.

Reads the header and skips over vocabularies, which are nine tenths of it; `embedders/gguf.py` reads them.
"""

from __future__ import annotations

import hashlib
import math
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from styleloop.errors import InputError

_NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_TEXT, _LIST = 8, 9
_BLOCKS = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36),
    10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292), 16: (256, 66),
    17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82), 23: (256, 136),
    24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2),
}  # fmt: skip
"""How a tensor is stored (ggml.h) -> numbers of a block, bytes of a block."""
_DEEPEST = 4


@dataclass(frozen=True)
class GgufHeader:
    """What the head of a file says."""

    facts: dict[str, Any]
    """Single values by name; lists are left out."""
    numbers: int
    """Numbers its tensors hold: the parameters of the model."""

    @property
    def adapter(self) -> bool:
        """Whether it is a LoRA adapter rather than a model."""
        return self.facts.get("general.type") == "adapter"


def read_header(file: Path) -> GgufHeader:
    """The head of `file`, whose tensors all lie inside it.

    Raises:
        InputError: there is no such file, it is not GGUF, or it is cut short or damaged.
    """
    cure = "download it again, or name another file"
    try:
        with file.open("rb") as opened:
            if opened.read(4) != b"GGUF":
                raise InputError("not a GGUF file", where=file.name, expected="a file that begins with GGUF", cure=cure)
            with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _Head(data).read()
    except FileNotFoundError as problem:
        cure = "name one that is there; paths start at the project folder"
        raise InputError("there is no such file", got=str(file), cure=cure) from problem
    except OSError as problem:
        raise InputError(f"the file cannot be read: {problem.strerror}", got=str(file), cure=cure) from problem
    except (struct.error, ValueError, KeyError, OverflowError) as problem:
        raise InputError(
            "the file is cut short or damaged", where=file.name, got=f"{file.stat().st_size:,} bytes", cure=cure
        ) from problem


def digest(file: Path) -> str:
    """The first 12 hex digits of its sha256."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()[:12]


class _Head:
    def __init__(self, data: mmap.mmap) -> None:
        self._data, self._at = data, 4

    def read(self) -> GgufHeader:
        if self._number("I") not in (2, 3):
            raise ValueError("a version that is not read")
        tensors, count = self._number("Q"), self._number("Q")
        facts: dict[str, Any] = {}
        for _ in range(count):
            name = self._text()
            value = self._value(self._number("I"), 0)
            if value is not None:
                facts[name] = value
        numbers, end = 0, 0
        for _ in range(tensors):
            count, last = self._tensor()
            numbers, end = numbers + count, max(end, last)
        grain = int(facts.get("general.alignment", 32))
        if -(-self._at // grain) * grain + end > len(self._data):
            raise ValueError("a tensor lies outside the file")
        return GgufHeader(facts, numbers)

    def _tensor(self) -> tuple[int, int]:
        """How many numbers it has, and where it ends behind the header."""
        self._text()
        count = math.prod(self._number("Q") for _ in range(self._number("I")))
        kind, start = self._number("I"), self._number("Q")
        many, size = _BLOCKS.get(kind, (1, 0))  # of a kind that is newer than this code, only the start is known
        return count, start + count // many * size

    def _number(self, code: str) -> Any:
        (found,) = struct.unpack_from(f"<{code}", self._data, self._at)
        self._at += struct.calcsize(f"<{code}")
        return found

    def _text(self) -> str:
        length = self._number("Q")
        start, self._at = self._at, self._at + length
        if self._at > len(self._data):
            raise ValueError("a text lies outside the file")
        return self._data[start : self._at].decode("utf-8", "replace")

    def _value(self, kind: int, depth: int) -> Any:
        if kind == _TEXT:
            return self._text()
        if kind != _LIST:
            return self._number(_NUMBERS[kind])
        inner, length = self._number("I"), self._number("Q")
        if inner == _TEXT:
            self._skip_texts(length)
        elif inner == _LIST and depth < _DEEPEST:
            for _ in range(length):
                self._value(inner, depth + 1)
        else:
            self._at += length * struct.calcsize(f"<{_NUMBERS[inner]}")
        return None

    def _skip_texts(self, count: int) -> None:
        data, at = self._data, self._at
        lengths = struct.Struct("<Q").unpack_from
        for _ in range(count):
            at += 8 + lengths(data, at)[0]
        self._at = at
