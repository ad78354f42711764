"""Colours of files in other spaces than sRGB, against answers that were worked out by hand."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping

import cv2
import numpy as np
import pytest
from PIL import Image

from styleloop.adapters.decoders.raster import RasterDecoder
from styleloop.types.picture import Picture

WHITE = (0.9642, 1.0, 0.8249)
P3 = ((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841))
ADOBE = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
SWAPPED = ((0.3851, 0.7169, 0.0971), (0.4361, 0.2225, 0.0139), (0.1431, 0.0606, 0.7141))
"""sRGB with red and green changed places. Primaries are XYZ for D50, as profiles state them."""


def xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(v * 65536)) for v in values)


def gamma(power: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IHxx", 1, round(power * 256))


def srgb_curve() -> bytes:
    level = np.linspace(0, 1, 1024)
    light = np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)
    return b"curv\0\0\0\0" + struct.pack(">I", 1024) + np.rint(light * 65535).astype(">u2").tobytes()


def profile(space: bytes, tags: Mapping[bytes, bytes], kind: bytes = b"mntr", between: bytes = b"XYZ ") -> bytes:
    """A profile by ICC.1:2001-04: header, tag table, tags."""
    name = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + bytes(78)
    whole = {b"desc": name, b"cprt": b"text\0\0\0\0none\0\0\0\0", b"wtpt": xyz(*WHITE), **tags}
    table, body, at = b"", b"", 128 + 4 + 12 * len(whole)
    for key, value in whole.items():
        table += key + struct.pack(">II", at + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    rest = struct.pack(">I", len(whole)) + table + body
    head = struct.pack(">I4xI", 128 + len(rest), 0x02100000) + kind + space + between + bytes(12) + b"acsp"
    head += bytes(28) + struct.pack(">iii", *(round(v * 65536) for v in WHITE))
    return head + bytes(128 - len(head)) + rest


def display(primaries: tuple[tuple[float, float, float], ...], curve: bytes) -> bytes:
    colours = {key: xyz(*one) for key, one in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True)}
    return profile(b"RGB ", colours | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve))


def press() -> bytes:
    """Inks nobody has: cyan prints the Lab of a mid green, every other solid a grey by its number; paper is white."""
    corners = [(255 - 16 * i, 128, 128) for i in range(16)]
    corners[0], corners[8] = (255, 128, 128), (round(0.5 * 255), 128 - 50, 128 + 40)
    line = bytes(range(256))
    table = b"".join(bytes(one) for one in corners)
    matrix = struct.pack(">9i", *(65536 * one for one in (1, 0, 0, 0, 1, 0, 0, 0, 1)))
    mapped = b"mft1\0\0\0\0" + bytes([4, 3, 2, 0]) + matrix + 4 * line + table + 3 * line
    return profile(b"CMYK", {b"A2B0": mapped}, b"prtr", b"Lab ")


def saved(image: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()


def decoded(data: bytes, long_side: int | None = None) -> Picture:
    [one] = RasterDecoder().decode([data], long_side)
    assert isinstance(one, Picture), one
    return one


def middle(data: bytes) -> np.ndarray:
    picture = decoded(data)
    return picture.rgb[picture.height // 2, picture.width // 2].astype(int)


def by_hand(levels: tuple[int, int, int], power: float | None, matrix: list[list[float]]) -> np.ndarray:
    unit = np.array(levels) / 255
    light = unit**power if power else np.where(unit <= 0.04045, unit / 12.92, ((unit + 0.055) / 1.055) ** 2.4)
    light = np.clip(np.array(matrix) @ light, 0, 1)
    return np.rint(255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055))


TO_SRGB = {
    "Display P3": (
        display(P3, srgb_curve()),
        None,
        [[1.2249, -0.2247, 0], [-0.0420, 1.0419, 0], [-0.0197, -0.0786, 1.0979]],
    ),
    "Adobe RGB": (
        display(ADOBE, gamma(563 / 256)),
        563 / 256,
        [[1.3983, -0.3983, 0], [0, 1, 0], [0, -0.0429, 1.0429]],
    ),
}


@pytest.mark.parametrize("name", TO_SRGB)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_wide_spaces_become_srgb(name: str, kind: str) -> None:
    made, power, matrix = TO_SRGB[name]
    how = {"quality": 100, "subsampling": 0} if kind == "JPEG" else {"lossless": True} if kind == "WEBP" else {}
    for levels in ((180, 120, 60), (90, 150, 120), (128, 128, 128), (250, 40, 30)):
        data = saved(Image.new("RGB", (48, 48), levels), kind, icc_profile=made, **how)
        assert np.abs(middle(data) - by_hand(levels, power, matrix)).max() <= 3, levels
        assert decoded(data).notes == ()


def test_a_profile_is_followed_through_alpha_palette_and_shrinking() -> None:
    swapped = display(SWAPPED, srgb_curve())
    red = Image.new("RGBA", (600, 400), (255, 0, 0, 255))
    red.putpixel((0, 0), (0, 0, 0, 0))
    assert np.abs(middle(saved(red, icc_profile=swapped)) - (0, 255, 0)).max() <= 3
    palette = Image.new("RGB", (60, 60), (255, 0, 0)).convert("P", palette=Image.Palette.ADAPTIVE)
    assert np.abs(middle(saved(palette, icc_profile=swapped)) - (0, 255, 0)).max() <= 3
    large = saved(Image.new("RGB", (1600, 900), (255, 0, 0)), "JPEG", quality=95, icc_profile=swapped)
    assert np.abs(decoded(large, 300).rgb[50, 50].astype(int) - (0, 255, 0)).max() <= 4


@pytest.mark.parametrize("mode", ["L", "LA"])
def test_grey_keeps_its_own_profile(mode: str) -> None:
    linear = profile(b"GRAY", {b"kTRC": gamma(1.0)})
    level = 55  # of light, 0.2157; sRGB 127.6
    image = Image.new(mode, (48, 48), level if mode == "L" else (level, 200))
    for kind in ("PNG", "JPEG") if mode == "L" else ("PNG",):
        assert np.abs(middle(saved(image, kind, icc_profile=linear)) - 128).max() <= 2, kind
        assert np.abs(middle(saved(image, kind)) - level).max() <= 1, kind


def four_inks(inks: tuple[int, int, int, int], **how: object) -> bytes:
    return saved(Image.new("CMYK", (48, 48), inks), "JPEG", quality=100, **how)


SOLIDS = {
    (0, 0, 0, 0): (255, 255, 255),
    (255, 0, 0, 0): (0, 158, 224),
    (0, 255, 0, 0): (230, 0, 126),
    (0, 0, 255, 0): (255, 237, 0),
    (255, 255, 0, 0): (49, 39, 131),
    (255, 0, 255, 0): (0, 150, 64),
    (0, 255, 255, 0): (227, 6, 19),
    (0, 0, 0, 255): (29, 29, 27),
}
"""What the printers' convention (FOGRA39, relative to paper) shows on a screen for each solid."""


