"""Skeletons are read and printed back without a change."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styleloop.errors import InputError
from styleloop.language import skeleton
from styleloop.language.skeleton import Gap, Words

_NAMES = st.from_regex(r"[a-z]{1,8}[0-9]?(@[a-z]{1,6})?", fullmatch=True)
_PARTS = st.lists(st.one_of(st.builds(Gap, _NAMES), st.builds(Words, st.text(min_size=1, max_size=20))), max_size=8)


@given(_PARTS)
def test_round_trip(parts):
    text = skeleton.write(parts)
    read = skeleton.parse(text)
    assert skeleton.write(read) == text
    assert [p for p in read if isinstance(p, Gap)] == [p for p in parts if isinstance(p, Gap)]
    assert "".join(p.text for p in read if isinstance(p, Words)) == "".join(
        p.text for p in parts if isinstance(p, Words)
    )


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    with suppress(InputError):
        assert skeleton.write(skeleton.parse(text)) == text


@pytest.mark.parametrize("bad", ["{", "a } b", "{two words}", "{}", "{a{b}}"])
def test_stray_braces_are_refused(bad):
    with pytest.raises(InputError, match="brace"):
        skeleton.parse(bad)


def test_literal_parts_are_located_in_the_frame():
    text = "Some people fear {adversary}. Take {product}."
    frame = skeleton.frame(text)
    assert frame == "Some people fear …. Take …."
    assert [frame[a:b] for a, b, _ in skeleton.literals(text)] == ["Some people fear ", ". Take ", "."]


def test_frames_alike_but_for_punctuation_have_one_key():
    assert skeleton.key("Take {product}.") == skeleton.key("take {product}")
    assert skeleton.key("Take {product}.") != skeleton.key("Leave {product}.")


def test_a_line_is_known_by_its_frame():
    assert skeleton.fits("Forecast: {adversary}.\nAdvice: {product}.", "Forecast: drizzle. Advice: the rain shell.")
    assert not skeleton.fits("Forecast: {adversary}.", "Forecast: drizzle. Advice: stay.")
