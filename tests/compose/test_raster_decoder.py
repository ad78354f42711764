"""Bytes decide: what a raster file turns into, and why some are turned away."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from styleloop.adapters.decoders.raster import RasterDecoder
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal

DECODER = RasterDecoder()
pytestmark = pytest.mark.filterwarnings("ignore:Corrupt EXIF data")


def file_of(image: Image.Image, kind: str, **how: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()


def scene(width: int = 120, height: int = 80) -> Image.Image:
    """Red left, blue right, a white stripe on top."""
    rgb = np.zeros((height, width, 3), np.uint8)
    rgb[:, : width // 2] = (200, 30, 30)
    rgb[:, width // 2 :] = (30, 30, 200)
    rgb[: height // 8] = 255
    return Image.fromarray(rgb)


def decoded(data: bytes, long_side: int | None = None) -> Picture:
    [one] = DECODER.decode([data], long_side)
    assert isinstance(one, Picture), one
    return one


def refused(data: bytes) -> Refusal:
    [one] = DECODER.decode([data], None)
    assert isinstance(one, Refusal)
    return one


def near(pixel: np.ndarray, colour: tuple[int, int, int], by: int = 12) -> bool:
    return bool(np.abs(pixel.astype(int) - colour).max() <= by)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "AVIF"])
def test_every_format_gives_the_same_scene(kind: str) -> None:
    how = {"quality": 95} if kind in ("JPEG", "WEBP", "AVIF") else {}
    picture = decoded(file_of(scene(), kind, **how))
    assert (picture.width, picture.height) == (120, 80)
    assert near(picture.rgb[40, 20], (200, 30, 30), 30)
    assert near(picture.rgb[40, 100], (30, 30, 200), 30)
    assert picture.alpha is None
    assert picture.full_size == (120, 80)


def test_a_png_named_jpg_is_still_a_png() -> None:
    data = file_of(scene(), "PNG")
    assert DECODER.accepts(data[:64])
    assert near(decoded(data).rgb[40, 20], (200, 30, 30), 0)


@pytest.mark.parametrize("turn", range(1, 9))
def test_exif_orientation_is_undone(turn: int) -> None:
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = scene() if turn == 1 else scene().transpose(list(Image.Transpose)[undo[turn]])
    exif = Image.Exif()
    exif[0x0112] = turn
    for kind in ("JPEG", "PNG"):
        picture = decoded(file_of(stored, kind, exif=exif, **({"quality": 95} if kind == "JPEG" else {})))
        assert picture.full_size == (120, 80)
        assert near(picture.rgb[3, 60], (255, 255, 255), 30), (turn, kind)
        assert near(picture.rgb[40, 20], (200, 30, 30), 30), (turn, kind)


def test_transparency_is_kept() -> None:
    clear = scene().convert("RGBA")
    clear.putalpha(Image.fromarray(np.tile(np.repeat([0, 255], 60).astype(np.uint8), (80, 1))))
    palette = Image.fromarray(np.tile(np.repeat([0, 1], 60).astype(np.uint8), (80, 1)), "P")
    palette.putpalette([0, 0, 0, 30, 30, 200])
    for data in (
        file_of(clear, "PNG"),
        file_of(palette, "PNG", transparency=0),
        file_of(palette, "GIF", transparency=0),
    ):
        picture = decoded(data)
        assert picture.alpha is not None
        assert picture.alpha[40, 10] == 0
        assert picture.alpha[40, 110] == 255
        assert near(picture.rgb[40, 110], (30, 30, 200), 0)
        assert near(picture.rgb[40, 10], (255, 255, 255), 0), "what cannot be seen does not show as black"


def test_sixteen_bit_grey_is_not_clipped_to_white() -> None:
    ramp = np.linspace(0, 65535, 64 * 64).reshape(64, 64).astype(np.uint16)
    picture = decoded(file_of(Image.fromarray(ramp), "PNG"))
    assert picture.rgb[0, 0, 0] <= 1
    assert picture.rgb[-1, -1, 0] >= 254
    assert abs(int(picture.rgb[32, 0, 0]) - 127) <= 3


def test_of_an_animation_the_first_frame_counts() -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("#c81e1e", "#1e1ec8", "#1ec81e")]
    data = file_of(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50)
    assert near(decoded(data).rgb[20, 20], (200, 30, 30), 10)


def test_shrink_on_load_never_gives_less_than_asked() -> None:
    for kind in ("JPEG", "PNG"):
        data = file_of(scene(3000, 2000), kind)
        picture = decoded(data, 480)
        assert 480 <= picture.width < 1000, kind
        assert picture.full_size == (3000, 2000)
        assert near(picture.rgb[picture.height // 2, 20], (200, 30, 30), 20)
    small = decoded(file_of(scene(), "JPEG"), 480)
    assert small.width == 120, "a smaller file is not blown up"


def test_a_bomb_is_refused_from_its_header() -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    for side, said in ((30_000, "megapixels"), (9_000, "9000 x 9000 px")):
        header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
        refusal = refused(
            b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
        )
        assert "too large" in refusal.why
        assert said in refusal.got
        assert "64 megapixels" in refusal.expected
        assert refusal.cure


def test_a_huge_jpeg_is_refused_from_its_header() -> None:
    frame = b"\x08" + struct.pack(">HH", 20_000, 20_000) + b"\x03" + b"\x01\x11\0\x02\x11\0\x03\x11\0"
    header = b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame
    scan = b"\xff\xda" + struct.pack(">H", 12) + b"\x03\x01\0\x02\0\x03\0\0\x3f\0" + bytes(50)
    refusal = refused(header + scan)
    assert "too large" in refusal.why
    assert refusal.cure


def test_a_strip_of_extreme_ratio_is_read_as_it_is() -> None:
    picture = decoded(file_of(Image.new("RGB", (4000, 20), (9, 99, 200)), "PNG"), 480)
    assert picture.full_size == (4000, 20)
    assert picture.height >= 1
    assert near(picture.rgb[0, 5], (9, 99, 200), 1)


def test_files_that_are_no_pictures_are_named_for_what_they_are() -> None:
    page = b"<!DOCTYPE html><html><body>404</body></html>"
    cases = {
        b"": "empty",
        page: "web page",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>": "drawing",
        b"hello": "not a picture",
    }
    for data, said in cases.items():
        refusal = refused(data)
        assert said in refusal.why
        assert refusal.expected
        assert refusal.cure
        assert not DECODER.accepts(data[:64])


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\xff\x0a\xfa\x7f", "JPEG XL"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
        (b"8BPS\0\1", "Photoshop"),
        (b"%PDF-1.7\n", "PDF"),
    ],
)
def test_kinds_that_people_send_are_named_with_what_to_do(head: bytes, said: str) -> None:
    refusal = refused(head + bytes(200))
    assert said in refusal.why
    assert "export" in refusal.cure


def test_a_tracking_pixel_is_too_small() -> None:
    refusal = refused(file_of(Image.new("RGB", (1, 1)), "PNG"))
    assert refusal.why == "1 x 1 px, too small, expected at least 16 px"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_file_is_refused_and_sinks_no_batch(kind: str) -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (90, 90, 3), np.uint8))
    whole = file_of(noise, kind)
    bad, good = DECODER.decode([whole[: len(whole) // 2], whole], None)
    assert isinstance(bad, Refusal)
    assert isinstance(good, Picture)
    assert bad.cure


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"II*\0"])
)
def test_no_bytes_at_all_make_it_raise(tail: bytes, magic: bytes) -> None:
    [one] = DECODER.decode([magic + tail], 200)
    assert isinstance(one, Refusal | Picture)
