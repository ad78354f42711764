"""Where things are, which colours stand together, and what the published test data say."""

import colorsys

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.errors import InputError
from styleloop.measure.picture import PictureExtractor
from styleloop.measure.picture.ciede import ciede2000
from styleloop.measure.picture.composition import MEASURES, clusters, nearest
from styleloop.measure.picture.harmony import harmony
from styleloop.measure.picture.palette import shares
from styleloop.types.copy import Copy
from styleloop.types.measurement import Subject
from styleloop.types.picture import Picture

EXTRACTOR = PictureExtractor()
SLATE, CREAM, RED = (0x2F, 0x3E, 0x46), (0xF5, 0xF1, 0xE5), (190, 30, 30)


def measured(rgb, colours=()):
    [found] = EXTRACTOR.extract([Subject("one", "en-GB", Copy(), Picture(rgb), colours=colours)])
    return {m.name.removeprefix("picture."): m.value for m in found}


def flat(colour, size=(240, 360)):
    return np.full((*size, 3), colour, np.uint8)


def columns(*colours, height=120, width=120):
    return np.concatenate([flat(colour, (height, width)) for colour in colours], axis=1)


def hued(*degrees):
    """Columns of equally strong colours at these hues of the OKLab circle, as near as sRGB comes."""
    found = []
    for degree in degrees:
        best = min(
            ([round(255 * v) for v in colorsys.hls_to_rgb(h / 360, 0.5, 0.45)] for h in range(360)),
            key=lambda rgb: abs((_hue(rgb) - degree + 180) % 360 - 180),
        )
        found.append(best)
    return columns(*found)


def _hue(rgb):
    from styleloop.measure.picture.oklab import to_oklab

    _, a, b = to_oklab(np.array([rgb], np.float64))[0]
    return np.degrees(np.arctan2(b, a)) % 360


# Sharma, Wu & Dalal 2005, table 1: pairs that tell the hue's corner cases apart.
SHARMA = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
    ((50, -0.001, 2.49), (50, 0.0009, -2.49), 4.8045),
    ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (61, -5, 29), 22.8977),
    ((50, 2.5, 0), (56, -27, -3), 31.9030),
    ((50, 2.5, 0), (58, 24, 15), 19.4535),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((63.0109, -31.0961, -5.8663), (62.8187, -29.7946, -4.0864), 1.2630),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("one", "other", "apart"), SHARMA)
def test_colours_are_as_far_apart_as_the_published_pairs(one, other, apart):
    a, b = np.array(one, float), np.array(other, float)
    assert float(ciede2000(a, b)) == pytest.approx(apart, abs=5e-5)
    assert float(ciede2000(b, a)) == pytest.approx(apart, abs=5e-5)


def test_half_the_picture_in_the_brands_colour_is_half():
    rgb = columns(SLATE, RED)
    assert measured(rgb, ("#2f3e46",))["brand_share"] == 0.5
    assert measured(rgb, ("#2f3e46", "#be1e1e"))["brand_share"] == 1
    assert measured(rgb, ("#00ff00",))["brand_share"] == 0


def test_a_shade_the_eye_lets_pass_is_the_brands():
    assert measured(flat((0x35, 0x44, 0x4C)), ("#2f3e46",))["brand_share"] == 1


def test_without_a_kit_there_is_no_share_of_it():
    assert "brand_share" not in measured(columns(SLATE, RED))


@pytest.mark.parametrize(
    ("hues", "kind"),
    [
        ((30,), "monochrome"),
        ((30, 65), "analogous"),
        ((30, 150, 270), "triadic"),
        ((30, 210), "complementary"),
    ],
)
def test_harmony_is_told_by_the_circle(hues, kind):
    rgb = hued(*hues)
    assert harmony(shares(rgb)) == kind
    found = measured(rgb)
    parts = {name: found[f"harmony_{name}"] for name in ("monochrome", "analogous", "triadic", "complementary")}
    assert sum(parts.values()) == pytest.approx(1, abs=1e-5)
    assert parts[kind] == pytest.approx(1 if len(hues) == 1 else 1 - 1 / len(hues), abs=0.1)


def test_greys_have_no_harmony_and_are_neutral():
    found = measured(columns((40, 40, 40), (220, 220, 220)))
    assert found["neutral_share"] == 1
    assert not [name for name in found if name.startswith("harmony_")]
    assert harmony(shares(flat((90, 90, 90)))) == "neutral"


