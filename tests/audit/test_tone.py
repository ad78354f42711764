"""Why a line does not sound like the house, in figures; and how it addresses its reader."""

import pytest
from sample_pieces import BRITAIN, GERMANY, item_of, rules, told

from styleloop.audit.tone import Tone
from styleloop.types.copy import Copy
from styleloop.types.style import Norm, Score

HOUSE = [
    "It rained.\nIt will rain again.", "Some people fear drizzle.\nSome people own our shell.", "Rain shell.\nNo rain.",
    "Others say system.\nWe say jacket.", "The weather is here.\nSo are you.", "Take the flask.\nLeave the cold.",
] * 3  # fmt: skip
LONG = (
    "Some people who have always wondered about whether they should buy a rain shell when it rains are usually those "
    "who end up regretting it."
)


def norms_of(headlines, locale="en-GB", fewest=0):
    """What is usual in these headlines, as a style has it."""
    import numpy as np

    from styleloop.measure.copy import CopyExtractor
    from styleloop.types.measurement import Subject

    found = CopyExtractor().extract([Subject(id="x", locale=locale, words=Copy.of(headline=h)) for h in headlines])
    values = {}
    for numbers in found:
        for m in numbers:
            values.setdefault((m.name, m.unit, m.extractor), []).append(m.value)
    made = []
    for (name, unit, by), of in values.items():
        q = [float(x) for x in np.quantile(of, (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95))]
        known = {"measure": name, "unit": unit, "extractor": by, "locale": locale, "n": len(of) - fewest}
        made.append(Norm(**known, median=q[3], iqr=q[4] - q[2], quantiles=tuple(q)))
    return tuple(made)


@pytest.fixture(scope="module")
def norms():
    return norms_of(HOUSE)


def score_of(distance, *causes):
    return Score(
        subject="x", style="style_1", distance=distance, causes=causes, effect=0, low=0, high=0, draw=0, novelty=1
    )


def said(headline, norms=(), **changes):
    return told(Tone(), item_of(Copy.of(headline=headline), norms=norms, **changes))


def test_a_line_that_is_far_off_is_told_why_with_figures(norms):
    (found, *_) = said(LONG, norms)
    assert (found.rule, found.severity) == ("off-tone", "warn")
    assert "long sentences (25 words/sentence, 8.3 times the usual 3" in found.message
    assert found.cited == "usual of 18 own pieces in en-GB"


def test_shouting_is_off_tone_where_nobody_ever_shouted(norms):
    (found,) = said("BUY NOW!!! Only today EVERYTHING!!!", norms)
    assert "shouts in capitals" in found.message


@pytest.mark.parametrize("headline", sorted(set(HOUSE)))
def test_own_lines_sound_like_the_house(norms, headline):
    assert said(headline, norms) == ()


def test_nothing_is_said_where_little_is_known():
    assert said(LONG, norms_of(HOUSE, fewest=10)) == ()
    assert said(LONG) == ()


def test_with_a_distance_known_its_own_causes_are_explained(norms):
    """The distance itself is warned of by *homogenisation*; this is its reason."""
    causes = (("copy.words", 9.0), ("copy.unknown", 4.0), ("copy.sentence_length", 8.0))
    found = said(LONG, norms, score=score_of(2.4, *causes))[0]
    assert (found.rule, found.severity) == ("off-tone", "note")
    assert found.message.startswith("It does not sound like the house: long line (25 words")
    assert "long sentences" in found.message
    assert "style_1" in found.cited
    assert said(LONG, norms, score=score_of(1.9, *causes)) == ()
    assert said(LONG, norms, score=score_of(2.4, *causes), ceiling=3.0) == ()


def test_a_hard_line_is_noted(norms):
    hard = "Comprehensive precipitation management. Transformational organisational functionality. Very extraordinary."
    found = [f for f in said(hard, norms, score=score_of(2.5, ("copy.words", 2.0))) if f.rule == "reading-level"]
    assert [f.severity for f in found] == ["note"]
    assert "heavy going" in found[0].message
    assert "Flesch points" in found[0].message


SIE, DU = (GERMANY.model_copy(update={"formality": manner}) for manner in ("formal", "informal"))


def market(locale, formality=""):
    return GERMANY.model_copy(update={"locale": locale, "name": locale, "formality": formality})


@pytest.mark.parametrize(
    ("locale", "formality", "headline", "word"),
    [
        ("de-DE", "formal", "Nimm deine Jacke mit.", "deine"),
        ("de-DE", "informal", "Nehmen Sie Ihre Jacke mit.", "Sie"),
        ("fr-FR", "formal", "Prends la veste que tu aimes.", "tu"),
        ("fr-FR", "informal", "Prenez votre veste.", "votre"),
        ("es-ES", "informal", "Llévese su chaqueta, usted manda.", "usted"),
        ("it-IT", "formal", "Porta la tua giacca.", "tua"),
        ("ja-JP", "formal", "雨でも行こうぜ！", "こうぜ"),
        ("ja-JP", "formal", "お前を濡らさない。", "お前"),
        ("ja-JP", "informal", "雨の日に着てください。", "ください"),
    ],
)
def test_another_manner_than_the_market_s(locale, formality, headline, word):
    (found,) = said(headline, market=market(locale, formality))
    assert (found.rule, found.severity, found.span.text) == ("wrong-address", "note", word)
    assert f"formality {formality}" in found.cited
    assert said(headline, market=market(locale)) == ()


@pytest.mark.parametrize(
    ("locale", "formality", "headline"),
    [
        ("de-DE", "informal", "Sie hat es schon. Ihr Regen ist nass."),
        ("de-DE", "formal", "Nehmen Sie die Jacke."),
        ("ja-JP", "formal", "軽い。強い。ドライ。"),
        ("ja-JP", "formal", "とてもおもしろい。雨が降ったのである。"),
        ("en-GB", "formal", "You get wet."),
    ],
)
def test_what_only_looks_like_another_manner(locale, formality, headline):
    assert said(headline, market=market(locale, formality)) == ()


def test_two_manners_in_one_piece():
    item = item_of(Copy.of(headline="Nimm deine Jacke.", body="Wir danken Ihnen."), market=market("de-DE"))
    (found,) = told(Tone(), item)
    assert (found.rule, found.span.text) == ("mixed-address", "deine")
    assert rules(said("軽くて強いです。持って行こうぜ！", market=market("ja-JP"))) == ["mixed-address"]


def test_a_translation_is_left_to_the_check_of_translations():
    item = item_of(
        Copy.of(headline="Nimm deine Jacke."), market=SIE, source=Copy.of(headline="x"), source_locale="en-GB"
    )
    assert told(Tone(), item) == ()


def test_the_legal_line_of_the_market_may_speak_as_it_likes():
    legal = DU.model_copy(update={"legal_line": "Es gelten Ihre Rechte."})
    item = item_of(Copy.of(headline="Nimm deine Jacke.", caption="Es gelten Ihre Rechte."), market=legal)
    assert told(Tone(), item) == ()


def test_a_finding_has_no_fix_and_spans_the_slot(norms):
    (found, *_) = said(LONG, norms, market=BRITAIN)
    assert found.span.text == LONG
    assert found.fix is None
