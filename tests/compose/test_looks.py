"""What helps moves the pictures: each lever is drawn, and the finished picture is measured again."""

from itertools import pairwise

import pytest

from styleloop.brief.looks import LEVERS, look, looked
from styleloop.measure.layout import LayoutExtractor
from styleloop.measure.picture import PictureExtractor
from styleloop.types.brief import Look
from styleloop.types.measurement import Subject
from styleloop.types.style import Effect, StyleVector


def effect(measure: str, mean: float, verdict: str) -> Effect:
    low, high = mean - 0.02, mean + 0.02
    return Effect(measure=measure, mean=mean, sd=0.01, low=low, high=high, spread=1.0, tests=9, verdict=verdict)


def style(*effects: Effect) -> StyleVector:
    return StyleVector(brand="b", market="en-GB", evidence="e", extractors=(), effects=effects)


def drawn(renderer, make, placement, **levers):
    layout, blobs = make(placement=placement, look=Look(**levers))
    [made] = renderer.draw([layout], blobs)
    size = (made.rendering.width, made.rendering.height)
    subject = Subject("a", "en-GB", layout.words, made.picture, made.rendering.facts, size)
    found = [m for e in (PictureExtractor(), LayoutExtractor()) for m in e.extract([subject])[0]]
    return {m.name: m.value for m in found}


@pytest.mark.parametrize("placement", ["square", "story", "wide"])
@pytest.mark.parametrize("lever", sorted(LEVERS))
def test_a_lever_moves_what_it_promises(renderer, make, lever, placement):
    ends = [drawn(renderer, make, placement, **{lever: at}) for at in (-1.0, 1.0)]
    for measure, sign in LEVERS[lever].items():
        assert sign * ends[0][measure] < sign * ends[1][measure], (measure, [e[measure] for e in ends])


def test_the_further_the_lighter(renderer, make):
    values = [drawn(renderer, make, "square", light=at)["picture.brightness"] for at in (-1.0, -0.4, 0.0, 0.4, 1.0)]
    assert all(a < b for a, b in pairwise(values))


def test_what_is_not_known_moves_nothing():
    assert look(style(effect("picture.brightness", 0.2, "not known yet"))) == Look()
    assert look(style()) == Look()


def test_what_helps_is_followed_and_what_hurts_is_left():
    assert look(style(effect("picture.brightness", 0.03, "helps"))).light == pytest.approx(0.6)
    assert look(style(effect("picture.negative_space", 0.2, "helps"))).subject == -1
    assert look(style(effect("layout.headline_size", -0.2, "hurts"))).headline == -1


def test_it_says_why_in_words():
    version = style(effect("picture.negative_space", 0.2, "helps"))
    assert looked(look(version), version) == ("more room about the product: it helped in 9 tests",)