@pytest.mark.parametrize("inks", SOLIDS)
def test_inks_without_a_profile_look_as_printed(inks: tuple[int, int, int, int]) -> None:
    assert np.abs(middle(four_inks(inks)) - SOLIDS[inks]).max() <= 16
    assert "offset printing" in decoded(four_inks(inks)).notes[0]


def test_half_a_black_prints_darker_than_half_a_grey() -> None:
    tones = [int(middle(four_inks((0, 0, 0, k)))[0]) for k in (0, 64, 128, 192, 255)]
    assert tones == sorted(tones, reverse=True)
    assert 125 <= tones[2] <= 155, "about L* 57 to 62, as dots gain"


def test_inks_follow_their_own_profile() -> None:
    made = middle(four_inks((255, 0, 0, 0), icc_profile=press()))
    # Lab (50, -50, 40): a green.
    assert made[1] > made[0] + 60
    assert made[1] > made[2] + 60
    assert middle(four_inks((0, 0, 0, 0), icc_profile=press())).min() >= 250
    assert decoded(four_inks((255, 0, 0, 0), icc_profile=press())).notes == ()


def adobe(data: bytes, transform: int | None) -> bytes:
    """The file with another colour transform in its Adobe segment, or with no such segment."""
    at = data.index(b"\xff\xee")
    length = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    assert data[at + 4 : at + 9] == b"Adobe"
    if transform is None:
        return data[:at] + data[at + length :]
    return data[: at + length - 1] + bytes([transform]) + data[at + length :]


def test_ycck_is_turned_back() -> None:
    """libjpeg's YCCK of Adobe's inverted inks: C, M, Y taken for R, G, B, and 255 - K; here of a red, 0 200 180 10."""
    r, g, b = 0, 200, 180
    y = 0.299 * r + 0.587 * g + 0.114 * b
    cb, cr = 128 + (b - y) * 0.564, 128 + (r - y) * 0.713
    # Pillow writes every channel inverted, so that what lies in the file is y, cb, cr, 255 - 10.
    raw = Image.new("CMYK", (48, 48), (255 - round(y), 255 - round(cb), 255 - round(cr), 10))
    ycck = adobe(saved(raw, "JPEG", quality=100), 2)
    assert np.abs(middle(ycck) - middle(four_inks((0, 200, 180, 10)))).max() <= 4


def test_inks_without_adobes_mark_are_not_inverted() -> None:
    plain = saved(Image.new("CMYK", (48, 48), (255, 255 - 200, 255 - 180, 255 - 10)), "JPEG", quality=100)
    assert np.abs(middle(adobe(plain, None)) - middle(four_inks((0, 200, 180, 10)))).max() <= 4


@pytest.mark.parametrize("bad", [b"rubbish", display(P3, srgb_curve())[:200], press()])
def test_a_profile_that_cannot_be_used_is_said_and_sinks_nothing(bad: bytes) -> None:
    picture = decoded(saved(Image.new("RGB", (48, 48), (200, 30, 30)), icc_profile=bad))
    assert picture.rgb[20, 20].tolist() == [200, 30, 30]
    assert picture.notes == ("its colour profile cannot be used, so its colours were read as sRGB",)


def test_sixteen_bits_become_eight() -> None:
    deep = np.zeros((48, 48, 3), np.uint16)
    deep[:] = (51200, 7680, 30000)
    found, data = cv2.imencode(".png", deep[..., ::-1])
    assert found
    assert np.abs(middle(data.tobytes()) - (200, 30, 117)).max() <= 1


def test_a_camera_that_says_adobe_rgb_without_a_profile_is_noted() -> None:
    head = b"Exif\0\0II*\0" + struct.pack("<I", 8)
    to_camera = struct.pack("<HHHIII", 1, 0x8769, 4, 1, 26, 0)
    to_interoperability = struct.pack("<HHHIII", 1, 0xA005, 4, 1, 44, 0)
    exif = head + to_camera + to_interoperability + struct.pack("<HHHI4sI", 1, 1, 2, 4, b"R03\0", 0)
    data = saved(Image.new("RGB", (48, 48), (90, 120, 30)), "JPEG", exif=exif)
    assert "Adobe RGB" in decoded(data).notes[0]


def test_of_an_animation_it_is_said_that_only_the_first_counts() -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("#c81e1e", "#1e1ec8", "#1ec81e")]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50)
    assert decoded(data).notes == ("it is an animation of 3 pictures, of which the first is used",)