@pytest.mark.parametrize(("across", "down"), [(1 / 3, 1 / 3), (2 / 3, 1 / 3), (1 / 3, 2 / 3)])
def test_a_red_square_is_where_it_stands(across, down):
    rgb = flat(CREAM, (300, 300))
    x, y = round(across * 300), round(down * 300)
    rgb[y - 22 : y + 22, x - 22 : x + 22] = RED
    found = measured(rgb)
    assert found["weight_across"] == pytest.approx(across, abs=0.06)
    assert found["weight_down"] == pytest.approx(down, abs=0.06)
    assert found["thirds"] > 0.5


def stripes(angle, side=300):
    """Stripes whose lines rise to the right by `angle` degrees."""
    y, x = np.mgrid[:side, :side]
    t = np.radians(angle)
    wave = np.sin((x * np.sin(t) + y * np.cos(t)) * 2 * np.pi / 24)
    return np.repeat((127 + 100 * wave).astype(np.uint8)[..., None], 3, axis=2)


@pytest.mark.parametrize("angle", [0, 30, 45, 90, 120, 135])
def test_lines_run_the_way_they_were_drawn(angle):
    found = measured(stripes(angle))
    assert found["lines_level"] == pytest.approx(np.cos(np.radians(2 * angle)), abs=0.03)
    assert found["lines_rising"] == pytest.approx(np.sin(np.radians(2 * angle)), abs=0.03)
    assert found["lines_strength"] > 0.97


def test_noise_runs_every_way_and_a_flat_ground_no_way():
    noise = np.random.default_rng(2).integers(0, 256, (240, 320, 3), dtype=np.uint8)
    assert measured(noise)["lines_strength"] < 0.05
    assert not [name for name in measured(flat(90)) if name.startswith(("lines_", "detail_"))]


@pytest.mark.parametrize(("turns", "calm", "busy"), [(0, "top", "bottom"), (1, "left", "right"), (2, "bottom", "top")])
def test_the_calm_half_is_found(turns, calm, busy):
    rgb = flat(CREAM, (320, 320))
    rgb[160:] = np.random.default_rng(3).integers(0, 256, (160, 320, 3), dtype=np.uint8)
    found = measured(np.ascontiguousarray(np.rot90(rgb, turns)))
    assert found[f"calm_{calm}"] > 0.9
    assert found[f"calm_{busy}"] < 0.05


def test_detail_is_placed_on_the_grid():
    rgb = flat(CREAM, (300, 300))
    cv2.circle(rgb, (255, 45), 30, RED, -1)
    found = measured(rgb)
    assert found["detail_upright"] == found["detail_sideways"] == 1
    assert found["detail_centre"] == 0


def pieces(seed=0, each=12):
    """Three kinds of layout: values of one kind lie close together."""
    rng = np.random.default_rng(seed)
    made = {}
    for kind, middle in (("left", 0.2), ("middle", 0.5), ("right", 0.8)):
        for i in range(each):
            made[f"{kind}{i}"] = {name: float(middle + rng.normal(0, 0.02)) for name in MEASURES}
    return made


def test_the_brands_layouts_fall_into_their_groups_and_a_new_one_finds_its_own():
    rows = pieces()
    groups = clusters(rows, k=3, names=("quiet left",))
    assert [g.share for g in groups] == pytest.approx([1 / 3] * 3, abs=1e-6)
    assert {g.name for g in groups} == {"quiet left", "composition 2", "composition 3"}
    for kind in ("left", "middle", "right"):
        group, away = nearest(rows[f"{kind}0"], groups)
        assert group.example.startswith(kind)
        assert away < 0.5
    assert clusters(dict(reversed(rows.items())), k=3, names=("quiet left",)) == groups


def test_no_pieces_no_groups_and_what_cannot_be_told_is_not():
    assert clusters({}, k=3) == ()
    assert clusters({"a": {"picture.balance": 1.0}}) == ()
    assert nearest({"picture.balance": 1.0}, clusters(pieces())) is None
    assert nearest(pieces()["left0"], ()) is None
    with pytest.raises(InputError, match="1 or more"):
        clusters(pieces(), k=0)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(1, 12))
def test_any_pieces_fall_into_groups_that_add_up(seed, k, count):
    rng = np.random.default_rng(seed)
    rows = {f"p{i}": dict(zip(MEASURES, rng.random(len(MEASURES)).tolist(), strict=True)) for i in range(count)}
    groups = clusters(rows, k)
    assert 1 <= len(groups) <= min(k, count)
    assert sum(g.share for g in groups) == pytest.approx(1, abs=1e-4)
    assert all(g.example in rows for g in groups)
