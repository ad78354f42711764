"""A brand's own photographs: what is marked is never cut, edges are clean, and what would look bad is refused."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import simplejpeg
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.adapters.decoders.raster import RasterDecoder
from styleloop.adapters.decoders.safety import Unfit
from styleloop.adapters.models.edges import without_fringe
from styleloop.adapters.models.extension import calm_ends, carried_on
from styleloop.adapters.models.packshot import Uncut, cut_out
from styleloop.adapters.models.photograph import cover
from styleloop.adapters.renderers.mark import Mark, read_mark
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal
from styleloop.types.shot import Framing

RED = (250, 20, 20)


def busy(width: int = 600, height: int = 400) -> np.ndarray:
    """Noise that is nowhere calm, without red."""
    noise = np.random.default_rng(5).integers(0, 200, (height // 8, width // 8, 3)).astype(np.uint8)
    noise[..., 0] //= 2
    return cv2.resize(noise, (width, height), interpolation=cv2.INTER_NEAREST)


def reds(rgb: np.ndarray) -> np.ndarray:
    return np.abs(rgb.astype(int) - RED).max(axis=2) < 90


def marked(box: tuple[float, float, float, float], width: int = 600, height: int = 400) -> Picture:
    """A busy picture with a red frame just inside `box`."""
    rgb = busy(width, height)
    x0, y0, x1, y1 = (round(v * s) for v, s in zip(box, (width, height, width, height), strict=True))
    cv2.rectangle(rgb, (x0 + 6, y0 + 6), (x1 - 7, y1 - 7), RED, 10)
    return Picture(rgb=rgb)


sides = st.tuples(st.floats(0.06, 0.7), st.floats(0.2, 0.88)).map(lambda v: (v[0], min(0.94, v[0] + v[1])))


@settings(max_examples=40, deadline=None)
@given(sides, sides, st.integers(120, 900), st.integers(120, 900), st.booleans())
def test_what_a_person_marked_is_whole_in_every_panel_or_refused(
    across: tuple[float, float], down: tuple[float, float], width: int, height: int, as_keep: bool
) -> None:
    box = (across[0], down[0], across[1], down[1])
    photo = marked(box)
    framing = Framing(keep=(box,)) if as_keep else Framing(subject=box)
    try:
        shown, mask = cover(photo, width, height, framing)
    except Unfit:
        return
    assert shown.shape == (height, width, 3)
    found_red = reds(shown)
    rows, columns = np.nonzero(found_red)
    wide, high = columns.max() - columns.min(), rows.max() - rows.min()
    asked = (box[2] - box[0]) * 600 / ((box[3] - box[1]) * 400)
    assert wide / high == pytest.approx(asked, rel=0.12, abs=0.12), "all four sides of the frame are there"
    assert mask[found_red].mean() > 250, "and words are told to keep off it"


def test_a_crop_is_centred_on_the_focus_as_far_as_the_photograph_goes() -> None:
    rgb = busy(900, 300)
    cv2.circle(rgb, (250, 150), 14, RED, -1)
    shown, _ = cover(Picture(rgb=rgb), 300, 300, Framing(focus=(250 / 900, 0.5)))
    assert np.nonzero(reds(shown))[1].mean() == pytest.approx(150, abs=3)
    shown, _ = cover(Picture(rgb=rgb), 300, 300, Framing(focus=(0, 0.5)))
    assert np.nonzero(reds(shown))[1].mean() == pytest.approx(250, abs=3), "at the edge it stops"


def test_what_is_marked_keeps_off_the_place_where_words_will_stand() -> None:
    rgb = busy(1200, 400) // 8 + 100
    cv2.circle(rgb, (600, 200), 60, RED, -1)
    photo = Picture(rgb=rgb)
    left, _ = cover(photo, 600, 400, quiet=[(0.5, 0, 1, 1)])
    right, _ = cover(photo, 600, 400, quiet=[(0, 0, 0.5, 1)])
    assert np.nonzero(reds(left))[1].mean() < 290
    assert np.nonzero(reds(right))[1].mean() > 310


def test_calm_ground_is_carried_on_without_a_seam_and_its_lines_run_on() -> None:
    rgb = np.repeat(np.linspace(200, 150, 400)[:, None, None], 600, 1).repeat(3, 2).astype(np.uint8)
    rgb[:, 100:110] = (90, 60, 40)  # a post that runs out of the picture
    cv2.circle(rgb, (300, 240), 90, (20, 90, 160), -1)
    assert calm_ends(rgb, 0)[0] > 100
    made = carried_on(rgb, (0, -120, 600, 400), 600, 520)
    assert isinstance(made, tuple)
    shown, corner = made
    assert corner[1] == pytest.approx(120, abs=1)
    assert np.abs(np.diff(shown[:200, 400].astype(int), axis=0)).max() <= 2, "no seam"
    assert (shown[:200, 103:107].mean(axis=(1, 2)) < 90).all(), "the post runs on"
    assert np.abs(shown[120 + 200 : 120 + 300, 300].astype(int) - (20, 90, 160)).max() <= 2, "the subject is as it was"


def test_a_subject_nobody_marked_is_whole_too_where_calm_ground_allows() -> None:
    rgb = np.repeat(np.linspace(210, 120, 500)[:, None, None], 500, 1).repeat(3, 2).astype(np.uint8)
    rgb[100:400, 60:440] = busy(384, 304)[:300, :380]
    cv2.rectangle(rgb, (60, 100), (439, 399), RED, 8)
    shown, _ = cover(Picture(rgb=rgb), 300, 520)
    columns = np.nonzero(reds(shown).sum(axis=0) > 60)[0]
    assert columns.min() > 0
    assert columns.max() < 299
    assert np.abs(np.diff(shown[:60, 5].astype(int), axis=0)).max() <= 3


def test_busy_ground_ends_at_a_field_of_its_own_colour() -> None:
    rgb = busy()
    made = carried_on(rgb, (0, -200, 600, 400), 600, 600)
    assert isinstance(made, tuple)
    shown = made[0]
    field = shown[:200] if made[1][1] > 100 else shown[-200:]
    assert field.reshape(-1, 3).std(axis=0).max() < 1


def test_too_small_a_photograph_is_refused_with_the_size_that_would_do() -> None:
    with pytest.raises(Unfit) as found:
        cover(Picture(rgb=busy(160, 120)), 1080, 1080)
    assert "too small" in found.value.refusal.why
    assert "480 px" in found.value.refusal.expected


def test_a_strip_of_extreme_ratio_is_refused() -> None:
    with pytest.raises(Unfit):
        cover(Picture(rgb=busy(4000, 24)), 600, 600)


def shot(ground: tuple[int, int, int] = (250, 250, 248), shadow: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """(picture, true alpha): a bottle with a handle and a printed ring on plain ground, as JPEG gives it."""
    scale, size = 4, 500
    true = np.zeros((size * scale, size * scale), np.uint8)
    cv2.ellipse(true, (1000, 1050), (420, 620), 0, 0, 360, 255, -1)
    alpha = cv2.resize(true, (size, size), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    under = np.zeros((size, size), np.float32)
    cv2.ellipse(under, (250, 414), (120, 16), 0, 0, 360, 1, -1)
    under = 1 - 0.22 * cv2.GaussianBlur(under, (0, 0), 14) * shadow
    rgb = np.array(ground, np.float32) * under[..., None] * (1 - alpha[..., None]) + (40, 90, 120) * alpha[..., None]
    noisy = np.clip(rgb + np.random.default_rng(1).normal(0, 0.8, rgb.shape), 0, 255).astype(np.uint8)
    [picture] = RasterDecoder().decode([simplejpeg.encode_jpeg(noisy, quality=92, colorsubsampling="420")], None)
    assert isinstance(picture, Picture)
    return picture.rgb, alpha


@pytest.mark.parametrize("ground", [(250, 250, 248), (255, 255, 255), (238, 232, 220), (150, 190, 150)])
def test_a_pack_shot_on_plain_ground_is_cut_out_with_a_clean_soft_edge(ground: tuple[int, int, int]) -> None:
    rgb, alpha = shot(ground)
    cut = cut_out(Picture(rgb=rgb))
    assert isinstance(cut, Picture), cut
    assert cut.alpha is not None
    found = cut.alpha.astype(np.float32) / 255
    assert np.abs(found - alpha).mean() < 0.002
    assert ((found > 0.5) & (alpha > 0.5)).sum() / ((found > 0.5) | (alpha > 0.5)).sum() > 0.99
    assert ((found > 0.02) & (found < 0.98)).sum() > 300, "the edge is soft"
    on_dark = cut.rgb * found[..., None] + np.array((16, 20, 24)) * (1 - found[..., None])
    assert on_dark.max(axis=2).max() < 140, "no light fringe stands round it on dark ground"


def test_white_on_white_is_left_whole_and_said() -> None:
    rgb = np.full((300, 300, 3), 252, np.uint8)
    cv2.rectangle(rgb, (80, 60), (220, 260), (236, 236, 236), -1)
    made = cut_out(Picture(rgb=rgb))
    assert isinstance(made, Uncut)
    assert made.plain
    assert "cannot be told from the ground" in made.why
    cv2.rectangle(rgb, (100, 100), (200, 220), (60, 90, 40), -1)


def test_a_part_of_the_grounds_colour_is_doubted_until_somebody_says_what_it_is() -> None:
    rgb, _ = shot(shadow=False)
    rgb[220:300, 200:300] = (250, 250, 248)
    made = cut_out(Picture(rgb=rgb))
    assert isinstance(made, Uncut)
    assert "holes" in made.why
    open_, closed = cut_out(Picture(rgb=rgb), "open"), cut_out(Picture(rgb=rgb), "closed")
    assert isinstance(open_, Picture)
    assert isinstance(closed, Picture)
    assert open_.alpha is not None
    assert closed.alpha is not None
    assert open_.alpha[240:280, 220:280].max() == 0
    assert closed.alpha[240:280, 220:280].min() == 255


@pytest.mark.parametrize("why", ["not plain", "runs out", "several things"])
def test_what_is_no_plain_pack_shot_is_not_cut_out(why: str) -> None:
    rgb, _ = shot(shadow=False)
    if why == "not plain":
        rgb = np.clip(rgb.astype(int) - np.linspace(0, 60, 500).astype(int)[:, None, None], 0, 255).astype(np.uint8)
    elif why == "runs out":
        rgb[350:, 240:245] = (40, 90, 120)
    else:
        cv2.circle(rgb, (60, 60), 40, (160, 40, 40), -1)
        cv2.circle(rgb, (440, 60), 40, (160, 40, 40), -1)
    made = cut_out(Picture(rgb=rgb))
    assert isinstance(made, Uncut)
    assert why in made.why


def disc(matte: int | None) -> Picture:
    """A dark disc with a soft edge, saved rightly or with its old ground's colour in the edge."""
    true = np.zeros((800, 800), np.uint8)
    cv2.circle(true, (400, 400), 280, 255, -1)
    alpha = cv2.resize(cv2.GaussianBlur(true, (0, 0), 4), (200, 200), interpolation=cv2.INTER_AREA)
    rgb = np.full((200, 200, 3), (40, 60, 30), np.uint8)
    if matte is not None:
        share = alpha[..., None] / 255
        rgb = (rgb * share + matte * (1 - share)).astype(np.uint8)
    rgb[alpha == 0] = 255
    return Picture(rgb=rgb, alpha=alpha)


