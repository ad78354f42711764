"""Frames into a file: animated WebP with Pillow alone, or MP4 where PyAV is installed.

The container of an animated WebP is written here, chunk by chunk (RFC 9649): each frame holds only the rectangle that
changed, so a picture whose words come in one after another stays small; equal frames become one that is shown longer.
"""

from __future__ import annotations

import io
import struct
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
from PIL import Image

from styleloop.adapters.renderers.facts import Rect
from styleloop.adapters.renderers.motion import RATE
from styleloop.errors import InputError
from styleloop.types.picture import Bytes

Mime = Literal["image/webp", "video/mp4"]
MIMES: dict[str, Mime] = {".webp": "image/webp", ".mp4": "video/mp4"}
"""Suffix -> what is written."""
QUALITIES: dict[Mime, tuple[int, ...]] = {"image/webp": (90, 82, 74, 66, 58), "video/mp4": (20, 23, 26, 29, 32)}
"""Best first: WebP quality, and x264's constant rate factor. Below the last, type frays."""
INSTALL = "pip install av"
_LOOP = 1
"""Plays once and stays on its last frame."""

Tick = Callable[[int], None]


@dataclass(frozen=True)
class Film:
    """A finished file.

    Attributes:
        data: its bytes.
        width, height: pixels; MP4 has even sizes, so a column or row may have been doubled at the end.
        frames: stored in it; in a WebP equal neighbours are one.
        quality: which of `QUALITIES` it has.
    """

    data: bytes
    width: int
    height: int
    frames: int
    quality: int


def mime_of(suffix: str) -> Mime:
    """What a file of that suffix holds.

    Raises:
        InputError: no such film can be made, or what makes it is not installed; says what to do.
    """
    mime = MIMES.get(suffix.lower())
    if mime is None:
        raise InputError("no film has that suffix", field="--out", got=suffix, expected=" or ".join(MIMES))
    if mime == "video/mp4" and find_spec("av") is None:
        raise InputError(
            "MP4 needs PyAV, which is not installed",
            field="--out",
            got=suffix,
            expected="the package av",
            cure=f"{INSTALL} (its wheels hold x264, under the GPL: see docs/motion.md), or write .webp instead",
        )
    return mime


def encoded(
    frames: Iterable[Bytes], mime: Mime, quality: int, xmp: bytes = b"", comment: str = "", tick: Tick | None = None
) -> Film:
    """`frames`, `RATE` of them a second, as one file of that quality.

    Args:
        frames: uint8 (h, w, 3), all of one size.
        mime: what to write.
        quality: one of `QUALITIES`.
        xmp: packet for a WebP.
        comment: for an MP4.
        tick: told the number of each frame that is done.
    """
    shown = _counted(frames, tick)
    return _webp(shown, quality, xmp) if mime == "image/webp" else _mp4(shown, quality, comment)


def _counted(frames: Iterable[Bytes], tick: Tick | None) -> Iterator[Bytes]:
    for number, frame in enumerate(frames, start=1):
        yield frame
        if tick is not None:
            tick(number)


def _webp(frames: Iterable[Bytes], quality: int, xmp: bytes) -> Film:
    """Animated WebP, lossy. The same frames give the same bytes."""
    parts: list[tuple[Rect, bytes]] = []
    shown: list[int] = []
    before: Bytes | None = None
    for frame in frames:
        rect = _changed(before, frame)
        if rect is None:
            shown[-1] += 1
        else:
            x0, y0, x1, y1 = rect
            parts.append((rect, _still(frame[y0:y1, x0:x1], quality)))
            shown.append(1)
        before = frame
    if before is None:
        raise ValueError("frames: expected at least one")
    height, width = before.shape[:2]
    starts = [sum(shown[:number]) for number in range(len(shown) + 1)]
    bodies = [
        _frame(rect, bits, _milliseconds(end) - _milliseconds(start))
        for (rect, bits), start, end in zip(parts, starts, starts[1:], strict=False)
    ]
    flags = 0x02 | (0x04 if xmp else 0)
    head = _chunk(b"VP8X", struct.pack("<I", flags) + _three(width - 1) + _three(height - 1))
    chunks = [head, _chunk(b"ANIM", struct.pack("<IH", 0xFFFFFFFF, _LOOP)), *bodies]
    if xmp:
        chunks.append(_chunk(b"XMP ", xmp))
    body = b"WEBP" + b"".join(chunks)
    return Film(b"RIFF" + struct.pack("<I", len(body)) + body, width, height, len(parts), quality)


