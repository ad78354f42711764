"""Logo, palette and type of drawn pieces, and what only looks wrong."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_pieces import KIT, SQUARE, facts_of, item_of, rendering_of, rules, told

from styleloop.audit.look import Look
from styleloop.measure.picture.rooms import own_share, room, stranger
from styleloop.types.brand import Colour, Face, Tone
from styleloop.types.copy import Copy
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal
from styleloop.types.variant import Layout

PEAT, PAPER, MOSS, PINK = "#1b262b", "#f6f2e8", "#556038", "#d4007f"
PARTS = ("panel", "line", "fact", "label", "label_ink", "wall", "ground", "shadow")
WEATHER = Tone(name="weather", **dict.fromkeys(PARTS, MOSS))
OURS = KIT.model_copy(
    update={
        "colours": (Colour(name="peat", hex=PEAT), Colour(name="paper", hex=PAPER)),
        "tones": (WEATHER,),
        "logo": "a" * 64,
    }
)
LOGO = facts_of("logo", box=(70.0, 70.0, 340.0, 122.0), ink=(70.0, 70.0, 340.0, 122.0), size=52.0, lines=1)
HEAD = facts_of(box=(70.0, 180.0, 900.0, 500.0), ink=(70.0, 195.0, 880.0, 460.0), size=90.0)
SMALL = facts_of("body", box=(70.0, 700.0, 600.0, 800.0), ink=(70.0, 705.0, 590.0, 790.0), size=36.0)


def levels(colour):
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def picture_of(ground=PAPER, **boxes):
    """A square of 480 px that stands for one of 1080; name -> (box in 1080ths, colour)."""
    rgb = np.empty((480, 480, 3), np.uint8)
    rgb[:] = levels(ground)
    for (x0, y0, x1, y1), colour in boxes.values():
        rgb[round(y0 * 4 / 9) : round(y1 * 4 / 9), round(x0 * 4 / 9) : round(x1 * 4 / 9)] = levels(colour)
    return Picture(rgb=rgb, full_size=(1080, 1080))


def layout_of(**changes):
    given = {
        "draft": "draft_1", "placement": SQUARE, "template": "hero@1", "market": "en-GB", "direction": "ltr",
        "words": Copy.of(headline="It rained."), "tone": WEATHER, "face": OURS.faces[0], "picture": "b" * 64,
        "logo": "a" * 64, "logo_name": "Tarn & Thistle",
    }  # fmt: skip
    return Layout(**{**given, **changes})


def said(*facts, picture=None, layout=None, kit=OURS, **changes):
    drawn = rendering_of(*facts)
    return told(
        Look(),
        item_of(kit=kit, rendering=drawn.model_copy(update=changes), picture=picture, layout=layout or layout_of()),
    )


def test_a_piece_that_looks_like_the_brand_draws_no_objection():
    assert said(LOGO, HEAD, SMALL, picture=picture_of()) == ()


def test_what_is_not_drawn_is_not_checked():
    (answer,) = Look().check([item_of(rendering=None)])
    assert isinstance(answer, Refusal)
    assert "not been drawn" in answer.why


def test_a_missing_logo_is_warned_of_but_where_the_template_leaves_it_out():
    (found,) = said(HEAD, SMALL)
    assert (found.rule, found.severity, found.box) == ("logo-missing", "warn", (0.0, 0.0, 1080.0, 1080.0))
    assert said(HEAD, SMALL, dropped=("logo",)) == ()
    assert said(HEAD, SMALL, layout=layout_of(card=1, cards=3)) == ()


@pytest.mark.parametrize(
    ("box", "found"),
    [
        ((70.0, 70.0, 200.0, 95.0), ["logo-small"]),
        ((70.0, 70.0, 300.0, 105.0), []),
        ((70.0, 150.0, 340.0, 190.0), ["logo-crowded"]),
        ((10.0, 70.0, 280.0, 122.0), ["logo-crowded"]),
        ((810.0, 1020.0, 1070.0, 1072.0), ["logo-crowded"]),
    ],
)
def test_room_and_size_of_the_logo(box, found):
    answer = said(facts_of("logo", box=box, ink=box), HEAD, SMALL)
    assert rules(answer) == found
    assert all(f.box == box and f.severity == "warn" for f in answer)


def test_the_crowding_is_named_with_its_figures():
    (found,) = said(facts_of("logo", ink=(70.0, 130.0, 340.0, 182.0), box=(70.0, 130.0, 340.0, 182.0)), HEAD)
    assert found.message == "The headline is 13 px from the logo; it wants 26 px, 0.5 of its height, free."


def test_words_on_a_flat_colour_of_nobody_s():
    (found,) = said(LOGO, HEAD, SMALL, picture=picture_of(body=(SMALL.box, PINK)))
    assert (found.rule, found.severity, found.box) == ("off-palette", "warn", SMALL.box)
    assert "The body stands on #d4007f, 100% of its room" in found.message
    assert said(LOGO, HEAD, SMALL, picture=picture_of(body=(SMALL.box, "#585f3a"))) == ()  # moss, as printed


def test_a_photograph_under_words_is_no_choice_of_colour():
    picture = picture_of()
    x = np.linspace(0, 1, 480)
    rgb = picture.rgb.copy()
    rgb[300:400] = np.stack([90 + 60 * x, 140 + 50 * x, 190 + 60 * x], axis=1).astype(np.uint8)[None]  # an evening sky
    noise = np.random.default_rng(1).integers(-9, 9, rgb[300:400].shape)
    rgb[300:400] = np.clip(rgb[300:400].astype(int) + noise, 0, 255)
    assert said(LOGO, HEAD, SMALL, picture=Picture(rgb=rgb, full_size=(1080, 1080))) == ()


def test_greys_and_whites_are_nobody_s_and_everybody_s():
    assert said(LOGO, HEAD, SMALL, picture=picture_of(body=(SMALL.box, "#e6e6e6"), head=(HEAD.box, "#ffffff"))) == ()


def test_a_picture_with_hardly_any_own_colour_is_noted():
    (found,) = said(LOGO, dropped=(), picture=picture_of("#888888"))
    assert (found.rule, found.severity) == ("palette-share", "note")
    assert "0% of the picture" in found.message


def test_a_kit_without_colours_asks_for_none():
    kit = OURS.model_copy(update={"colours": (), "tones": ()})
    assert said(LOGO, HEAD, SMALL, picture=picture_of(PINK), kit=kit) == ()


def test_type_that_stands_in_is_noted():
    (found,) = said(LOGO, HEAD, layout=layout_of(face=Face(script="Latn", serif=("Amiri",), sans=("Heebo",))))
    assert (found.rule, found.severity, found.box) == ("off-face", "note", HEAD.ink)
    assert "Amiri, Heebo" in found.message


@pytest.mark.parametrize(
    ("slot", "size", "found"), [("body", 85.0, ["hierarchy"]), ("cta", 70.0, []), ("price", 140.0, [])]
)
def test_the_headline_leads_but_a_price_may_be_larger(slot, size, found):
    other = SMALL.model_copy(update={"slot": slot, "size": size})
    assert rules(said(LOGO, HEAD, other)) == found


@given(st.integers(0, 200), st.integers(0, 200), st.integers(-300, 1500), st.integers(-300, 1500))
@settings(max_examples=25, deadline=None)
def test_rooms_outside_the_picture_are_empty_and_shares_are_shares(wide, high, x, y):
    pixels = room(picture_of(), (float(x), float(y), float(x + wide), float(y + high)))
    assert pixels.shape[1] == 3
    assert 0 <= own_share(pixels, (PAPER,)) <= 1
    assert stranger(pixels, (PAPER,)) is None
