"""The benchmark that judges lines finds what is wrong, and counts what is alike."""

from __future__ import annotations

import pytest

from benchmarks.drafts import clusters, skeleton
from benchmarks.drafts_read import errors, truth
from benchmarks.drafts_seeded import seeded
from styleloop.types.copy import Copy
from styleloop.types.variant import Draft, FilledSlot

BELL = truth("Brass bell with two steel springs, 95 g, made in Leeds", ["18.00"], [(40.0, "mm")])


@pytest.mark.parametrize(
    "line",
    ["The bell weighs 95 g.", "Brass, for £18.", "Two steel springs.\nNow you know.", "Made in Leeds.", "40\u00a0mm."],
)
def test_what_the_raw_file_says_is_no_error(line):
    assert errors(line, BELL) == []


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("The bell weighs 96 g.", "number 96"),
        ("The bell weighs 95 kg.", "unit 95 kg"),
        ("Copper, for £18.", "material copper"),
        ("Three steel springs.", "number three"),
        ("It was made in York.", "proper noun York"),
        ("It costs £81.", "number 81"),
    ],
)
def test_what_it_does_not_say_is_one(line, wrong):
    assert wrong in errors(line, BELL)


def draft(headline, *spans):
    filled = tuple(
        FilledSlot(slot="headline", start=headline.index(s), end=headline.index(s) + len(s), text=s, fact="fact.x")
        for s in spans
    )
    return Draft(
        brief="b", market="en-GB", product="bell", words=Copy.of(headline=headline), filled=filled, drafter="x",
        tone="t", picture="p",
    )  # fmt: skip


def test_lines_of_one_frame_are_one_skeleton_and_others_are_not():
    said = [
        skeleton(draft("Take the bell.\nLeave the rest.", "the bell")),
        skeleton(draft("Take the brass lamp.\nLeave the rest.", "the brass lamp")),
        skeleton(draft("The bell costs £18.", "The bell", "£18")),
    ]
    assert said[0] == said[1]
    assert sorted(clusters(said).values()) == [1, 2]


def test_breaches_are_breaches():
    cases = seeded(draft("Brass, 95 g."), BELL, {"bell": BELL})
    assert {c.kind for c in cases} == {"number", "material", "superlative"}
    for case in cases:
        text = case.words.text("headline")
        assert text != "Brass, 95 g."
        assert case.kind == "superlative" or errors(text, BELL)
