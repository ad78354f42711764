"""A long run of one kind of character costs no more than its length, and hides no order behind it."""

from __future__ import annotations

import pytest

from styleloop.drafts.ground.about import front_matter
from styleloop.language.readings import LONGEST_WORD, readings


@pytest.mark.parametrize("run", ["1", "aа", "a\u0301", "@"])
def test_figures_are_read_as_letters_in_words_alone_that_somebody_could_read(run):
    long = run * (LONGEST_WORD + 1)
    assert any("ignore" in reading.text for reading in readings(f"{long} 1gn0re!"))
    assert any(long in reading.text for reading in readings(f"{long} 1gn0re!"))


@pytest.mark.parametrize(("said", "wrong"), [("en-GB", 0), ("zh-Hant-TW", 0), ("\udc80", 1), ("no such", 1)])
def test_only_a_locale_is_taken_for_one(said, wrong):
    about, _, refusals = front_matter(f"---\nlocale: {said}\n---\nWool.", "a.md")
    assert (len(refusals), about.locale) == (wrong, "" if wrong else said)