@pytest.mark.parametrize("matte", [255, 0])
def test_a_fringe_of_the_old_ground_is_taken_off(matte: int) -> None:
    cut = without_fringe(disc(matte))
    assert cut.alpha is not None
    rim = (cut.alpha > 20) & (cut.alpha < 240)
    assert np.abs(cut.rgb[rim].astype(int) - (40, 60, 30)).max() <= 24
    assert np.array_equal(cut.alpha, disc(matte).alpha)


def test_a_clean_cut_out_and_glass_stay_as_they_are() -> None:
    clean = disc(None)
    assert without_fringe(clean) is clean
    glass = disc(None)
    rgb = glass.rgb.copy()
    rim = (glass.alpha > 0) & (glass.alpha < 250) if glass.alpha is not None else rgb[..., 0] > 0
    rgb[rim] = np.random.default_rng(2).integers(0, 255, (int(rim.sum()), 3))
    many = Picture(rgb=rgb, alpha=glass.alpha)
    assert without_fringe(many) is many


def logo_file(rgb: np.ndarray) -> bytes:
    return simplejpeg.encode_jpeg(np.ascontiguousarray(rgb), quality=93)


def ring(ink: tuple[int, int, int], ground: int = 255) -> np.ndarray:
    rgb = np.full((400, 400, 3), ground, np.uint8)
    cv2.circle(rgb, (200, 200), 120, ink, 30, cv2.LINE_AA)
    return rgb


