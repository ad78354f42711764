"""Copy measures in German, Arabic, languages without spaces, and every language there are real strings for."""

import gzip
import json
import math
from functools import cache
from pathlib import Path

import pytest

from styleloop.language.lexicons import lexicon
from styleloop.language.segment import has_words
from styleloop.measure.copy import CopyExtractor
from styleloop.measure.copy.declared import UNSPACED
from styleloop.types.copy import Copy
from styleloop.types.measurement import Subject

DE, AR = "de-DE", "ar-AE"
EXTRACTOR = CopyExtractor()
STRINGS = Path(__file__).resolve().parents[2] / "../shared/data/mozilla/www_l10n_parallel.jsonl.gz"
needs_strings = pytest.mark.skipif(not STRINGS.is_file(), reason="shared/data is absent")


def measured(headline, locale, body=""):
    (found,) = EXTRACTOR.extract([Subject("a", locale, Copy.of(headline=headline, body=body))])
    return {m.name.removeprefix("copy."): m.value for m in found}


@pytest.mark.parametrize(
    ("locale", "headline", "measure", "value"),
    [
        (DE, "Sehr warm.", "intensity", 1 / 2),
        (DE, "Alle Wege, immer nass.", "absolute", 2 / 4),
        (DE, "Irgendwas ist an der Sache.", "vague", 2 / 5),
        (DE, "Eine Frau und ihr Nachbar.", "people", 2 / 5),
        (DE, "Das Mädchen im Regen.", "person_alone", 1 / 4),
        (DE, "Plötzlich war es trocken.", "surprise", 1 / 4),
        (DE, "Tödliche Gefahr.", "danger", 1),
        (DE, "So viel Wut!", "anger", 1 / 3),
        (DE, "Traurig und allein.", "sadness", 2 / 3),
        (DE, "Es regnete. Wir lachten nicht.", "past", 1 / 5),
        (DE, "Man kann, man muss nicht.", "modal", 2 / 5),
        (DE, "Der Hügel sagt nichts.", "saying", 1 / 4),
        (DE, "Niemand weiß den Grund.", "thinking", 3 / 4),
        (DE, "Das weiße Hemd.", "thinking", 0),
        (DE, "Sieh dir das Bild an.", "seeing", 2 / 5),
        (DE, "Nass, aber nicht kalt.", "contrast", 1 / 4),
        (DE, "Weil es regnet.", "cause", 1 / 3),
        (DE, "Wenn es regnet.", "condition", 1 / 3),
        (DE, "Erst Regen, dann Tee.", "sequence", 2 / 4),
        (DE, "Die Jacke für den Regen.", "function", 3 / 5),
        (DE, "Die Jacke für den Regen.", "definite", 2 / 5),
        (DE, "Eine Jacke.", "indefinite", 1 / 2),
        (DE, "Niemand weiß, was dahinter steckt.", "curiosity", 1),
        (DE, "So geht trocken.", "story_how_to", 1),
        (DE, "Endlich: jetzt erhältlich.", "story_news", 1),
        (DE, "„Ich liebe diese Jacke.“", "story_testimonial", 1),
        (DE, "Fünf Gründe für den Regen.", "story_list", 1),
        (DE, "Es war einmal ein Schirm.", "story_opening", 1),
        (DE, "Ihre Jacke ist undicht. Unsere Lösung hilft.", "story_problem_solution", 1),
        (DE, "Warum warten?", "why", 1),
        (DE, "Warum warten?", "opens_asking", 1),
        (DE, "Diese Jacke.", "opens_pointing", 1),
        (DE, "Wir warten.", "opens_pronoun", 1),
        (DE, "Eine Jacke.", "opens_article", 1),
        (DE, "Jacke.", "opens_article", 0),
        (DE, "Es regnet. Also Tee.", "concludes", 1),
        (DE, "Kein Spaß.", "positive", 1 / 2),
        (AR, "دافئة جدًا.", "intensity", 1 / 2),
        (AR, "كل الطرق، دائمًا.", "absolute", 2 / 3),
        (AR, "رجل وامرأة في المطر.", "people", 2 / 4),
        (AR, "فتاة في المطر.", "person_alone", 1 / 3),
        (AR, "العالم كله.", "people", 0),
        (AR, "فجأة توقف المطر.", "surprise", 1 / 3),
        (AR, "خطر قاتل.", "danger", 1),
        (AR, "غضب الريح.", "anger", 1 / 2),
        (AR, "وحيد وحزين.", "sadness", 1),
        (AR, "كان المطر غزيرًا.", "past", 1 / 3),
        (AR, "يمكنك البقاء جافًا.", "modal", 1 / 3),
        (AR, "قالت جدتي.", "saying", 1 / 2),
        (AR, "لا أحد يعرف السبب.", "thinking", 2 / 4),
        (AR, "انظر إلى الصورة.", "seeing", 2 / 3),
        (AR, "مطر، لكن بلا برد.", "contrast", 1 / 4),
        (AR, "لأنها تمطر.", "cause", 1 / 2),
        (AR, "إذا أمطرت.", "condition", 1 / 2),
        (AR, "المطر أولًا ثم الشاي.", "sequence", 2 / 4),
        (AR, "السترة على الباب.", "function", 1 / 3),
        (AR, "السر وراء القهوة.", "curiosity", 1),
        (AR, "خطوة بخطوة.", "story_how_to", 1),
        (AR, "وصلت السترة الجديدة.", "story_news", 1),
        (AR, "«أحب هذه السترة».", "story_testimonial", 1),
        (AR, "5 أسباب للبقاء جافًا.", "story_list", 1),
        (AR, "ذات يوم أمطرت.", "story_opening", 1),
        (AR, "المشكلة أنها تتسرب. إليك الحل.", "story_problem_solution", 1),
        (AR, "لماذا الانتظار؟", "why", 1),
        (AR, "كيف تبقى جافًا؟", "opens_asking", 1),
        (AR, "هذه السترة.", "opens_pointing", 1),
        (AR, "نحن ننتظر.", "opens_pronoun", 1),
        (AR, "أمطرت. لذلك الشاي.", "concludes", 1),
        (AR, "أقوى وأعلى.", "comparison", 1),
    ],
)
def test_german_and_arabic_by_hand(locale, headline, measure, value):
    assert measured(headline, locale)[measure] == pytest.approx(value)


