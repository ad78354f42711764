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
from plot_makers import effect, said, style

from styleloop.adapters.plots import effects_plot
from styleloop.adapters.plots.rows import divided
from styleloop.adapters.plots.sheet import measured, safe, wrapped
from styleloop.adapters.plots.telling import finding
from styleloop.style.steps import between_words, clicks_words, per_cent, step
from styleloop.types.style import Norm


def test_an_effect_of_five_per_cent_is_told_in_words_with_its_step_and_its_tests():
    plot = effects_plot(style(effect()), "Germany", 4)
    assert plot.title == "More questions got more clicks"
    words = said(plot)
    for part in ("What helps in Germany: version 4, learnt from 2 tests", "Helps", "More questions",
                 "About 5 % more clicks", "very likely 2 to 8 % more", "right 9 times in 10",
                 "for 4 more words; 9 tests"):  # fmt: skip
        assert part in words
    assert "log" not in words


def test_words_and_bars_point_the_same_way():
    plot = effects_plot(style(effect("copy.words", -0.1), effect("copy.question", 0.1)), "Germany", 1)
    assert plot.title == "More questions got more clicks; longer headlines got fewer"
    for group in plot.drawing.groups:
        for row in group.rows:
            assert (row.bar.mean > 0) == ("more" in row.said), row
            assert (group.heading == "Helps") == (row.bar.mean > 0)


def test_what_is_counted_goes_by_whole_ones_and_what_an_ad_has_by_all_of_it():
    half = effect("copy.sentences", math.log(1.05), spread=0.5)
    unit = Norm(measure="copy.sentences", unit="sentences", extractor="copy@1", locale="global", median=1, iqr=1,
                quantiles=(1, 1, 1, 1, 1, 2, 2), n=9)  # fmt: skip
    one = effects_plot(style(half).model_copy(update={"norms": (unit,)}), "Germany", 1)
    assert "for 1 more sentence; 9 tests" in said(one)
    assert "About 10 % more clicks" in said(one)
    flag = unit.model_copy(update={"unit": "yes"})
    assert "for an ad that has it" in said(effects_plot(style(half).model_copy(update={"norms": (flag,)}), "x", 1))


def test_shares_of_words_are_said_as_words_of_so_many():
    share = Norm(measure="copy.negation", unit="share", extractor="copy@1", locale="global", median=0, iqr=0,
                 quantiles=(0,) * 7, n=9)  # fmt: skip
    made = style(effect("copy.negation", spread=0.05)).model_copy(update={"norms": (share,)})
    assert "for 1 more word in 20; 9 tests" in said(effects_plot(made, "Germany", 1))


def test_whose_tests_count_is_said_row_by_row():
    made = style(effect()).model_copy(update={"above": "style_1"})
    plot = effects_plot(made, "Germany", 2, {"copy.question": 3})
    assert "and those of other markets" in said(plot)
    assert "for 4 more words; 9 tests, 3 here" in said(plot)
    assert "9 tests, none here" in said(effects_plot(made, "Germany", 2, {}))


def test_what_is_not_known_is_not_led_by_a_guess_and_stays_grey():
    plot = effects_plot(style(effect(half=0.2)), "Germany", 1)
    words = said(plot)
    assert plot.title == "Not sure yet what helps in Germany"
    assert "Anything from 14 % fewer to 28 % more" in words
    assert "best guess: 5 % more" in words
    assert [g.heading for g in plot.drawing.groups] == ["Tested, but not sure yet"]
    assert {g.colour for g in plot.drawing.groups} == {"edge"}


@pytest.mark.parametrize(("tests", "part"), [(0, "Assumed: anything from 2 to 8 % more"),
                                             (7, "Assumed: about 5 % more")])  # fmt: skip
def test_what_no_test_of_the_market_measured_is_called_assumed_and_hatched(tests, part):
    plot = effects_plot(style(effect(tests=tests), tests=()), "Germany", 1)
    assert part in said(plot)
    assert "Tested" not in said(plot)
    assert "Assumed, not measured" in plot.told
    assert plot.title == (
        "In other markets: more questions got more clicks" if tests else "Not sure yet what helps in Germany"
    )
    assert "<pattern" in plot.svg
    assert "<pattern" not in effects_plot(style(effect()), "Germany", 1).svg