def test_a_logo_in_one_ink_on_white_is_free_of_its_box_and_takes_the_panels_ink() -> None:
    mark = read_mark(logo_file(ring((20, 40, 30))))
    assert isinstance(mark, Mark)
    assert mark.plain
    assert mark.aspect == pytest.approx(1, abs=0.02)
    set_ = mark.set(135, 135, "#f6f2e8")
    assert set_[67, 67, 3] == 0, "the hole of the letter is open"
    assert set_[0, 0, 3] <= 8
    assert set_[67, 6, 3] >= 250
    assert set_[67, 6, :3].tolist() == [0xF6, 0xF2, 0xE8]


def test_of_a_logo_in_colours_only_the_ground_outside_is_taken() -> None:
    rgb = ring((200, 30, 30))
    cv2.circle(rgb, (200, 200), 104, (255, 255, 255), -1)
    cv2.rectangle(rgb, (170, 170), (230, 230), (20, 60, 200), -1)
    mark = read_mark(logo_file(rgb))
    assert isinstance(mark, Mark)
    assert not mark.plain
    height, width = mark.alpha.shape
    assert mark.alpha[2, 2] == 0
    assert mark.alpha[height // 2, width // 4] == 255, "the white inside may be part of it"


def test_a_white_logo_on_white_is_refused_and_one_on_a_photograph_stays_as_it_is() -> None:
    refusal = read_mark(logo_file(ring((246, 246, 246))))
    assert isinstance(refusal, Refusal)
    assert "white on white" in refusal.why
    kept = read_mark(logo_file(busy(400, 400)))
    assert isinstance(kept, Mark)
    assert kept.alpha.min() == 255
