"""What kind of file some bytes are. Names and suffixes lie; bytes do not."""

from __future__ import annotations

import hashlib
from typing import Literal

from styleloop.types.record import Refusal

Stranger = Literal["heic", "jxl", "psd", "pdf", "jp2"]
"""Pictures of kinds that are not read, but that people send: they are told what to do."""
Kind = Literal["jpeg", "png", "gif", "webp", "bmp", "tiff", "avif", "svg", "html", "empty", "unknown"] | Stranger

RASTERS: frozenset[Kind] = frozenset({"jpeg", "png", "gif", "webp", "bmp", "tiff", "avif"})
LARGEST = 64_000_000
"""Pixels. A larger picture is refused from its header alone, before any of it is unpacked."""
SMALLEST = 16
"""Pixels on the short side; anything smaller is a tracking pixel or an accident."""

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\xff\x0a", "jxl"),
    (b"\0\0\0\x0cJXL ", "jxl"),
    (b"\0\0\0\x0cjP  ", "jp2"),
    (b"8BPS", "psd"),
    (b"%PDF", "pdf"),
)


def kind_of(data: bytes) -> Kind:
    """The format of `data`, read from its first bytes (64 are enough for pictures, 1,024 for drawings)."""
    if not data:
        return "empty"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "avif"
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"):
        return "heic"
    return _markup(data[:1024])


def _markup(head: bytes) -> Kind:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "html"
    if text.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")):
        return "html" if b"<html" in text else "svg"
    return "unknown"


def subject_of(data: bytes) -> str:
    """How a refusal names a file that came as bytes only: the first 16 hex of its sha256."""
    return hashlib.sha256(data).hexdigest()[:16]


def not_mine(data: bytes, expected: str) -> Refusal:
    """Why `data` is not a picture a decoder of `expected` can read, and what to give instead."""
    kind = kind_of(data)
    why, cure = {
        "heic": ("this is a HEIC picture, as phones save them", "export it as JPEG"),
        "jxl": ("this is a JPEG XL picture", "export it as JPEG or PNG"),
        "jp2": ("this is a JPEG 2000 picture", "export it as JPEG or PNG"),
        "psd": ("this is a Photoshop file", "export it as PNG (with transparency) or JPEG"),
        "pdf": ("this is a PDF, not a picture", "export the page as PNG or SVG"),
        "empty": ("the file is empty", "export or download it again"),
        "html": ("this is a web page, not a picture", "download the picture itself, not the page that shows it"),
        "svg": ("this is a drawing, not a photograph", "give it to the drawing decoder"),
        "unknown": ("this is not a picture", "give one of the formats named"),
    }.get(kind, (f"this is a {kind} picture, not a drawing", "give it to the raster decoder"))
    got = "0 bytes" if not data else f"{len(data)} bytes beginning {data[:12]!r}"
    return Refusal(subject=subject_of(data), why=why, got=got, expected=expected, cure=cure)