def _milliseconds(frames: int) -> int:
    return round(1000 * frames / RATE)


def _changed(before: Bytes | None, frame: Bytes) -> Rect | None:
    """Least rectangle from an even corner, as the container wants it, outside which nothing changed; or None."""
    if before is None:
        return 0, 0, frame.shape[1], frame.shape[0]
    if before is frame:
        return None
    x, y, width, height = cv2.boundingRect((before != frame).any(axis=2).astype(np.uint8))
    return (x - x % 2, y - y % 2, x + width, y + height) if width else None


def _still(picture: Bytes, quality: int) -> bytes:
    """The chunk with the coded picture, out of a still WebP."""
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture)).save(buffer, "WEBP", quality=quality, method=4)
    return buffer.getvalue()[12:]


def _frame(rect: Rect, bits: bytes, duration: int) -> bytes:
    x0, y0, x1, y1 = rect
    keep = 0x02  # do not blend with what was there, do not clear it afterwards
    where = _three(x0 // 2) + _three(y0 // 2) + _three(x1 - x0 - 1) + _three(y1 - y0 - 1)
    return _chunk(b"ANMF", where + _three(duration) + bytes([keep]) + bits)


def _three(value: int) -> bytes:
    return value.to_bytes(3, "little")


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)


def _mp4(frames: Iterable[Bytes], crf: int, comment: str) -> Film:
    """H.264 (High), yuv420p, BT.709, its index in front, so that it plays while it loads."""
    with tempfile.TemporaryDirectory(prefix="styleloop-film-") as folder:
        path = Path(folder) / "film.mp4"  # its index is moved to the front afterwards, which takes a file with a name
        width, height, count = _mp4_into(path, frames, crf, comment)
        return Film(path.read_bytes(), width, height, count, crf)


def _mp4_into(path: Path, frames: Iterable[Bytes], crf: int, comment: str) -> tuple[int, int, int]:
    """Writes the film; returns its width, its height and how many frames it has."""
    av: Any = import_module("av")
    if "libx264" not in av.codecs_available:
        cure = f"install its wheel ({INSTALL}), or write .webp instead"
        raise InputError("this PyAV cannot write H.264", field="--out", expected="one built with x264", cure=cure)
    count, stream = 0, None
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as file:
        if comment:
            file.metadata["comment"] = comment
        for frame in frames:
            even = np.pad(frame, ((0, frame.shape[0] % 2), (0, frame.shape[1] % 2), (0, 0)), mode="edge")
            if stream is None:
                stream = _stream(file, even.shape[1], even.shape[0], crf)
            shown = av.VideoFrame.from_ndarray(even, format="rgb24")
            shown = shown.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
            shown.pts = count
            file.mux(stream.encode(shown))
            count += 1
        if stream is None:
            raise ValueError("frames: expected at least one")
        file.mux(stream.encode(None))
        return stream.width, stream.height, count


def _stream(file: Any, width: int, height: int, crf: int) -> Any:
    stream = file.add_stream("libx264", rate=RATE)
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    stream.options = {"crf": str(crf), "preset": "fast", "tune": "animation"}
    coded = stream.codec_context
    coded.color_range, coded.colorspace, coded.color_primaries, coded.color_trc = 1, 1, 1, 1  # limited; BT.709
    return stream
