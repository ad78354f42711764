"""Blocks become passages of a size to be read at once; nothing is lost, nothing is said twice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.drafts.ground import LONGEST, About, Block, front_matter, passages, told
from styleloop.language.segment import words
from styleloop.types.record import Where

WHERE = Where(file="guide.md")
SHA = "0" * 64


def cut(blocks, about=None, home="en", others=()):
    return passages(blocks, about or About(), SHA, WHERE, home, others)


def sentence(n: int, word: str = "rain") -> str:
    return " ".join([word.capitalize(), *[word] * (n - 1)]) + "."


_WORD = st.text(st.characters(categories=("Lu", "Ll", "Nd", "Lo"), include_characters=".,:"), min_size=1, max_size=14)
_TEXT = st.lists(_WORD, min_size=1, max_size=220).map(" ".join)
_BLOCK = st.one_of(
    st.builds(Block, st.just("heading"), _TEXT.map(lambda t: t[:60]), st.integers(1, 6)),
    st.builds(Block, st.sampled_from(["text", "item", "row", "code"]), _TEXT),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(_BLOCK, max_size=12), st.sampled_from(["en", "ja"]))
def test_no_passage_is_too_long_and_every_word_is_in_one(blocks, locale):
    found = cut(blocks, home=locale)
    assert all(len(words(passage.text, locale)) <= LONGEST for passage in found)
    said = {"".join(p.text.replace("- ", "").split()) for p in found}
    for block in blocks:
        if block.shape != "heading":
            for piece in "".join(block.text.split())[:20], "".join(block.text.split())[-20:]:
                assert any(piece[:5] in text for text in said)
    assert cut(blocks, home=locale) == found


def test_a_long_section_is_parted_into_about_equal_passages_of_whole_sentences():
    found = cut([Block("heading", "Voice", 1), Block("text", " ".join(sentence(20, f"rain{n}") for n in range(10)))])
    assert [len(words(p.text)) for p in found] == [100, 100]
    assert all(p.text.endswith(".") and p.headings == ("Voice",) for p in found)


def test_a_section_is_never_mixed_with_the_next():
    blocks = [
        Block("heading", "Voice", 1),
        Block("text", "We are dry."),
        Block("heading", "Headlines", 2),
        Block("text", "Short ones."),
        Block("heading", "Pictures", 1),
        Block("text", "Nobody in them."),
    ]
    assert [(p.headings, p.text) for p in cut(blocks)] == [
        (("Voice",), "We are dry."),
        (("Voice", "Headlines"), "Short ones."),
        (("Pictures",), "Nobody in them."),
    ]


def test_items_stay_with_their_lead_in_and_a_list_that_goes_on_names_it():
    blocks = [Block("text", sentence(100)), Block("text", "We never say:")]
    blocks += [Block("item", sentence(30, f"word{n}")) for n in range(8)]
    found = cut(blocks)
    (begins,) = [p for p in found if "We never say:" in p.text]
    assert "We never say:\n- Word0" in begins.text
    after = found[found.index(begins) + 1 :]
    assert after
    assert all(p.headings == ("We never say:",) for p in after)


def test_a_passage_knows_its_page_and_what_was_said_of_the_document():
    about = About(title="Voice", role="guideline", products=("flask",), markets=("de-DE",), ends=date(2027, 1, 31))
    (found,) = cut([Block("text", "Dry.", page=7)], about)
    assert (found.page, found.role, found.products, found.markets) == (7, "guideline", ("flask",), ("de-DE",))
    assert found.place == "guide.md, page 7"
    assert found.holds("de-DE", date(2027, 1, 31), "flask")
    assert not found.holds("de-DE", date(2027, 2, 1), "flask")
    assert not found.holds("en-GB", date(2026, 1, 1), "flask")


def test_a_german_paragraph_in_an_english_guide_is_german():
    german = "Schreiben Sie an eine Person, und zwar förmlich, aber ohne sich dabei wichtig zu nehmen."
    english = "Write to one person, formally, but without making yourself important while you do so."
    found = cut([Block("heading", "a", 1), Block("text", german), Block("heading", "b", 1), Block("text", english)],
                others=("de", "fr"))  # fmt: skip
    assert [p.locale for p in found] == ["de", "en"]
    assert told("312 g", "en-GB", ("de",)) == "en"


@pytest.mark.parametrize(
    ("text", "about", "rest"),
    [
        ("---\nrole: spec\nproducts: [flask, 'mug']\n---\nDry.", About(role="spec", products=("flask", "mug")), "Dry."),
        ("---\nmarkets:\n  - de-DE\n  - en-GB\nlayout: page\n---\nDry.", About(markets=("de-DE", "en-GB")), "Dry."),
        ("---\nends: 2027-12-31\n...\nDry.", About(ends=date(2027, 12, 31)), "Dry."),
        ("Dry.\n---\nrole: guideline\n---\n", About(), "Dry.\n---\nrole: guideline\n---\n"),
        ("---\nnever closed", About(), "---\nnever closed"),
    ],
)  # fmt: skip
def test_front_matter_says_what_a_document_is(text, about, rest):
    assert front_matter(text, "a.md") == (about, rest, ())


def test_a_wrong_field_of_front_matter_is_named():
    _, _, (refusal,) = front_matter("---\nends: next year\n---\nDry.", "a.md")
    assert refusal.where.field == "ends"
    assert refusal.got == "next year"
