"""Who speaks, in which mood, with which feeling; the grammar that carries it."""

from __future__ import annotations

from styleloop.measure.copy.declared import (
    ENGLISH,
    HOUSE,
    PERSONED,
    WORDED,
    Measure,
    leaning,
    listed_share,
    measure,
)
from styleloop.measure.copy.line import Line, Parts

REACH = 3
"""Words behind a negation whose feeling it turns round: `not a bad idea`."""


def _imperative(parts: Parts) -> float | None:
    line = parts.headline
    return sum(line.commands) / len(line.commands) if line.commands and line.pieces else None


def _valence(parts: Parts) -> float | None:
    line = parts.headline
    return line.share(_felt(line, "positive") - _felt(line, "negative"))


def _felt(line: Line, name: str) -> int:
    """Words of the list, those behind a negation counted against it."""
    places, negations = line.hits.get(name, 0), line.hits.get("negation", 0)
    turned = 0
    for step in range(1, REACH + 1):
        turned |= negations << step
    return (places & ~turned).bit_count() - (places & turned).bit_count()


PERSON: tuple[Measure, ...] = (
    listed_share("first_singular", "I and mine", ("nobody says I", "someone says I"), locales=PERSONED),
    listed_share(
        "first_plural", "we and ours", ("the brand stays out of it", "the brand speaks of itself"), locales=PERSONED
    ),
    listed_share("second_person", "you and yours", ("speaks of things", "speaks to you"), locales=PERSONED),
    listed_share("third_singular", "he, she and theirs", ("no one else in it", "someone else in it"), locales=PERSONED),
    listed_share("feminine", "she and hers", ("no she in it", "she is in it"), locales=ENGLISH),
    listed_share("masculine", "he and his", ("no he in it", "he is in it"), locales=ENGLISH),
    listed_share("third_plural", "they and theirs", ("no they in it", "they are in it"), locales=PERSONED),
    listed_share("impersonal", "it and its", ("no it", "speaks of it"), locales=ENGLISH),
    listed_share("people", "people: man, girl, mum, teacher", ("things, not people", "people in it")),
    listed_share("person_alone", "one single person: a girl, this man", ("no single person", "about one person")),
    listed_share(
        "demonstrative",
        "this, these, here and their like",
        ("points at nothing", "points at things"),
        locales=PERSONED,
    ),
    listed_share(
        "definite", "the definite article", ("names no known thing", "names known things"), locales=("de", "en")
    ),
    listed_share("indefinite", "a and an", ("no a or an", "tells of a this, a that"), locales=("de", "en")),
)

MOOD: tuple[Measure, ...] = (
    listed_share("negation", "no, not, never and their like", ("says what is", "says what is not"), locales=PERSONED),
    measure(
        "imperative",
        "share",
        1.0,
        "headline sentences that open with a listed imperative and are no question / headline sentences",
        HOUSE,
        ("tells", "bids"),
        _imperative,
        WORDED,
    ),
    listed_share("modal", "can, should, will and their like", ("says what is so", "says what can or should be")),
    listed_share("past", "common verbs in the past tense", ("now or always", "tells of the past")),
    listed_share("saying", "say, tell, ask and their like", ("nobody talks", "someone talks")),
    listed_share("thinking", "think, know, reason and their like", ("no thought named", "names thought")),
    listed_share("seeing", "see, watch, hear, video, picture", ("nothing to watch", "something to watch")),
    listed_share("contrast", "but, yet, instead and their like", ("all one way", "sets against")),
    listed_share("cause", "because, so, reason and their like", ("gives no cause", "gives a cause")),
    listed_share("condition", "if, unless, what if", ("no if", "an if")),
    listed_share("sequence", "then, after, until and their like", ("no course of time", "one thing after another")),
    listed_share("function", "grammar, such as articles and prepositions", ("packed with nouns", "spoken grammar")),
)

FEELING: tuple[Measure, ...] = (
    measure(
        "valence",
        "share",
        1.0,
        "(positive - negative headline words, each turned round within 3 words behind a negation) / headline words",
        HOUSE,
        ("dark words", "bright words"),
        _valence,
        WORDED,
        low=-1.0,
    ),
    listed_share("positive", "positive", ("nothing praised", "positive words")),
    listed_share("negative", "negative", ("nothing bad said", "negative words")),
    leaning("arousal", ("exciting", "exciting"), ("calm", "calm"), ("calm words", "exciting words"), WORDED),
    leaning("formality", ("formal", "formal"), ("informal", "informal"), ("casual words", "formal words"), WORDED),
    leaning("certainty", ("certain", "certain"), ("hedged", "hedged"), ("hedges", "sounds certain"), WORDED),
    listed_share("warmth", "about care and closeness", ("cool", "warm-hearted"), "warm_hearted", WORDED),
    listed_share("humour", "jokes, laughs and other signs of humour", ("serious", "humorous")),
    listed_share("intensity", "very, so, really and their like", ("plainly put", "laid on thick"), "intense"),
    listed_share("absolute", "all, every, always, nothing", ("measured", "all or nothing")),
    listed_share("vague", "thing, something, someone, some", ("precise", "leaves it open")),
    listed_share("surprise", "about surprise", ("as expected", "surprised")),
    listed_share("danger", "about death, violence and danger", ("harmless", "danger in it")),
    listed_share("anger", "about anger and conflict", ("peaceable", "angry"), "angry"),
    listed_share("sadness", "about loss and grief", ("no grief", "sad"), "sad"),
    listed_share("sensory", "felt, seen, heard, smelt or tasted", ("abstract", "can be felt")),
)

TONE = (*PERSON, *MOOD, *FEELING)
