"""Briefs: every part of the style, the kit and the campaign that goes in changes what is asked."""

from __future__ import annotations

from datetime import date

import pytest
from small_brand import CLAIM, KIT, MARKETS, SHELL, SQUARE, fact, mass

from styleloop.brief import make
from styleloop.brief.directives import wording
from styleloop.brief.make import as_of
from styleloop.brief.palettes import ordered
from styleloop.brief.wishes import read
from styleloop.types.brand import Colour
from styleloop.types.brief import Campaign
from styleloop.types.product import Price
from styleloop.types.style import Effect, Exemplar, Norm, StyleVector

DAY = date(2026, 11, 24)


def norm(measure, quantiles, unit="words"):
    low, high = quantiles[2], quantiles[4]
    return Norm(
        measure=measure,
        unit=unit,
        extractor="copy@1",
        locale="en-GB",
        median=quantiles[3],
        iqr=high - low,
        quantiles=tuple(quantiles),
        n=40,
    )


def effect(measure, mean, spread=2.0, verdict=""):
    return Effect(
        measure=measure,
        mean=mean,
        sd=0.03,
        low=mean - 0.05,
        high=mean + 0.05,
        spread=spread,
        tests=12,
        verdict=verdict or ("helps" if mean > 0 else "hurts"),
    )


WORDS = norm("copy.words", (3, 4, 6, 8, 10, 11, 13))


def style(**kwargs):
    return StyleVector(brand="b", market="en-GB", evidence="e", extractors=("copy@1",), **{"norms": (WORDS,), **kwargs})


def made(style_vector=None, **kwargs):
    given = {
        "campaign": Campaign(name="c", product="rain-shell", markets=("en-GB",), placements=("square",), day=DAY),
        "product": SHELL,
        "style": style_vector or style(),
        "kit": KIT,
        "market": MARKETS[0],
        "placements": (SQUARE,),
        "history": (),
        "notes": (),
        "dial": 0.5,
        "seed": 7,
        **kwargs,
    }
    return make(**given)


def words_directive(brief):
    return next(d for d in brief.directives if d.measure == "copy.words")


def test_what_is_usual_is_asked_in_numbers_and_words():
    directive = words_directive(made())
    assert (directive.low, directive.high, directive.words) == (4, 11, "4 to 11 words")
    assert "usual: median 8 over 40 pieces" in directive.why


def test_the_dial_widens_what_is_allowed():
    ranges = [(d.low, d.high) for d in (words_directive(made(dial=dial)) for dial in (0.0, 0.5, 1.0))]
    assert ranges == [(6, 10), (4, 11), (3, 13)]


def test_what_helps_moves_the_range_and_says_by_how_much():
    helps = words_directive(made(style(effects=(effect("copy.words", 0.08),))))
    assert (helps.low, helps.high) == (8, 11)
    assert "+0.08 log-odds per 2 words" in helps.why
    hurts = words_directive(made(style(effects=(effect("copy.words", -0.08),))))
    assert (hurts.low, hurts.high) == (4, 8)
    unknown = words_directive(made(style(effects=(effect("copy.words", 0.08, verdict="not known yet"),))))
    assert (unknown.low, unknown.high) == (4, 11)


def test_what_helps_is_said_first_and_pictures_are_not_a_drafters_business():
    others = (
        norm("copy.question", (0, 0, 0, 0, 0, 0, 0), "count"),
        norm("copy.punctuation", (0, 0, 0, 1, 1, 2, 2), "marks/word"),
        norm("copy.lix", (20, 22, 24, 26, 28, 30, 32), "LIX"),
        norm("picture.brightness", (1, 2, 3, 4, 5, 6, 7), "L*"),
    )
    brief = made(style(norms=(*others, WORDS), effects=(effect("copy.punctuation", 0.1),)))
    assert [d.measure for d in brief.directives] == ["copy.punctuation", "copy.words", "copy.question"]
    assert brief.directives[2].words == "no question"


@pytest.mark.parametrize(
    ("measure", "unit", "low", "high", "words"),
    [
        ("copy.words", "words", 4, 11, "4 to 11 words"),
        ("copy.question", "count", 0, 0, "no question"),
        ("copy.number", "count", 0, 1, "number: 0 to 1"),
        ("copy.second_person", "share", 0, 0.125, "second person: 0 to 12 %"),
        ("copy.sentence_length", "words/sentence", 2.5, 6.0, "sentence length: 2.5 to 6 words/sentence"),
    ],
)
def test_directives_are_said_as_people_say_them(measure, unit, low, high, words):
    assert wording(measure, unit, low, high) == words


def test_the_voice_cuts_the_length():
    short = KIT.model_copy(update={"voice": KIT.voice.model_copy(update={"max_headline_words": 5})})
    assert words_directive(made(kit=short)).high == 5


@pytest.mark.parametrize(
    ("note", "low", "high"), [("Shorter, please.", 3, 8), ("Bitte länger.", 8, 13), ("Too long and too short", 4, 11)]
)
def test_wishes_of_a_reviewer_move_the_range(note, low, high):
    directive = words_directive(made(notes=(note,)))
    assert (directive.low, directive.high) == (low, high)


