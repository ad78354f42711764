"""What an ONNX file says of itself: what goes in, what comes out. Nothing of it is run.

ONNX is a protocol buffer (onnx.proto): fields with a number and a length, so that weights are stepped over. OpenCV
takes pixels in any shape and answers all the same, so what the file asks for has to be known beforehand.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

Span = tuple[int, int]
Shape = tuple[int, ...]
"""0 where the file leaves a size open."""


class NotOnnx(Exception):
    """It is no ONNX file that can be used; says why."""


class Header(NamedTuple):
    """One picture in, one row of numbers out."""

    name: str
    """Of the input."""
    shape: Shape
    """Of the input."""
    output: Shape


def read_header(path: Path) -> Header:
    """What the one input and the one output of a file are.

    Raises:
        NotOnnx: it is none, is cut off, or has another number of inputs or outputs.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        try:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:  # an empty file
            raise NotOnnx("it is empty") from None
        with data:
            try:
                return _header(data)
            except (IndexError, UnicodeDecodeError):
                raise NotOnnx("it is no ONNX file, or a damaged one") from None


def _header(data: mmap.mmap) -> Header:
    graphs = [span for number, span in _fields(data, (0, len(data))) if number == 7]
    if len(graphs) != 1:
        raise NotOnnx("it is no ONNX file: it holds no graph")
    weights: set[str] = set()
    given: list[tuple[str, Shape]] = []
    made: list[tuple[str, Shape]] = []
    for number, span in _fields(data, graphs[0]):
        if number == 5:
            weights.add(_text(data, span, 8))
        elif number in (11, 12):
            (given if number == 11 else made).append((_text(data, span, 1), _shape(data, span)))
    inputs = [one for one in given if one[0] not in weights]
    for what, found in (("inputs", inputs), ("outputs", made)):
        if len(found) != 1:
            names = ", ".join(name for name, _ in found) or "none"
            raise NotOnnx(f"it has {len(found)} {what} ({names}); a classifier has one")
    return Header(*inputs[0], made[0][1])


def _text(data: mmap.mmap, span: Span, wanted: int) -> str:
    return next((data[a:b].decode("utf-8") for number, (a, b) in _fields(data, span) if number == wanted), "")


def _shape(data: mmap.mmap, span: Span) -> Shape:
    """ValueInfoProto.type.tensor_type.shape.dim[].dim_value"""
    for wanted in (2, 1, 2):
        span = next((found for number, found in _fields(data, span) if number == wanted), (0, 0))
    return tuple(_size(data, dim) for number, dim in _fields(data, span) if number == 1)


def _size(data: mmap.mmap, span: Span) -> int:
    at, stop = span
    while at < stop:
        key, at = _varint(data, at)
        value, at = _varint(data, at)
        if key == 1 << 3:
            return value
        at += value if key & 7 == 2 else 0
    return 0


def _fields(data: mmap.mmap, span: Span) -> Iterator[tuple[int, Span]]:
    """Number and place of each field that has a length; others are stepped over."""
    at, stop = span
    while at < stop:
        key, at = _varint(data, at)
        number, kind = key >> 3, key & 7
        if number == 0 or kind not in (0, 1, 2, 5):
            raise IndexError
        if kind == 0:
            _, at = _varint(data, at)
            continue
        size = 0
        if kind == 2:
            size, at = _varint(data, at)
        end = at + {1: 8, 5: 4}.get(kind, size)
        if end > stop:
            raise IndexError
        if kind == 2:
            yield number, (at, end)
        at = end


def _varint(data: mmap.mmap, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
    raise IndexError
