"""What is measured of words, with unit, range, formula and source. docs/measures.md is made from this."""

from __future__ import annotations

from styleloop.types.measurement import MeasureSpec

WORDED = ("ar", "de", "en")
"""Languages with lists for person, tone and conversion markers."""
MOST = 10_000.0
HOUSE = "Styleloop word lists, data/lexicons/tone"


def _spec(
    name: str,
    unit: str,
    high: float,
    formula: str,
    source: str,
    readings: tuple[str, str],
    locales: tuple[str, ...] | None = None,
    low: float = 0.0,
) -> MeasureSpec:
    return MeasureSpec(
        name=f"copy.{name}",
        unit=unit,
        low=low,
        high=high,
        formula=formula,
        source=source,
        locales=locales,
        reading_low=readings[0],
        reading_high=readings[1],
    )


def _share(name: str, what: str, readings: tuple[str, str], source: str = HOUSE) -> MeasureSpec:
    return _spec(name, "share", 1.0, f"headline words that are {what} / headline words", source, readings, WORDED)


SPECS: tuple[MeasureSpec, ...] = (
    _spec("words", "words", MOST, "words of the headline", "UAX #29", ("short line", "long line")),
    _spec("graphemes", "graphemes", 10 * MOST, "graphemes of the headline", "UAX #29", ("few signs", "many signs")),
    _spec(
        "sentences",
        "sentences",
        MOST,
        "sentences of the headline",
        "UAX #29",
        ("one breath", "several short statements"),
    ),
    _spec(
        "sentence_length",
        "words/sentence",
        MOST,
        "headline words / headline sentences",
        "UAX #29",
        ("clipped sentences", "long sentences"),
    ),
    _spec(
        "word_length",
        "graphemes/word",
        10 * MOST,
        "letters and digits of the headline / its words",
        "UAX #29",
        ("short words", "long words"),
    ),
    _spec(
        "long_words",
        "share",
        1.0,
        "headline words of more than 6 letters / headline words",
        "Bjornsson 1968 (LIX)",
        ("plain words", "many long words"),
    ),
    _spec(
        "lix",
        "LIX",
        10 * MOST,
        "words per sentence + 100 x share of words over 6 letters, headline and body",
        "Bjornsson 1968",
        ("easy to read", "hard to read"),
        ("de", "en"),
    ),
    _spec(
        "ease",
        "Flesch points",
        206.835,
        "en: 206.835 - 1.015 W/S - 84.6 Syl/W; de: 180 - W/S - 58.5 Syl/W; cut at -500; headline and body",
        "Flesch 1948; Amstad 1978",
        ("heavy going", "easy going"),
        ("de", "en"),
        low=-500.0,
    ),
    _spec(
        "punctuation",
        "marks/word",
        MOST,
        "commas, colons, semicolons, dashes and full stops of the headline / its words",
        "convention",
        ("flows on", "much stopped"),
    ),
    _spec("question", "count", MOST, "question marks in the headline", "convention", ("no question", "asks")),
    _spec(
        "exclamation", "count", MOST, "exclamation marks in the headline", "convention", ("no exclamation", "exclaims")
    ),
    _spec(
        "number",
        "count",
        MOST,
        "amounts and figures in the headline, in digits or words",
        "styleloop.language.numbers",
        ("no number", "numbers"),
        WORDED,
    ),
    _spec(
        "superlatives",
        "count",
        MOST,
        "superlative claims in the headline, traps such as `best before` left out",
        "Styleloop word lists, data/lexicons/claims",
        ("plain words", "superlatives"),
        WORDED,
    ),
    _spec(
        "repetition",
        "share",
        1.0,
        "headline sentences that begin like an earlier one, by one word, two after an article / headline sentences",
        "anaphora, rhetoric",
        ("no refrain", "refrain"),
    ),
    _spec(
        "variety",
        "share",
        1.0,
        "different headline words / headline words",
        "type-token ratio",
        ("repeats words", "never repeats a word"),
    ),
    _share("second_person", "you and yours", ("speaks of things", "speaks to you")),
    _share("first_plural", "we and ours", ("the brand stays out of it", "the brand speaks of itself")),
    _share("third_singular", "he, she and theirs", ("no one else in it", "someone else in it")),
    _share("demonstrative", "this, these, here and their like", ("points at nothing", "points at things")),
    _share("negation", "no, not, never and their like", ("says what is", "says what is not")),
    _spec(
        "imperative",
        "share",
        1.0,
        "headline sentences that open with a listed imperative / headline sentences",
        HOUSE,
        ("tells", "bids"),
        WORDED,
    ),
    _share("urgency", "urgent", ("no hurry", "hurries")),
    _share("scarcity", "about scarcity", ("plenty", "scarce")),
    _share("offer", "about an offer", ("no offer", "an offer")),
    _share("social_proof", "about what others do", ("alone", "in company")),
    _share("sensory", "felt, seen, heard, smelt or tasted", ("abstract", "can be felt")),
    _spec("body_words", "words", MOST, "words of the body", "UAX #29", ("few facts", "many facts")),
)
