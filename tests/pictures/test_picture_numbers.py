"""Numbers of pictures hold whatever they are given: sizes, places, colours, workflows."""

import json

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.adapters.models.backdrop import beyond
from styleloop.adapters.models.comfyui import _filled
from styleloop.adapters.models.openai_images import SIZES, offered
from styleloop.drafts.picture.backdrop import _DARK, called, lit, quiet_words
from styleloop.measure.picture.oklab import to_oklab
from styleloop.types.picture import Picture
from styleloop.types.shot import Framing

FEW = settings(max_examples=30, deadline=None)
sides = st.integers(64, 4096)
shares = st.floats(0, 1)
colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def blank(width, height):
    return Picture(rgb=np.zeros((height, width, 3), np.uint8))


@FEW
@given(sides, sides, st.sampled_from(["dall-e-2", "dall-e-3", "gpt-image-1", ""]))
def test_no_other_size_of_a_model_is_nearer_in_shape(width, height, model):
    wide, high = offered(model, width, height)
    mine = max(wide * height / (high * width), high * width / (wide * height))
    for other in SIZES.get(model, SIZES[""]):
        shape = other[0] * height / (other[1] * width)
        assert mine <= max(shape, 1 / shape) + 1e-6


@FEW
@given(st.integers(20, 300), st.integers(20, 300), st.integers(1, 3), shares, shares)
def test_what_was_marked_keeps_its_place_in_the_extension(width, height, more, x, y):
    photo, whole = blank(width, height), blank(width * more, height)
    marked = beyond(photo, Framing(focus=(x, y), subject=(0.1, 0.2, 0.7, 0.8)), whole)
    assert abs(marked.focus[0] * whole.width - (x * width + (whole.width - width) / 2)) < 1e-6
    assert abs(marked.focus[1] - y) < 1e-6
    left, top, right, low = marked.subject
    assert 0 <= left < right <= 1
    assert 0 <= top < low <= 1


@FEW
@given(colours, st.floats(-1, 1))
def test_a_lit_colour_goes_the_way_it_is_asked(colour, light):
    def level(code):  # lightness as seen: a deep green grows darker while its red and blue rise
        return to_oklab(np.array([[int(code[i : i + 2], 16) for i in (1, 3, 5)]]))[0, 0]

    made = lit(colour, light)
    assert called(made, ())
    if light > 0:
        assert level(made) >= level(colour) - 0.005
    elif level(colour) > level(_DARK):
        assert level(made) <= level(colour) + 0.005


@FEW
@given(st.lists(st.tuples(shares, shares, shares, shares), max_size=6))
def test_a_place_for_words_is_always_said(boxes):
    assert quiet_words(boxes)


values = {"prompt": 'a "wall" {seed}', "seed": 7}
trees = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.sampled_from(["{prompt}", "{seed}", "x {seed} y", "{other}"])
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_leaves=8,
)


@FEW
@given(trees)
def test_a_workflow_is_filled_once_and_keeps_its_form(tree):
    made = _filled(tree, values)
    told = json.dumps(tree).replace('"{prompt}"', json.dumps(values["prompt"])).replace('"{seed}"', "7")
    assert json.loads(told.replace("x {seed} y", "x 7 y")) == made