def test_groups_stand_in_order_at_most_twelve_rows_and_long_tails_are_counted():
    many = [effect(f"copy.x{n}", 0.01, 0.1) for n in range(39)]
    plot = effects_plot(style(*many, effect(), effect("copy.words", -0.1)), "Germany", 1)
    words = said(plot)
    assert words.index("Helps") < words.index("Hurts") < words.index("Tested, but not sure yet")
    assert "and 35 more not sure yet" in words
    assert len(plot.rows) == 41
    full = effects_plot(style(*(effect(f"copy.y{n}", 0.1 + n / 100) for n in range(20)), *many), "Germany", 1)
    drawn = [row.bar.mean for group in full.drawing.groups for row in group.rows]
    assert len(drawn) == 12
    assert drawn[:8] == sorted(drawn[:8], reverse=True)


def test_nothing_learnt_is_said_with_the_next_step_and_drawn_as_no_axis():
    plot = effects_plot(style(tests=()), "Germany", 1)
    assert "styleloop results" in said(plot)
    assert plot.rows == ()
    assert plot.drawing is None
    assert Image.open(BytesIO(plot.png)).width > 900


def settings():
    return {key: value for key, value in mpl.rcParams.items() if key != "backend"}  # found out when it is asked for


def test_the_same_style_gives_the_same_bytes_from_many_threads_and_leaves_settings_alone():
    made = style(effect(), effect("copy.words", -0.1), effect("copy.number", 0.0))
    before = settings()
    with ThreadPoolExecutor(4) as pool:
        svgs = list(pool.map(lambda n: effects_plot(made, "Germany", n // 3).svg, range(6)))
    assert len(set(svgs)) == 2
    assert svgs[0].replace("version 0", "version 1") == svgs[5]
    assert effects_plot(made, "Germany", 1).png == effects_plot(made, "Germany", 1).png
    assert settings() == before
    assert not re.search(r"\d{4}-\d\d-\d\d|nan|inf\b", svgs[0], re.I)


def test_hostile_names_are_words_and_nothing_else():
    name = 'copy.<script>alert("$x^2$")</script>\x00\n& ' + "long" * 40
    plot = effects_plot(style(effect(name)), '<b>"Market"</b>', 1)
    root = ElementTree.fromstring(plot.svg)
    assert {part.tag.partition("}")[2] for part in root.iter()} <= {
        "svg", "title", "desc", "style", "defs", "g", "path", "text", "use", "clipPath", "rect", "pattern"
    }  # fmt: skip
    assert "$x^2$" in said(plot)


def test_a_page_that_forbids_inline_style_takes_it_and_reads_it_out():
    plot = effects_plot(style(effect()), "Germany", 1)
    for inline in (plot.inline, plot.narrow):
        assert "style=" not in inline
        assert "<style" not in inline
        assert 'role="img"' in inline
        assert 'href="http' not in inline
        ids = re.findall(r'id="([^"]+)"', inline)
        assert len(ids) == len(set(ids))
        assert set(ids) >= set(re.findall(r"url\(#([^)]+)\)", inline))
        assert set(ids) >= set(re.search(r'aria-labelledby="([^"]+)"', inline)[1].split())
        assert f'<title id="{ids[0]}">{plot.title}</title>' in inline
        assert plot.told in inline
    assert not set(re.findall(r'id="([^"]+)"', plot.inline)) & set(re.findall(r'id="([^"]+)"', plot.narrow))


def test_no_word_leaves_the_sheet_on_a_screen_or_a_telephone():
    made = style(effect("copy.words", -0.1), effect("copy.long " + "word " * 30, 0.0), effect())
    plot = effects_plot(made, "the United Kingdom of Great Britain and Northern Ireland", 1)
    for drawn in (plot.svg, plot.narrow):
        root = ElementTree.fromstring(drawn)
        across = float(root.get("viewBox").split()[2])
        for text in root.iter("{http://www.w3.org/2000/svg}text"):
            x, wide = (
                float(text.get("x")),
                measured(text.text, float(text.get("font-size")), text.get("font-weight") == "600"),
            )
            left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor")]
            assert left >= 0, text.text
            assert left + wide <= across, text.text


def test_the_png_is_drawn_on_white_and_holds_ink():
    plot = effects_plot(style(effect()), "Germany", 1)
    image = Image.open(BytesIO(plot.png)).convert("RGB")
    assert image.getpixel((0, 0)) == (255, 255, 255)
    assert image.convert("L").getextrema()[0] < 60


def test_the_title_names_only_what_is_shown_and_says_that_it_is_the_surest():
    many = [effect(f"copy.y{n}", 0.1 + n / 100, 0.01 + n / 500) for n in range(20)]  # the smaller, the surer
    plot = effects_plot(style(*many), "Germany", 1)
    shown = [row.name for group in plot.drawing.groups for row in group.rows]
    assert len(shown) == 12
    assert plot.title == f"Surest: {shown[11].lower()} and {shown[10].lower()} got more clicks"


def test_one_or_two_tests_settle_nothing_however_far_the_bar_lies():
    plot = effects_plot(style(effect("copy.story_news", -0.6, 0.3, tests=1), effect(tests=3)), "Germany", 1)
    assert [g.heading for g in plot.drawing.groups] == ["Helps", "Tested, but not sure yet"]
    row = plot.drawing.groups[1].rows[0]
    assert (row.said, row.more) == ("Too few tests to be sure", "so far 26 to 59 % fewer; best guess: 45 % fewer")
    assert "in 3 tests or more. Of ten such bars one may be wrong" in plot.drawing.legend


@pytest.mark.parametrize(
    ("measure", "unit", "spread", "told", "times"),
    [
        ("copy.number", "count", 0.8, "1 more number", 1.25),
        ("copy.calls", "count", 1, "1 more call to act", 1),
        ("copy.dashes", "count", 1, "1 more dash", 1),
        ("copy.mystery", "count", 2, "2 more of it", 1),
        ("copy.sentence_length", "words/sentence", 1.1, "1 more word a sentence", 1 / 1.1),
        ("copy.rix", "long words/sentence", 0.92, "1 more long word a sentence", 1 / 0.92),
        ("copy.word_length", "graphemes/word", 0.4, "0.4 more characters a word", 1),
    ],
)
def test_a_step_has_a_noun_and_a_number_that_people_can_picture(measure, unit, spread, told, times):
    norm = Norm(measure=measure, unit=unit, extractor="copy@1", locale="global", median=1, iqr=1,
                quantiles=(1, 1, 1, 1, 1, 2, 2), n=9)  # fmt: skip
    assert step(effect(measure, spread=spread), norm) == (pytest.approx(times), told)


@given(st.floats(-12, 12), st.floats(0.001, 3))
def test_words_never_hold_what_is_no_number(mean, half):
    told = clicks_words(per_cent(mean)) + between_words(per_cent(mean - half), per_cent(mean + half))
    assert not re.search(r"nan|inf|-\d", told)
    if mean - half > 0:
        assert "fewer" not in told


@given(st.text(max_size=60), st.floats(40, 400))
def test_wrapped_lines_fit(words, width):
    lines = wrapped(words, width)
    assert all(measured(line) <= width or line == "…" for line in lines)
    assert bool(lines) == bool(safe(words).strip())


@given(st.lists(st.integers(0, 9), min_size=1, max_size=5), st.integers(0, 20))
def test_room_is_divided_fairly(wanted, room):
    given_ = divided(wanted, room)
    assert sum(given_) == min(room, sum(wanted))
    assert all(g <= w for g, w in zip(given_, wanted, strict=True))
    left = [g for g, w in zip(given_, wanted, strict=True) if g < w]
    assert not left or max(given_) - min(left) <= 1


def test_a_finding_names_two_of_each_in_plain_words():
    assert finding(["More questions", "A button", "News"], ["USP words"]) == (
        "More questions and a button got more clicks; USP words got fewer"
    )
    assert finding([], ["Longer headlines"]) == "Longer headlines got fewer clicks"
    assert finding([], []) == ""
