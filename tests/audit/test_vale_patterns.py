"""Patterns as Go and .NET write them, read by ours."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.language.patterns import compiled, either, literal, matches, replaced


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"(?i)foo|bar", "FOO Bar bar", ["FOO", "Bar", "bar"]),
        (r"(?:(?i)foo)|bar", "FOO Bar bar", ["FOO", "bar"]),
        (r"\p{Lu}\p{Ll}+", "ein Größe", ["Größe"]),
        (r"\p{IsCyrillic}+", "an для x", ["для"]),
        (r"[[:upper:]]{2,}", "ok USA", ["USA"]),
        (r"[a-z-[aeiou]]+", "baba", ["b", "b"]),
        (r"[[x]", "a[x]", ["[", "x"]),
        (r"[&&--]+", "a&-b", ["&-"]),
        (r"[]a]+", "a]b", ["a]"]),
        (r"\x{41}\Q.*\E", "A.* AB", ["A.*"]),
        (r"(?P<a>x)(?P=a)", "xx x", ["xx"]),
        (r"^b$", "a\nb\nc", ["b"]),
        (r"end\Z", "end\n", ["end"]),
        (r"a*", "baab", ["aa"]),
        (r"x{2}y{e<=1}", "xxy{e<==1}", []),
        (r"x{2,}", "xxx", ["xxx"]),
    ],
)
def test_patterns_mean_what_they_mean_elsewhere(pattern, text, found):
    assert [text[slice(*places[0])] for places in matches(pattern, text)] == found


@pytest.mark.parametrize("pattern", ["(", "[a", "*a", "a{2,1}", "\\", "(?<x", "x" * 200_001])
def test_what_is_no_pattern_is_said(pattern):
    with pytest.raises(ValueError, match="pattern"):
        compiled(pattern)


@given(st.text(alphabet="ab[](){}|\\*+?.^$-&~:Q E0xp", max_size=24))
@settings(max_examples=150, deadline=None)
def test_any_words_are_a_pattern_or_a_value_error(pattern):
    with suppress(ValueError, TimeoutError):
        list(matches(pattern, "a b[ab]"))


@given(st.lists(st.sampled_from(["wet", "dry day", "最強", "rain"]), min_size=1, max_size=4), st.booleans())
@settings(max_examples=30, deadline=None)
def test_every_token_is_found_as_a_word(tokens, nonword):
    pattern = either(tuple(tokens), nonword=nonword)
    for token in tokens:
        assert any(f"a {token} b"[slice(*m[0])] == token for m in matches(pattern, f"a {token} b"))
        inside = [m for m in matches(pattern, f"x{token}x")]
        assert bool(inside) == (nonword or token == "最強")


def test_groups_are_put_into_a_replacement():
    assert replaced(r"(\d+) %", "$1%", "100 % wool") == "100% wool"
    with pytest.raises(ValueError, match="no replacement"):
        replaced(r"\d+", "$3", "100")


def test_plain_words_are_told_from_patterns():
    assert literal("in order to")
    assert not literal("utili[sz]e")
