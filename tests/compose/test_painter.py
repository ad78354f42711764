"""The painter: what a stage asks for is what is seen."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from PIL import Image

from styleloop.adapters.models.framing import subject_box
from styleloop.adapters.models.painter import Painter
from styleloop.types.picture import Picture, pixel_hash
from styleloop.types.record import Refusal
from styleloop.types.scene import Scene

STAGE = {
    "window": [0.5, 0, 1, 1],
    "panel": "#3f535e",
    "scene": "wall",
    "wall": "#d9a06a",
    "ground": "#c58447",
    "shadow": "#8c5a32",
    "horizon": 0.7,
    "room": [0.55, 0.2, 0.95, 0.86],
    "bulk": 0.6,
}
SLATE, WALL, GROUND, SHADOW = (0x3F, 0x53, 0x5E), (0xD9, 0xA0, 0x6A), (0xC5, 0x84, 0x47), (0x8C, 0x5A, 0x32)


def ask(data: bytes, size: tuple[int, int] = (400, 400), mirrored: bool = False, **changes: object) -> Scene:
    sha = hashlib.sha256(data).hexdigest()
    spec = json.dumps({**STAGE, **changes})
    return Scene(width=size[0], height=size[1], mirrored=mirrored, picture=sha, spec=spec)


def paint(data: bytes, painter: Painter | None = None, **how: object) -> tuple[np.ndarray, np.ndarray]:
    scene = ask(data, **how)
    [made] = (painter or Painter()).paint([scene], {scene.picture: data})
    assert isinstance(made, tuple), made
    picture, mask = made
    assert isinstance(picture, Picture)
    return picture.rgb, mask.rgb[..., 0]


def far(pixels: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    return np.abs(pixels.astype(int) - colour).max(axis=-1)


def png(rgb: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture(scope="module")
def flask(picture_of: Callable[[str], bytes]) -> bytes:
    return picture_of("flask")


@pytest.fixture(scope="module")
def cutout() -> bytes:
    """A yellow bottle with a blue spot on its left shoulder, on nothing."""
    rgba = np.zeros((300, 200, 4), np.uint8)
    rgba[40:280, 60:140] = (230, 200, 40, 255)
    rgba[60:90, 66:90] = (30, 30, 220, 255)
    return png(rgba)


def test_panel_wall_ground_and_shadow_are_where_the_stage_says(flask: bytes) -> None:
    rgb, mask = paint(flask)
    assert (far(rgb[:, :200], SLATE) == 0).all(), "the talking panel is one flat colour"
    clear = mask == 0
    clear[:, :200] = False
    upper, lower = clear.copy(), clear.copy()
    upper[276:] = False
    lower[:345] = False
    assert np.median(far(rgb[upper], WALL)) <= 8
    assert np.median(far(rgb[lower], GROUND)) <= 30
    shadow = far(rgb[346:372, 202:280], SHADOW)
    assert (shadow < 25).mean() > 0.1, "one long shadow leads back towards the words"


def test_the_product_stands_in_its_room(picture_of: Callable[[str], bytes]) -> None:
    for sku in ("flask", "trail-boots", "umbrella", "thermal-mug"):
        _, mask = paint(picture_of(sku))
        rows, columns = np.nonzero(mask > 127)
        assert columns.min() >= 0.55 * 400 - 2, sku
        assert columns.max() <= 0.95 * 400 + 2, sku
        assert rows.min() >= 0.2 * 400 - 2, sku
        assert abs(rows.max() - 0.86 * 400) <= 3, f"{sku} stands on the lower edge"
        assert abs((columns.min() + columns.max()) / 2 - 0.75 * 400) <= 3, f"{sku} stands in the middle"


def test_rtl_mirrors_the_whole_scene(flask: bytes) -> None:
    rgb, mask = paint(flask)
    turned, turned_mask = paint(flask, mirrored=True)
    assert np.array_equal(turned, rgb[:, ::-1])
    assert np.array_equal(turned_mask, mask[:, ::-1])


def test_what_may_carry_lettering_is_never_mirrored(cutout: bytes) -> None:
    def spot(rgb: np.ndarray, mask: np.ndarray) -> float:
        blue = np.nonzero((far(rgb, (30, 30, 220)) < 60) & (mask > 127))[1].mean()
        return float(blue - np.nonzero(mask > 127)[1].mean())

    plain, turned = paint(cutout), paint(cutout, mirrored=True)
    assert spot(*plain) < -3
    assert spot(*turned) < -3
    assert np.nonzero(turned[1])[1].mean() < 200 < np.nonzero(plain[1])[1].mean(), "but the scene is"


def test_a_cut_out_keeps_its_colours_and_stands_in_soft_shadow(cutout: bytes) -> None:
    rgb, mask = paint(cutout)
    inside = cv2.erode((mask > 250).astype(np.uint8), np.ones((5, 5))) > 0
    assert np.median(far(rgb[inside], (230, 200, 40))) <= 12
    foot = np.nonzero(mask > 127)[0].max()
    below = rgb[foot + 1 : foot + 4, 290:310].astype(int).mean()
    beside = rgb[foot + 1 : foot + 4, 380:396].astype(int).mean()
    assert below < beside - 15, "where it touches the ground it is darkest"


def test_drawings_without_the_groups_are_cut_outs() -> None:
    disc = '<circle cx="50" cy="50" r="40" fill="#18a018"/>'
    rgb, mask = paint(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{disc}</svg>'.encode())
    inside = cv2.erode((mask > 250).astype(np.uint8), np.ones((5, 5))) > 0
    assert np.median(far(rgb[inside], (0x18, 0xA0, 0x18))) <= 12


def test_only_gradients_are_grained() -> None:
    def drawing(shade: str) -> bytes:
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><defs><linearGradient id="s">'
            '<stop offset="0" stop-opacity=".6"/><stop offset="1" stop-opacity="0"/></linearGradient></defs>'
            '<g id="flat"><rect x="20" y="20" width="60" height="80" fill="#aa5522"/></g>'
            f'<g id="tone"/><g id="shade">{shade}</g></svg>'
        ).encode()

    def grain(data: bytes) -> float:
        rgb, mask = paint(data)
        grey = cv2.Laplacian(rgb.astype(np.float32).mean(axis=2), cv2.CV_32F)
        return float(grey[cv2.erode((mask > 250).astype(np.uint8), np.ones((7, 7))) > 0].std())

    flat, shaded = grain(drawing("")), grain(drawing('<rect x="20" y="20" width="60" height="80" fill="url(#s)"/>'))
    assert shaded > 3 * flat


def test_weather_stays_inside_the_window(picture_of: Callable[[str], bytes]) -> None:
    rgb, mask = paint(picture_of("rain-shell"), scene="weather", wall="#aebfc3", ground="#7c8452", shadow="#434d30")
    assert (far(rgb[:, :200], SLATE) == 0).all()
    free = mask[:, 205:] == 0
    sky, grass = rgb[:100, 205:][free[:100]], rgb[380:, 205:][free[380:]]
    assert sky.mean(axis=0)[2] > sky.mean(axis=0)[0], "a cool sky"
    assert grass.mean(axis=0)[1] > grass.mean(axis=0)[2] + 20, "green ground"
    assert rgb[240:275, 205:][free[240:275]].std() > sky.std(), "hills between them"


def test_a_photograph_fills_the_window_edge_to_edge_round_its_subject() -> None:
    rgb = np.tile(np.linspace(70, 110, 600).astype(np.uint8)[None, :, None], (600, 1, 3)).copy()
    cv2.circle(rgb, (450, 320), 80, (240, 60, 40), -1)
    shown, mask = paint(png(rgb))
    assert (far(shown[:, :200], SLATE) == 0).all()
    assert (far(shown[:, 200:], WALL) > 20).mean() > 0.99, "no wall is left to be seen"
    red = np.nonzero(far(shown, (240, 60, 40)) < 40)
    assert red[1].min() > 205
    assert red[1].max() < 395, "the subject is not cut"
    box = np.nonzero(mask)
    assert box[1].min() <= red[1].min() + 12
    assert box[1].max() >= red[1].max() - 12
    turned, _ = paint(png(rgb), mirrored=True)
    assert np.array_equal(turned[:, :200], shown[:, 200:]), "the window changes sides, the photograph does not"


def test_a_pack_shot_on_white_is_extended_not_cut() -> None:
    rgb = np.full((300, 300, 3), 250, np.uint8)
    rgb[40:260, 20:280] = (30, 90, 160)
    rgb[120:160, 120:180] = 250  # a label or a hole: it cannot be cut out
    shown, _ = paint(png(rgb))
    blue = np.nonzero(far(shown, (30, 90, 160)) < 40)
    assert blue[1].min() > 205
    assert blue[1].max() < 395
    assert (far(shown[:40, 205:], (250, 250, 250)) <= 4).all()


def test_bars_from_somebodys_export_are_left_out() -> None:
    noise = np.random.default_rng(3).integers(60, 160, (400, 400, 3)).astype(np.uint8)
    noise[:60], noise[-60:] = 254, 254
    shown, _ = paint(png(noise))
    assert (far(shown[:, 200:], (254, 254, 254)) < 20).mean() < 0.01


def test_shared_photographs_keep_their_subject(shared_photos: dict[str, bytes]) -> None:
    for name, box in (
        ("products_solar-flask_hero", (0.25, 0.2, 0.45, 0.9)),
        ("products_dawn-brew_tea-cup", (0.25, 0.4, 0.9, 0.9)),
    ):
        rgb = np.asarray(Image.open(io.BytesIO(shared_photos[name])).convert("RGB"))
        found = subject_box(rgb)
        middle = (found[0] + found[2]) / 2 / rgb.shape[1], (found[1] + found[3]) / 2 / rgb.shape[0]
        assert box[0] < middle[0] < box[2], name
        assert box[1] < middle[1] < box[3], name


def test_the_same_scene_gives_the_same_pixels_and_another_seed_others(flask: bytes) -> None:
    scene = ask(flask)
    other = scene.model_copy(update={"seed": 8})
    blobs = {scene.picture: flask}
    one, two, again = (
        painter.paint([s], blobs)[0] for painter, s in ((Painter(), scene), (Painter(), other), (Painter(), scene))
    )
    hashes = [pixel_hash(made[0].rgb) for made in (one, two, again)]
    assert hashes[0] == hashes[2] != hashes[1]


def test_a_picture_is_painted_once_and_memory_is_bounded(flask: bytes) -> None:
    painter = Painter(kept_bytes=1_000_000)
    scenes = [ask(flask, size=(300, 300), horizon=0.6 + i / 100) for i in range(6)]
    blobs = {scenes[0].picture: flask}
    [first] = painter.paint(scenes[:1], blobs)
    assert painter.paint(scenes[:1], {})[0] is first, "kept, so not even the bytes are needed"
    painter.paint(scenes, blobs)
    assert painter.paint(scenes[:1], blobs)[0] is not first, "the oldest made room"
    with pytest.raises(ValueError, match="read-only"):
        painter.paint(scenes[-1:], blobs)[0][0].rgb[0, 0] = 0


def test_one_bad_scene_sinks_no_batch(flask: bytes) -> None:
    good = ask(flask)
    missing = good.model_copy(update={"picture": "0" * 64, "seed": 1})
    rubbish = ask(b"<html>", horizon=0.5)
    odd = good.model_copy(update={"spec": json.dumps({**STAGE, "sunset": True})})
    script = b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'
    evil = ask(script)
    blobs = {good.picture: flask, rubbish.picture: b"<html>", evil.picture: script}
    made = Painter().paint([missing, rubbish, odd, evil, good], blobs)
    assert [isinstance(one, Refusal) for one in made] == [True, True, True, True, False]
    assert "not among" in made[0].why
    assert "web page" in made[1].why
    assert "sunset" in made[2].got
    assert "script" in made[3].why


@pytest.mark.parametrize("kind", ["transparent", "drawing"])
def test_a_picture_with_nothing_in_it_is_refused_not_painted_as_an_empty_room(kind: str) -> None:
    void = io.BytesIO()
    Image.new("RGBA", (80, 60)).save(void, "PNG")
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>'
    data = void.getvalue() if kind == "transparent" else drawing
    scene = ask(data)
    [made] = Painter().paint([scene], {scene.picture: data})
    assert isinstance(made, Refusal)
    assert "can be seen" in made.why
    assert made.cure
