"""Characters as each platform counts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styleloop.language.segment import graphemes
from styleloop.language.widths import length


@pytest.mark.parametrize(
    ("text", "seen", "double", "weighted"),
    [
        ("It rained.", 10, 10, 10),
        ("雨が降った。", 6, 12, 12),
        ("한국어 광고", 6, 11, 11),
        ("ﾊﾝｶｸ", 4, 4, 8),  # half-width kana: narrow for Google, heavy for X
        ("ＡＢ", 2, 4, 4),
        ("👩‍👩‍👧‍👦", 1, 2, 2),
        ("é", 1, 1, 1),
        ("…", 1, 1, 2),
        ("© 2026", 6, 6, 6),
        ("مطر", 3, 3, 3),
        ("see https://example.com/a/very/long/address now", 47, 47, 31),
    ],
)
def test_known_lengths(text, seen, double, weighted):
    assert (length(text), length(text, "double"), length(text, "weighted")) == (seen, double, weighted)


@given(st.text(max_size=60))
def test_double_is_between_once_and_twice_what_is_seen(text):
    seen = len(graphemes(text))
    assert seen <= length(text, "double") <= 2 * seen


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=60))
def test_latin_text_is_one_each_in_every_way_of_counting(text):
    assert length(text, "double") == len(graphemes(text))
