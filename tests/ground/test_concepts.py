"""A question in one language finds by words what says the same in another."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.adapters.indexes.concepts import FAMILY, translated
from styleloop.adapters.indexes.embedded import Embedded
from styleloop.language.lexicons import languages, lexicon
from styleloop.types.passage import Passage, Question
from styleloop.types.record import Refusal, Where

SAID = (
    ("en-GB", "The umbrella weighs 410 g with its strap."),
    ("en-GB", "Ask for the logo in the colour of the panel."),
    ("en-GB", "Never promise what the weather will do."),
)


@pytest.mark.parametrize("language", languages(FAMILY))
def test_every_concept_is_known_in_english_and_has_words(language):
    english = lexicon(FAMILY, "en")
    for concept, forms in lexicon(FAMILY, language).items():
        assert concept in english
        assert forms
        assert all(form.strip() for form in forms), concept
        assert len({form.casefold() for form in forms}) == len(forms), concept


@pytest.mark.parametrize(
    ("question", "locale", "found"),
    [
        ("Was wiegt der Schirm?", "de-DE", 0),
        ("ロゴは何色ですか", "ja-JP", 1),
        ("هل يجوز أن نعد بشيء عن الطقس؟", "ar-AE", 2),
    ],
)
def test_a_question_in_another_language_finds_by_words_what_says_it(tmp_path, question, locale, found):
    passages = [
        Passage(text=text, document=f"{n}.md", role="guideline", locale=spoken, source=Where(file=f"{n}.md"))
        for n, (spoken, text) in enumerate(SAID)
    ]
    index = Embedded()
    index.update(tmp_path, passages, [None] * len(passages), "")
    [hits] = index.search(tmp_path, [Question(text=question, locale=locale, home="en")], [None], "")
    assert not isinstance(hits, Refusal)
    assert hits[0].passage.text == SAID[found][1]


@settings(max_examples=40)
@given(st.text(max_size=80), st.sampled_from(["de", "ja", "ar", "xx"]))
def test_any_question_can_be_asked(text, spoken):
    assert isinstance(translated(text, spoken, "en"), tuple)