@pytest.mark.parametrize("family", ["tone", "persuasion", "story"])
@pytest.mark.parametrize(("language", "lacking"), [("de", {"feminine", "masculine", "impersonal"}), ("ar", {
    "feminine", "masculine", "impersonal", "article", "definite", "indefinite"})])  # fmt: skip
def test_german_and_arabic_have_every_list_but_those_their_grammar_has_no_word_for(family, language, lacking):
    assert set(lexicon(family, "en")) - lacking <= set(lexicon(family, language))


def test_what_only_english_says_in_a_word_is_absent_elsewhere():
    said = {"feminine", "masculine", "impersonal"}
    assert not said & set(measured("Sie regnet nicht.", DE))
    assert not (said | {"definite", "indefinite", "opens_article"}) & set(measured("أمطرت السماء.", AR))


def test_length_of_a_language_without_spaces_is_told_in_graphemes():
    found = measured("雨でした。また降ります。", "ja-JP")
    assert found["sentence_graphemes"] == pytest.approx(12 / 2)
    assert found["longest_sentence_graphemes"] == 7
    assert "words" not in found
    assert "sentence_graphemes" not in measured("It rained.", "en-GB")


@pytest.mark.parametrize(
    ("headline", "kanji", "katakana", "latin"),
    [("雨でした。", 1 / 4, 0, 0), ("コーヒー。", 0, 1, 0), ("新しいPC", 1 / 5, 0, 2 / 5), ("99 %", None, None, None)],
)
def test_which_script_a_japanese_line_is_written_in(headline, kanji, katakana, latin):
    found = measured(headline, "ja-JP")
    assert [found.get(name) for name in ("kanji", "katakana", "latin")] == [kanji, katakana, latin]


@cache
def strings():
    with gzip.open(STRINGS, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def totals(*locales):
    """Graphemes of strings that every one of `locales` has; those with markup left out, for it is as long in all."""
    plain = [row for row in strings() if all(row.get(locale) for locale in locales) and not set("{<&") & {*row["en"]}]
    return [sum(measured(row[locale], locale)["graphemes"] for row in plain[::8]) for locale in locales]


@needs_strings
def test_real_strings_measure_in_every_language():
    specs = {spec.name: spec for spec in EXTRACTOR.specs}
    locales = sorted({locale for row in strings() for locale in row} - {"key"})
    assert len(locales) > 60
    for locale in locales:
        found = [row[locale] for row in strings() if row.get(locale)]
        some = found[:: max(1, len(found) // 6)]
        subjects = [Subject(text, locale, Copy.of(headline=text, body=some[0], cta=some[-1])) for text in some]
        for subject, measures in zip(subjects, EXTRACTOR.extract(subjects), strict=True):
            names = {m.name for m in measures}
            assert ("copy.words" in names) == has_words(locale), locale
            assert ("copy.sentence_graphemes" in names) == (locale.split("-")[0] in UNSPACED), locale
            for m in measures:
                spec = specs[m.name]
                assert math.isfinite(m.value), (subject, m)
                assert spec.low <= m.value <= spec.high, (subject, m)
                assert spec.locales is None or locale.split("-")[0].lower() in spec.locales, (subject, m)


@needs_strings
@pytest.mark.parametrize("locale", ["ar", "he", "ur"])
def test_words_written_from_right_to_left_are_counted_like_any_others(locale):
    lines = [row[locale] for row in strings() if row.get(locale) and row[locale].replace(" ", "").isalpha()][:40]
    if not lines:
        pytest.skip("shared/data is absent for this language")
    for line in lines:
        assert measured(line, locale)["words"] == len(line.split())


@needs_strings
def test_lengths_differ_by_language_as_translators_find_them():
    english, german, french, japanese, chinese = totals("en", "de", "fr", "ja", "zh-CN")
    assert 1.1 < german / english < 1.35
    assert 1.15 < french / english < 1.45
    assert 0.4 < japanese / english < 0.65
    assert 0.25 < chinese / english < 0.45