def test_a_quoted_line_is_kept_away_from():
    assert "It rained." in made(notes=("Not “It rained.” again",)).avoid
    assert read(("with a number, no: without a number",)).number == 0


def test_claims_hold_by_market_day_and_product():
    claim = CLAIM.model_copy(update={"products": ("rain-shell",), "markets": ("en-GB",), "ends": DAY})
    kit = KIT.model_copy(update={"claims": (claim,)})
    assert made(kit=kit).claims == ("two-years",)
    assert made(kit=kit, market=MARKETS[1]).claims == ()
    late = made().campaign
    assert late
    tomorrow = Campaign(
        name="c", product="rain-shell", markets=("en-GB",), placements=("square",), day=date(2026, 11, 25)
    )
    assert made(kit=kit, campaign=tomorrow).claims == ()


def test_facts_and_prices_are_those_of_the_day():
    old, new = (
        fact("coat", "material", {"en": text}, [mass("en", "x")], since=since)
        for text, since in (("Old", date(2025, 1, 1)), ("New", date(2026, 12, 1)))
    )
    product = SHELL.model_copy(
        update={
            "facts": (old, new),
            "prices": (
                Price(market="en-GB", amount=139, currency="GBP", since=date(2025, 1, 1)),
                Price(market="en-GB", amount=150, currency="GBP", since=date(2027, 1, 1)),
            ),
        }
    )
    today = as_of(product, DAY)
    assert [f.label("en") for f in today.facts] == ["Old"]
    assert today.price("en-GB").amount == 139
    assert [f.label("en") for f in as_of(product, date(2027, 1, 2)).facts] == ["New"]


def test_winners_are_quoted_losers_and_history_kept_away_from():
    exemplars = (
        Exemplar(asset="a1", verdict="winner", lift=0.1, sd=0.05),
        Exemplar(asset="a2", verdict="winner", lift=0.3, sd=0.05),
        Exemplar(asset="a3", verdict="loser", lift=-0.2, sd=0.05),
    )
    brief = made(
        style(exemplars=exemplars), lines={"a1": "One.", "a2": "Two.", "a3": "Three."}, history=("Old.", "Old.")
    )
    assert brief.exemplars == ("Two.", "One.")
    assert brief.avoid == ("Three.", "Old.")


def test_palettes_turn_with_the_round_and_follow_what_helps():
    def toned(number):
        wish = Campaign(name="c", product="p", markets=("en-GB",), placements=("square",), day=DAY, round=number)
        return made(campaign=wish).tones

    assert toned(1) != toned(2)
    assert set(toned(1)) == {t.name for t in KIT.tones}
    dark = KIT.tones[0].model_copy(update={"name": "dark", **dict.fromkeys(("panel", "wall", "ground"), "#101010")})
    light = dark.model_copy(update={"name": "light", **dict.fromkeys(("panel", "wall", "ground"), "#f0f0f0")})
    bright = style(effects=(effect("picture.brightness", 0.1),))
    dim = style(effects=(effect("picture.brightness", -0.1),))
    assert ordered((dark, light), bright, turn=0)[0] == "light"
    assert ordered((dark, light), dim, turn=1)[0] == "dark"
    assert ordered((), dim, turn=1) == ()


def test_a_palette_whose_words_cannot_be_read_is_not_proposed():
    ink = dict.fromkeys(("line", "fact", "label_ink"), "#1b262b")
    ground = dict.fromkeys(("panel", "label", "wall", "ground"), "#f6f2e8")
    plain = KIT.tones[0].model_copy(update={"name": "plain", **ink, **ground})
    faint = plain.model_copy(update={"name": "faint", "fact": "#cccccc"})
    assert ordered((faint, plain), style(), turn=0) == ("plain",)
    assert ordered((faint,), style(), turn=0) == ("faint",)


def test_a_palette_that_cannot_be_read_is_noted_with_the_role_of_its_ink():
    oat = Colour(name="oat", hex="#E9DFC8", role="facts on dark; never on rust")
    ink = {"line": "#f6f2e8", "fact": "#e9dfc8", "label": "#f6f2e8", "label_ink": "#1b262b", "panel": "#ad4c27"}
    ember = KIT.tones[0].model_copy(update={"name": "ember", **ink})
    paper = ember.model_copy(update={"name": "paper", "fact": "#f6f2e8"})
    kit = KIT.model_copy(update={"tones": (paper, ember), "colours": (oat,)})
    found = made(kit=kit, notes=("shorter",))
    assert found.tones == ("paper",)
    assert found.notes == (
        "shorter",
        "palette ember: fact in oat on panel in #ad4c27 has a contrast of 4.1, under 4.5 "
        "(oat: facts on dark; never on rust)",
    )


def test_the_same_inputs_give_the_same_brief():
    assert made().id == made().id
    assert made().id != made(seed=8).id
    assert made(notes=("x",)).notes[0] == "x"
