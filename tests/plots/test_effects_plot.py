"""The effect plot says what it was given, in words, the same way every time."""

import math
import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from styleloop.adapters.plots import effects_plot
from styleloop.adapters.plots.telling import between_words, clicks_words
from styleloop.types.style import Effect, Norm, StyleVector

FIVE = math.log(1.05)


def effect(measure="copy.question", mean=FIVE, half=0.03, tests=9, spread=4.0):
    low, high = mean - half, mean + half
    verdict = "helps" if low > 0 else "hurts" if high < 0 else "not known yet"
    return Effect(
        measure=measure, mean=mean, sd=half / 1.645, low=low, high=high, spread=spread, tests=tests, verdict=verdict
    )


def style(*effects, tests=("t-1", "t-2")):
    norms = tuple(
        Norm(measure=e.measure, unit="words", extractor="copy@1", locale="global", median=7, iqr=2,
             quantiles=(3, 4, 6, 7, 8, 10, 11), n=9)
        for e in effects
    )  # fmt: skip
    return StyleVector(
        brand="b", market="global", evidence="0", extractors=("copy@1",), norms=norms, effects=effects, tests=tests
    )


def said(plot) -> str:
    return " ".join(ElementTree.fromstring(plot.svg).itertext())


def test_an_effect_of_five_per_cent_is_told_in_words_with_its_step_and_its_tests():
    plot = effects_plot(style(effect()), "Germany", 4)
    words = said(plot)
    for part in ("What helps in Germany: version 4, learnt from 2 tests", "Helps", "More questions",
                 "About 5 more clicks for every 100", "90 % sure: between 2 and 8 more",
                 "per 4 words more; 9 tests"):  # fmt: skip
        assert part in words
    assert "log" not in words


def test_what_is_not_known_is_not_led_by_a_guess():
    words = said(effects_plot(style(effect(half=0.2)), "Germany", 1))
    assert "Not known yet" in words
    assert "Anything between 14 fewer and 28 more" in words
    assert "Helps" not in words.replace("What helps", "")


@pytest.mark.parametrize("tests", [0, 7])
def test_what_no_test_of_the_market_measured_is_called_assumed_and_hatched(tests):
    plot = effects_plot(style(effect(tests=tests), tests=()), "Germany", 1)
    assert "Assumed: about 5 more" in said(plot)
    assert "Assumed, not measured" in plot.told
    assert "<pattern" in plot.svg
    assert "<pattern" not in effects_plot(style(effect()), "Germany", 1).svg


def test_groups_stand_in_order_and_long_tails_are_counted():
    many = [effect(f"copy.x{n}", 0.01, 0.1) for n in range(39)]
    plot = effects_plot(style(*many, effect(), effect("copy.words", -0.1)), "Germany", 1)
    words = said(plot)
    assert words.index("More questions") < words.index("Hurts") < words.index("Not known yet", words.index("Hurts"))
    assert "and 31 more not known yet" in words
    assert len(plot.rows) == 41


def test_nothing_learnt_is_said_with_the_next_step_and_drawn_as_no_axis():
    plot = effects_plot(style(tests=()), "Germany", 1)
    assert "styleloop results" in said(plot)
    assert plot.rows == ()
    assert Image.open(BytesIO(plot.png)).width > 900


def settings():
    return {key: value for key, value in mpl.rcParams.items() if key != "backend"}  # found out when it is asked for


def test_the_same_style_gives_the_same_bytes_from_many_threads_and_leaves_settings_alone():
    made = style(effect(), effect("copy.words", -0.1), effect("copy.number", 0.0))
    before = settings()
    with ThreadPoolExecutor(4) as pool:
        svgs = list(pool.map(lambda _: effects_plot(made, "Germany", 1).svg, range(6)))
    assert len(set(svgs)) == 1
    assert effects_plot(made, "Germany", 1).png == effects_plot(made, "Germany", 1).png
    assert settings() == before
    assert not re.search(r"\d{4}-\d\d-\d\d|nan|inf\b", svgs[0], re.I)


def test_hostile_names_are_words_and_nothing_else():
    name = 'copy.<script>alert("$x^2$")</script>\x00\n& ' + "long" * 40
    plot = effects_plot(style(effect(name)), '<b>"Market"</b>', 1)
    root = ElementTree.fromstring(plot.svg)
    assert {part.tag.partition("}")[2] for part in root.iter()} <= {
        "svg", "title", "style", "defs", "g", "path", "text", "use", "clipPath", "rect", "pattern"
    }  # fmt: skip
    assert "$x^2$" in said(plot)


def test_a_page_that_forbids_inline_style_takes_it():
    inline = effects_plot(style(effect()), "Germany", 1).inline
    assert "style=" not in inline
    assert "<style" not in inline
    assert 'role="img"' in inline
    assert 'href="http' not in inline
    assert set(re.findall(r'id="([^"]+)"', inline)) >= set(re.findall(r"url\(#([^)]+)\)", inline))


def test_the_png_is_drawn_on_white_and_holds_ink():
    plot = effects_plot(style(effect()), "Germany", 1)
    image = Image.open(BytesIO(plot.png)).convert("RGB")
    assert image.getpixel((0, 0)) == (255, 255, 255)
    assert image.convert("L").getextrema()[0] < 60


@given(st.floats(-12, 12), st.floats(0.001, 3))
def test_words_never_hold_what_is_no_number(mean, half):
    told = clicks_words(mean) + between_words(mean - half, mean + half)
    assert not re.search(r"nan|inf|-\d", told)
    if mean - half > 0:
        assert "fewer" not in told
