"""Sentences of guidelines become rules only where they are understood to their end."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.adapters.documents.markdown import read
from styleloop.drafts.ground import About, passages
from styleloop.library import rules, still_said
from styleloop.testing.samples import SAMPLE
from styleloop.types.record import Where

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "brand_guides"


def guide(text: str, locale: str = "en", **about):
    document = read(text, "guide.md")
    said = document.about.over(About(role="guideline", **about))
    return passages(document.blocks, said, "0" * 64, Where(file="guide.md"), locale)


def said(text: str, **about) -> list[str]:
    return [proposal.rule.words for proposal in rules(guide(text, **about))[0]]


UNDERSTOOD = {
    "Do not use exclamation marks.": ["no exclamation marks"],
    "Please don’t ever use exclamation points!": ["no exclamation marks"],
    "Exclamation marks are not allowed.": ["no exclamation marks"],
    "No emoji.": ["no emoji"],
    "No exclamation marks: rain does not use them.": ["no exclamation marks"],
    "No capitals for emphasis, no ellipsis, no emoji.": ["no words in capitals", "no ellipses", "no emoji"],
    "Avoid hashtags and ampersands in headlines.": ["no hashtags in the headline", "no ampersands in the headline"],
    "Avoid 'revolutionary'.": ["do not say “revolutionary” (en)"],
    "Avoid the words “synergy”, “leverage” and “disrupt”.": [
        f"do not say “{word}” (en)" for word in ("synergy", "leverage", "disrupt")
    ],
    "Never use \"click here\" in headlines.": ["do not say “click here” in the headline (en)"],
    "Never say 'cheap'; say 'good value'.": ["say “good value”, not “cheap” (en)"],
    "Use “sign in”, not “log in”.": ["say “sign in”, not “log in” (en)"],
    "Use _different sex_ instead of _opposite sex_ (because it is kinder).": [
        "say “different sex”, not “opposite sex” (en)"
    ],
    "We prefer “older person” to “elderly”.": ["say “older person”, not “elderly” (en)"],
    "Capitalise Rain Shell.": ["write “Rain Shell” exactly so"],
    "Firefox is always capitalized.": ["write “Firefox” exactly so"],
    "Write “ebook”, not “eBook”.": ["write “ebook” exactly so"],
    "Don't capitalize “federal”.": ["write “federal” exactly so"],
    "Headlines have at most 8 words.": ["at most 8 words in the headline"],
    "Keep headlines under 40 characters.": ["at most 39 characters in the headline"],
    "Headlines must never be longer than eight words.": ["at most 8 words in the headline"],
    "Sentences should have no more than twenty words.": ["at most 20 words in a sentence"],
    "Use at most one hashtag in captions.": ["at most 1 hashtags in the caption"],
    "Write in the second person.": ["speak in the second person"],
    "Always address the reader as “you”.": ["speak in the second person"],
    "Write in second person.": ["speak in the second person"],
    "Don’t use the word “lame” in any context.": ["do not say “lame” (en)"],
    "Never use all capital letters.": ["no words in capitals"],
    "Use British spelling.": ["spell as in en-GB"],
}  # fmt: skip


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_what_is_understood(text):
    assert said(text) == UNDERSTOOD[text]


SILENT = [
    "Don't use exclamation marks unless somebody is on fire.",
    "Use exclamation marks sparingly.",
    "Avoid too many exclamation marks.",
    "Avoid questions about the price.",
    "No exclamation marks in German.",
    "No battles, no summits, no heroes.",
    "Avoid jargon.",
    "Do not use quotes around “foo”.",
    "Don't use “America” when referring to the United States.",
    "Avoid using _citizen_ as a generic term for people.",
    "Avoid 'cheap' if the price is low.",
    "Avoid _guys_ as a way to refer to mixed-gender groups.",
    "Numbers always have units.",
    "Headlines have at most 8 good ideas.",
    "Capitalise the first word of a headline.",
    "Never write in the second person.",
    "Do you use “cheap” or not?",
    "Sixteen words at most, in two beats or three.",
    "Use “cheap” and “good value” with care.",
    "Some people say “never use exclamation marks”.",
    "Good: No emoji.",
    "> Never use emoji.",
    "Do not use exclamation marks. Except in sales.",
]


@pytest.mark.parametrize("text", SILENT)
def test_what_is_left_alone(text):
    assert said(text) == []


def test_what_sounds_like_a_rule_and_is_not_understood_is_listed():
    _, unread = rules(guide("It rained. Numbers always have units. Avoid jargon. We like rain."))
    assert [one.text for one in unread] == ["Numbers always have units.", "Avoid jargon."]


def test_lists_and_tables_of_words():
    assert said("Never use these words:\n\n- cheap (use good value)\n- synergy\n- this one, because it is long\n") == [
        "say “good value”, not “cheap” (en)",
        "do not say “synergy” (en)",
    ]
    assert said("| Say | Don't say |\n|---|---|\n| good value | cheap |\n| Rain Shell | rain shell |\n") == [
        "say “good value”, not “cheap” (en)",
        "write “Rain Shell” exactly so",
    ]
    assert said(
        "# Words to avoid\n\n- synergy\n- cheap (say good value)\n- funnel, leverage, or other big words\n"
    ) == [
        "do not say “synergy” (en)",
        "say “good value”, not “cheap” (en)",
    ]
    assert said("Avoid:\n\n- jargon\n- long words\n") == []


def test_what_stands_under_a_heading_or_lead_in_that_turns_it_is_left_alone():
    assert said("# Don'ts\n\nUse “cheap”, not “good value”.") == []
    assert said("❌ **Don't**:\n\n- Use British spelling.\n") == []
    assert said("# Bad examples\n\nNo emoji.") == []
    assert said("In emails, when you must:\n\n- No emoji.\n") == []
    assert said("We keep to this:\n\n- No emoji.\n") == ["no emoji"]


def test_a_rule_knows_its_sentence_its_place_and_its_market():
    (passage,) = guide("# Signs\n\nIt rained. No emoji: rain has none. It rained again.", markets=("de-DE",))
    ((proposal,), _) = rules([passage])
    assert passage.text[proposal.start : proposal.end] == proposal.rule.quote == "No emoji: rain has none."
    assert (proposal.rule.source, proposal.rule.markets) == ("guide.md, Signs", ("de-DE",))
    assert proposal.rule.holds("de-DE")
    assert not proposal.rule.holds("en-GB")
    assert still_said(proposal.rule, [passage])
    assert not still_said(proposal.rule, guide("# Signs\n\nFew emoji: rain has none."))


def test_only_guidelines_in_a_language_that_is_read_make_rules():
    text = "# Zeichen\n\nNo emoji."
    assert rules(guide(text, locale="de")) == ((), ())
    pages = [p.model_copy(update={"role": "page"}) for p in guide("No emoji.")]
    assert rules(pages) == ((), ())


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["avoid", "Never use", "no", "“cheap”", "'x'", "emoji", ",", "and", ";", "say", "headlines", "at most", "8",
             "words", "\n- ", "\n\n", ":", ".", "_guys_", "| Say | Not |\n|--|--|\n| a | b |", "(", ")",
             "in the second person"]
        ),
        max_size=14,
    )
)  # fmt: skip
def test_whatever_is_written_a_rule_quotes_what_stands_there(parts):
    for passage in guide(" ".join(parts)):
        for proposal in rules([passage])[0]:
            assert passage.text[proposal.start : proposal.end] == proposal.rule.quote
            assert not set(proposal.rule.text) & set("“”\n")


def test_the_sample_brand_proposes_five_rules_and_no_wrong_one():
    found = [p for f in sorted((SAMPLE / "brand" / "guidelines").glob("*.md")) for p in guide(f.read_text("utf-8"))]
    assert [proposal.rule.words for proposal in rules(found)[0]] == [
        "no exclamation marks",
        "no question marks",
        "no words in capitals",
        "no ellipses",
        "no emoji",
    ]


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared/data is absent")
def test_guides_that_nobody_wrote_for_us_propose_what_they_say():
    found = [p for f in sorted(SHARED.glob("18f*.md")) for p in guide(f.read_text("utf-8"))]
    proposed, unread = rules(found)
    assert len(proposed) == 12
    assert {p.rule.text for p in proposed} == {
        *("crazy", "dumb", "lame", "insane", "psycho", "schizophrenic", "stupid"),
        *("blind spot", "tone deaf", "elderly", "opposite sex", "non-white"),
    }
    assert len(unread) > 20
    mozilla = [p for f in sorted((SHARED / "mozilla").glob("guidelines__*.md")) for p in guide(f.read_text("utf-8"))]
    assert rules(mozilla)[0] == ()
