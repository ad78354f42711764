"""What changed between two styles, in words a designer understands."""

import pytest
from learning_makers import Brand, joined, number

from styleloop.errors import InputError
from styleloop.style import diff, fit
from styleloop.style.movers import movers
from styleloop.style.phrases import label
from styleloop.style.phrases import number as said
from styleloop.style.steps import between_words, per_cent
from styleloop.types.style import Pattern
from styleloop.vector import Weights

TRUTH = {"en-GB": {"copy.negation": 0.15}}


@pytest.fixture(scope="module")
def early():
    return Brand(TRUTH, tests=3, seed=1)


@pytest.fixture(scope="module")
def late(early):
    return joined([early, Brand(TRUTH, tests=40, seed=2)])


def test_new_tests_say_what_helps_now(early, late):
    a, b = fit(early.evidence()).style, fit(late.evidence()).style
    changes = diff(a, b)
    assert changes[0].words.startswith("Learnt from 43 tests, was 3; new: en-GB-2-000, en-GB-2-001")
    negation = next(c for c in changes if c.what == "what helps" and c.name == "copy.negation")
    assert negation.words.startswith("More negations: was not known, now helps: about ")
    assert " % more clicks for 1 more word in " in negation.words
    assert negation.words.endswith(" new tests.")
    assert set(negation.tests) == set(b.tests) - set(a.tests)
    assert negation.after == pytest.approx(next(e.mean for e in b.effects if e.measure == "copy.negation"))


def test_a_usual_that_moved_is_told_in_its_unit(early):
    shorter = {i: [number("copy.words", 3.0, "words"), *m[1:]] for i, m in early.numbers.items()}
    a, b = fit(early.evidence()).style, fit(early.evidence(measurements=shorter)).style
    words = [c.words for c in diff(a, b) if c.what == "usual"]
    assert words == [f"Usual now: shorter headlines (3 words, was {a.norm('copy.words').median:.0f} words)."]


def test_nothing_changed_says_nothing(early):
    style = fit(early.evidence()).style
    assert diff(style, style) == ()


def test_frames_come_and_go(early):
    frame = Pattern(slot="headline", locale="en-GB", skeleton="Some people fear\n{adversary}.", gaps=(), support=2)
    a, b = fit(early.evidence()).style, fit(early.evidence(patterns=[frame])).style
    assert [c.words for c in diff(a, b)] == ["New frame: “Some people fear {adversary}.” (2 examples)."]
    assert [c.words for c in diff(b, a)] == ["Frame no longer used: “Some people fear {adversary}.”."]


def test_numbers_of_two_extractor_versions_are_not_compared(early):
    newer = {i: [x.model_copy(update={"extractor": "copy@2"}) for x in m] for i, m in early.numbers.items()}
    changes = diff(fit(early.evidence()).style, fit(early.evidence(measurements=newer)).style)
    assert [c.what for c in changes] == ["evidence"]
    assert "copy@1 became copy@2" in changes[0].words


def test_styles_of_two_markets_are_not_compared(early):
    top = fit(early.evidence())
    with pytest.raises(InputError):
        diff(top.style, fit(early.evidence("en-GB", above=top)).style)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (7.0, "words", "7 words"),
        (0.123, "share", "12 %"),
        (0.3456, "ratio", "0.35"),
        (-0.0, "L*", "0 L*"),
        (12.6, "", "13"),
    ],
)
def test_numbers_are_said_with_their_unit(value, unit, text):
    assert said(value, unit) == text


def test_measures_are_called_by_name():
    assert label("copy.headline.long_words") == "Headline long words"
    assert label("picture.colourfulness") == "Picture colourfulness"


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(0.01, 0.07, "1 to 7 % more"), (-0.07, -0.01, "1 to 7 % fewer"), (-0.02, 0.03, "2 % fewer to 3 % more")],
)
def test_intervals_are_said_in_clicks(low, high, text):
    assert between_words(per_cent(low), per_cent(high)) == text


def test_what_hurts_is_told_with_the_sign_of_its_figures(early):
    truth = {"en-GB": {"copy.words": -0.05}}
    few, many = Brand(truth, tests=2, seed=3), Brand(truth, tests=60, seed=4)
    changes = diff(fit(few.evidence()).style, fit(joined([few, many]).evidence()).style)
    change = next(c for c in changes if c.what == "what helps" and c.name == "copy.words")
    assert change.after < 0
    assert change.words.startswith("Longer headlines: was not known, now hurts: about ")
    assert " % fewer clicks for " in change.words


def test_the_tests_that_moved_an_effect_are_named_with_the_sign_of_their_pull():
    strong, idle = Brand({"en-GB": {"copy.words": 0.2}}, tests=12, seed=5), Brand({"en-GB": {}}, tests=3, seed=6)
    a, b = fit(idle.evidence()), fit(joined([idle, strong]).evidence())
    fresh = set(b.style.tests) - set(a.style.tests)
    found = movers(Weights.unpack(a.weights), Weights.unpack(b.weights), fresh)
    pulls = dict(found["copy.words"])
    assert set(pulls) == fresh
    assert sum(pulls.values()) > 0
    assert [abs(p) for _, p in found["copy.words"]] == sorted((abs(p) for p in pulls.values()), reverse=True)
    assert movers(Weights.unpack(a.weights), Weights.unpack(b.weights), ()) == {}
