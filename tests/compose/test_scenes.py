"""Scenes of the painter that words stand on or before: calm where they stand, and the same each time."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from styleloop.adapters.models.painter import Painter
from styleloop.types.scene import Scene

STAGE = {
    "window": [0, 0, 1, 1],
    "panel": "#3f535e",
    "wall": "#d9a06a",
    "ground": "#c58447",
    "shadow": "#8c5a32",
    "horizon": 0.8,
    "room": [0.6, 0.35, 0.95, 0.92],
    "bulk": 0.4,
}
WALLS = {"light": "#aebfc3", "warm": "#d9a06a", "dark": "#26343c", "black": "#000000", "white": "#ffffff"}
PEAT, PAPER = "#1b262b", "#f6f2e8"


def paint(data: bytes, size: tuple[int, int] = (360, 360), **how: object) -> tuple[np.ndarray, np.ndarray]:
    mirrored, seed = bool(how.pop("mirrored", False)), int(str(how.pop("seed", 7)))
    sha = hashlib.sha256(data).hexdigest()
    spec = json.dumps({**STAGE, **how})
    scene = Scene(width=size[0], height=size[1], mirrored=mirrored, picture=sha, spec=spec, seed=seed)
    [made] = Painter().paint([scene], {sha: data})
    assert isinstance(made, tuple), made
    return made[0].rgb, made[1].rgb[..., 0]


def luminance(rgb: np.ndarray) -> np.ndarray:
    """WCAG 2.2 relative luminance, written out here so that the painter does not grade itself."""
    part = rgb.astype(float) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def worst(ink: str, ground: np.ndarray) -> float:
    one = luminance(np.array([[int(ink[i : i + 2], 16) for i in (1, 3, 5)]]))[0]
    other = luminance(ground.reshape(-1, 3))
    return float(((np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)).min())


def far(pixels: np.ndarray, colour: str) -> np.ndarray:
    return np.abs(pixels.astype(int) - [int(colour[i : i + 2], 16) for i in (1, 3, 5)]).max(axis=-1)


@pytest.fixture(scope="module")
def boots(picture_of: Callable[[str], bytes]) -> bytes:
    return picture_of("trail-boots")


@pytest.fixture(scope="module")
def photo() -> bytes:
    rgb = np.tile(np.linspace(40, 90, 300).astype(np.uint8)[None, :, None], (300, 1, 3)).copy()
    rgb[120:200, 180:240] = (250, 60, 40)
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("wall", sorted(WALLS))
@pytest.mark.parametrize("size", [(300, 300), (400, 210), (180, 320), (320, 60)])
def test_words_can_be_read_anywhere_in_the_upper_two_thirds_of_a_sky(
    boots: bytes, wall: str, size: tuple[int, int]
) -> None:
    rgb, _ = paint(boots, size, scene="sky", wall=WALLS[wall], product=False)
    upper = rgb[: 2 * size[1] // 3]
    assert max(worst(PEAT, upper), worst(PAPER, upper)) >= 4.5
    rows = np.abs(upper.astype(int) - upper.mean(axis=1, keepdims=True)).max()
    assert rows < 26, "paper grain apart, every row is one colour: nothing stands in the sky"


def test_a_sky_pales_towards_low_hills_on_the_ground(boots: bytes) -> None:
    rgb, _ = paint(boots, scene="sky", product=False)
    grey = rgb.astype(float).mean(axis=(1, 2))
    assert grey[200:235].mean() > grey[:30].mean() + 15
    hills = rgb[255:286].astype(float).mean(axis=0).mean(axis=1)
    assert hills.std() > rgb[:200].astype(float).mean(axis=0).mean(axis=1).std() * 2, "they have a skyline"
    assert np.median(far(rgb[320:], "#c58447")) < 40
    dry, _ = paint(boots, scene="sky", product=False, tarn=False)
    assert not np.array_equal(dry[280:300], rgb[280:300])


def test_plain_is_one_flat_colour_and_one_long_shadow(boots: bytes) -> None:
    rgb, mask = paint(boots, scene="plain", horizon=0.0)
    free = mask == 0
    off = far(rgb, STAGE["wall"])
    shaded = free & (off > 30)
    assert np.median(off[free]) <= 6
    assert 0.01 < shaded.mean() < 0.15
    rows, columns = np.nonzero(shaded)
    assert columns.mean() < np.nonzero(mask)[1].mean(), "it leads back to the words"
    assert rows.min() > 0.85 * 360, "nothing above the foot of the product"


@pytest.mark.parametrize("motif", ["product", "contours", "tartan", "weave", "rain", "dots"])
def test_a_pattern_fills_the_window_in_its_own_inks_and_leaves_plates_calm(boots: bytes, motif: str) -> None:
    plate = [0.1, 0.1, 0.5, 0.4]
    how = {"scene": "pattern", "motif": motif, "calm": [plate], "inks": ["#204060", "#f0e0c0"], "wall": "#808080"}
    rgb, mask = paint(boots, product=False, **how)
    assert not mask.any()
    assert far(rgb[36:144, 36:180], STAGE["panel"]).max() <= 12, "words stand on one colour"
    rest = np.ones(rgb.shape[:2], bool)
    rest[30:150, 30:190] = False
    inked = far(rgb, "#808080") > 25
    quarters = [
        inked[y : y + 180, x : x + 180][rest[y : y + 180, x : x + 180]].mean() for y in (0, 180) for x in (0, 180)
    ]
    assert min(quarters) > 0.015, "all over"
    assert np.array_equal(paint(boots, product=False, **how)[0], rgb), "the same each time"


def test_another_seed_makes_another_pattern(boots: bytes) -> None:
    for motif in ("contours", "rain", "dots", "tartan"):
        one, two = (paint(boots, scene="pattern", motif=motif, product=False, seed=s)[0] for s in (7, 8))
        assert (np.abs(one.astype(int) - two).max(axis=2) > 20).mean() > 0.004, motif


def test_silhouettes_keep_clear_of_the_product_itself(boots: bytes) -> None:
    rgb, mask = paint(boots, scene="pattern", motif="product", wall="#ffffff", inks=["#004000"], sun=[0, 0])
    rows, columns = np.nonzero(mask > 0)
    box = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    green = (far(rgb, "#004000") < 40) & (mask == 0)
    assert green.mean() > 0.05
    assert not green[box].any()


def test_a_photograph_has_its_frame_and_lends_no_silhouette(photo: bytes) -> None:
    frame = [0.5, 0.25, 0.9, 0.75]
    rgb, mask = paint(photo, scene="pattern", frame=frame)
    assert (far(rgb[90:270, 180:324], "#fa3c28") < 60).any()
    assert not (far(rgb[:, :178], "#fa3c28") < 60).any()
    assert mask[90:270, 180:324].any()
    assert not mask[:, :180].any()
    assert (far(rgb[:, :178], STAGE["wall"]) > 20).mean() > 0.02, "contour lines round it"
    plain, _ = paint(photo, scene="plain", frame=frame)
    assert far(plain[:, :178], STAGE["wall"]).max() <= 14
    turned, _ = paint(photo, scene="plain", frame=frame, mirrored=True)
    assert np.array_equal(turned[90:270, 36:180], plain[90:270, 180:324]), "the frame changes sides, not the photograph"


@pytest.mark.parametrize("scene", ["sky", "weather", "contours", "tartan", "weave", "rain", "product"])
def test_scenes_run_on_from_card_to_card(boots: bytes, scene: str) -> None:
    named = {"scene": scene} if scene in ("sky", "weather") else {"scene": "pattern", "motif": scene, "pitch": 0.19}
    size = (200, 120)
    thread = {"thread": [[0, 0.5], [0.4, 0.7], [1, 0.5]], "thread_ink": "#ff0000"}
    one, two = (paint(boots, size, product=False, along=along, **named, **thread)[0] for along in (0, 1))
    seam = np.abs(one[:, -1].astype(int) - two[:, 0]).mean()
    inside = np.abs(one[:, 1:].astype(int) - one[:, :-1]).mean(axis=(0, 2))
    assert seam <= np.quantile(inside, 0.98) + 1, "the seam is no more than any other step"
    red = far(one, "#ff0000") < 90
    assert red[:, 0].any()
    assert red[:, -1].any()


def test_a_detail_may_be_larger_than_the_canvas(boots: bytes, picture_of: Callable[[str], bytes]) -> None:
    _, mask = paint(boots, scene="plain", room=[-0.2, -0.6, 1.6, 1.5], bulk=1.6)
    assert mask[-1].any()
    assert mask[:, -1].any()
    assert (mask > 0).mean() > 0.4
