"""ONNX files made by hand, byte by byte: a network that tells red from blue, and broken ones."""

from __future__ import annotations

import struct

FLOAT = 1


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def number(field, value):
    return varint(field << 3) + varint(value)


def block(field, data):
    data = data.encode() if isinstance(data, str) else data
    return varint(field << 3 | 2) + varint(len(data)) + data


def weights(name, shape, values):
    dims = b"".join(number(1, side) for side in shape)
    return dims + number(2, FLOAT) + block(8, name) + block(9, struct.pack(f"<{len(values)}f", *values))


def value(name, shape):
    dims = b"".join(block(1, number(1, side) if side else block(2, "any")) for side in shape)
    return block(1, name) + block(2, block(1, number(1, FLOAT) + block(2, dims)))


def node(kind, inputs, output):
    return b"".join(block(1, one) for one in inputs) + block(2, output) + block(3, output) + block(4, kind)


def red_or_blue(side=32, labels=2, factor=8.0, infinite=False, declared=None, inputs=1, last=False):
    """Bytes of a network: mean of each channel -> `labels` numbers, of which the first is red and the second blue.

    `last`: pictures go in as (1, H, W, 3).
    """
    shape = (1, side, side, 3) if last else (1, 3, side, side)
    matrix = [0.0] * (3 * labels)
    matrix[0] = matrix[2 * labels + 1] = float("inf") if infinite else factor
    nodes = [node("Transpose", ["picture"], "turned") + block(5, _perm())] if last else []
    nodes += [
        node("GlobalAveragePool", ["turned" if last else "picture"], "pooled"),
        node("Flatten", ["pooled"], "flat"),
        node("MatMul", ["flat", "weights"], "scores"),
    ]
    given = [value("picture", shape), *(value(f"more{n}", (1,)) for n in range(1, inputs))]
    graph = b"".join(block(1, one) for one in nodes) + block(2, "red or blue")
    graph += block(5, weights("weights", (3, labels), matrix))
    graph += b"".join(block(11, one) for one in given)
    graph += block(12, value("scores", (1, declared or labels)))
    return number(1, 8) + block(8, block(1, "") + number(2, 13)) + block(7, graph)


def _perm():
    """Attribute perm = [0, 3, 1, 2]: ints, type INTS."""
    return block(1, "perm") + b"".join(number(8, axis) for axis in (0, 3, 1, 2)) + number(20, 7)
