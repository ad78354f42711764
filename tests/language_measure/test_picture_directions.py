import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from styleloop.measure.picture import PictureExtractor
from styleloop.measure.picture.palette import palette
from styleloop.types.copy import Copy
from styleloop.types.measurement import Subject
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal

EXTRACTOR = PictureExtractor()
RED, WHITE, BLACK, SLATE, OAT, RUST = "#ff0000", "#ffffff", "#000000", "#2f3e46", "#e8dcc4", "#a4452c"


def rgb(code):
    return [int(code[i : i + 2], 16) for i in (1, 3, 5)]


def stripes(*parts, height=200, width=400):
    """Upright stripes: (colour, share of the width)."""
    made = np.zeros((height, width, 3), np.uint8)
    at = 0
    for code, share in parts:
        end = at + round(share * width)
        made[:, at:end] = rgb(code)
        at = end
    return Picture(made)


def measured(picture):
    (found,) = EXTRACTOR.extract([Subject("a", "en-GB", Copy(), picture)])
    assert not isinstance(found, Refusal)
    return {m.name.removeprefix("picture."): m.value for m in found}


def dot(x, y, side=300, radius=18):
    made = np.full((side, side, 3), 230, np.uint8)
    cv2.circle(made, (round(x * side), round(y * side)), radius, (160, 40, 30), -1, cv2.LINE_AA)
    return Picture(made)


@pytest.fixture(scope="module")
def photo():
    """Something like a photograph: soft lights of many colours, and grain."""
    rng = np.random.default_rng(5)
    coarse = rng.integers(0, 255, (9, 12, 3), dtype=np.uint8)
    soft = cv2.resize(coarse, (640, 480), interpolation=cv2.INTER_CUBIC).astype(np.int16)
    return Picture(np.clip(soft + rng.integers(-6, 7, soft.shape), 0, 255).astype(np.uint8))


def test_plain_red_by_hand():
    found = measured(stripes((RED, 1)))
    assert found["brightness"] == pytest.approx(53.24, abs=0.05)
    assert found["contrast"] == pytest.approx(0, abs=1e-3)
    assert found["saturation"] == 1
    assert found["warmth"] == 1
    assert found["colourfulness"] == pytest.approx(0.3 * np.hypot(255, 127.5), rel=1e-5)
    assert found["dominant_share"] == 1
    assert found["palette_size"] == 1
    assert found["dominant_green_red"] == pytest.approx(0.2249, abs=1e-3)
    assert found["dominant_blue_yellow"] == pytest.approx(0.1258, abs=1e-3)
    chroma, hue = np.hypot(80.09, 67.20), np.degrees(np.arctan2(67.20, 80.09))
    assert found["warm_cool"] == pytest.approx(-0.5 + 0.02 * chroma**1.07 * np.cos(np.radians(hue - 50)), abs=0.01)
    assert found["heavy_light"] == pytest.approx(-2.1 + 0.05 * (100 - 53.24), abs=0.01)
    assert found["active_passive"] == pytest.approx(-1.1 + 0.03 * np.hypot(chroma, (53.24 - 50) / 1.5), abs=0.01)
    brightness, saturation = 2 * 0.5324 - 1, 1.0
    assert found["pleasure"] == pytest.approx(0.69 * brightness + 0.22 * saturation, abs=0.001)
    assert found["arousal"] == pytest.approx(-0.31 * brightness + 0.60 * saturation, abs=0.001)
    assert found["dominance"] == pytest.approx(-0.76 * brightness + 0.32 * saturation, abs=0.001)


def test_colourfulness_of_red_beside_green_by_hand():
    # rg is 255 or -255, yb 127.5 everywhere: sd 255 and 0, means 0 and 127.5
    found = measured(stripes((RED, 0.5), ("#00ff00", 0.5)))
    assert found["colourfulness"] == pytest.approx(255 + 0.3 * 127.5, rel=1e-5)


def test_what_a_picture_of_one_colour_cannot_have():
    found = measured(stripes((SLATE, 1)))
    assert found["edge_density"] == 0
    assert found["sharpness"] == 0
    assert found["negative_space"] == 1
    assert found["symmetry"] == 1
    assert found["balance"] == pytest.approx(1)
    assert found["subject_share"] == 0


def test_measures_move_the_way_people_say_they_do(photo):
    plain, soft = measured(photo), measured(Picture(cv2.GaussianBlur(photo.rgb, (0, 0), 4)))
    assert soft["sharpness"] < plain["sharpness"]
    assert measured(Picture(photo.rgb // 2))["brightness"] < plain["brightness"]
    grey = cv2.cvtColor(cv2.cvtColor(photo.rgb, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    assert measured(Picture(grey))["saturation"] == 0
    mirrored = np.hstack([photo.rgb[:, :320], photo.rgb[:, :320][:, ::-1]])
    assert measured(Picture(mirrored))["symmetry"] > 0.95 > plain["symmetry"]


def test_composition_goes_by_where_the_thing_stands():
    middle, third, corner = measured(dot(0.5, 0.5)), measured(dot(1 / 3, 1 / 3)), measured(dot(0.1, 0.1))
    assert middle["balance"] > third["balance"] > corner["balance"]
    assert third["thirds"] > 2 * middle["thirds"]
    assert middle["negative_space"] > 0.8
    assert 0 < middle["subject_share"] < 0.2


@settings(max_examples=25, deadline=None)
@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(3))))
def test_any_picture_keeps_to_the_ranges_and_its_mirror_to_the_colours(pixels):
    specs = {spec.name.removeprefix("picture."): spec for spec in EXTRACTOR.specs}
    found, mirror = measured(Picture(pixels)), measured(Picture(np.ascontiguousarray(pixels[:, ::-1])))
    for name, value in found.items():
        assert specs[name].low <= value <= specs[name].high, name
    for name in ("brightness", "contrast", "saturation", "colourfulness", "warmth"):
        assert mirror[name] == pytest.approx(found[name], rel=1e-3, abs=1e-2), name


def test_a_palette_is_the_colours_and_their_shares():
    assert palette(stripes((SLATE, 0.5), (OAT, 0.3), (RUST, 0.2))) == (
        (SLATE, pytest.approx(0.5, abs=0.01)),
        (OAT, pytest.approx(0.3, abs=0.01)),
        (RUST, pytest.approx(0.2, abs=0.01)),
    )
    assert palette(stripes((SLATE, 1))) == ((SLATE, 1.0),)


def test_a_palette_of_a_photograph_adds_up_and_is_the_same_again(photo):
    found = palette(photo, 5)
    assert len(found) == 5
    assert sum(share for _, share in found) == pytest.approx(1)
    assert [share for _, share in found] == sorted((share for _, share in found), reverse=True)
    assert palette(photo, 5) == found
