"""What asks for the click and what gives a reason for it."""

from __future__ import annotations

from styleloop.measure.copy.declared import (
    HOUSE,
    MOST,
    WORDED,
    Measure,
    count,
    cue,
    leaning,
    listed_share,
    measure,
    yes,
)
from styleloop.measure.copy.line import Line, Parts

CLAIMS = "Styleloop word lists, data/lexicons/claims"
NUMBERS = "styleloop.language.numbers"


def _calls(parts: Parts) -> int:
    """Sentences of headline, body and call to action that bid; a call to action that bids nothing is one too."""
    bid = [sum(line.commands) for line in (parts.headline, parts.body, parts.cta)]
    return sum(bid[:2]) + max(bid[2], parts.cta.filled)


def _call_at(parts: Parts) -> float | None:
    """Where the first call stands among the sentences of the piece, 0 first to 1 last."""
    calls = [c for line in parts.lines for c in (line.commands if line is not parts.cta else [True] * len(line.moves))]
    if True not in calls:
        return None
    return calls.index(True) / (len(calls) - 1) if len(calls) > 1 else 0.0


def _verb_at(parts: Parts) -> float | None:
    """Where the verb stands in the call to action, 0 first word to 1 last."""
    verbs = parts.cta.hits.get("imperative", 0)
    if not verbs:
        return None
    tokens = [at for at, token in enumerate(parts.cta.tokens) if token.raw[0].isalnum()]
    places = [at for at in tokens if verbs >> at & 1]
    if not places:
        return None
    return tokens.index(places[0]) / (len(tokens) - 1) if len(tokens) > 1 else 0.0


def _claims(line: Line, *kinds: str) -> int:
    return sum([claim.kind in kinds for claim in line.claims])


def _money(line: Line) -> int:
    return sum([q.dimension == "money" for q in line.quantities])


def _discount(parts: Parts) -> bool:
    return any(line.has("offer") and any(q.unit == "%" or q.dimension == "money" for q in line.quantities)
               for line in (parts.headline, parts.body))  # fmt: skip


def _placeholder(parts: Parts) -> bool:
    return "{" in parts.headline.text and "}" in parts.headline.text


CALLS: tuple[Measure, ...] = (
    yes(
        "cta_present",
        "the piece has a call to action of its own",
        ("no button", "a button"),
        lambda p: p.cta.filled,
        None,
        "convention",
    ),
    measure(
        "cta_verb",
        "yes",
        1.0,
        "1 where the call to action holds a listed imperative, else 0; absent without a call",
        HOUSE,
        ("call without a verb", "call with a verb"),
        lambda p: float(p.cta.has("imperative")) if p.cta.filled else None,
        WORDED,
    ),
    measure(
        "cta_verb_position",
        "share",
        1.0,
        "place of the first imperative among the words of the call to action, 0 first to 1 last",
        HOUSE,
        ("call opens with its verb", "verb late in the call"),
        _verb_at,
        WORDED,
    ),
    measure(
        "cta_first_person",
        "share",
        1.0,
        "words of the call to action that are I and mine / its words",
        HOUSE,
        ("brand's voice in the call", "reader's voice in the call"),
        lambda p: p.cta.share(p.cta.marked.get("first_singular", 0)),
        WORDED,
    ),
    measure(
        "calls",
        "count",
        MOST,
        "sentences of headline and body that open with an imperative, and the call to action",
        HOUSE,
        ("asks for nothing", "asks for much"),
        lambda p: float(_calls(p)),
        WORDED,
    ),
    measure(
        "call_position",
        "share",
        1.0,
        "place of the first call among the sentences of headline, body and call to action, 0 first to 1 last",
        HOUSE,
        ("asks at once", "asks at the end"),
        _call_at,
        WORDED,
    ),
)

REASONS: tuple[Measure, ...] = (
    listed_share("urgency", "urgent", ("no hurry", "hurries")),
    listed_share("scarcity", "about scarcity", ("plenty", "scarce")),
    listed_share("offer", "about an offer", ("no offer", "an offer")),
    yes("discount", "headline or body offers something with a percentage or a sum", ("full price", "discount"),
        _discount, WORDED),
    cue("free", "says free", ("nothing free", "something free")),
    yes("price_shown", "headline, body, call or price slot holds a sum of money", ("no price", "price shown"),
        lambda p: p.price.filled or any(_money(line) for line in p.lines), WORDED, NUMBERS),
    listed_share("social_proof", "about what others do", ("alone", "in company")),
    listed_share("authority", "experts, research, awards", ("no authority", "experts speak")),
    listed_share("guarantee", "guarantees and refunds", ("no guarantee", "guarantees")),
    yes("claim_guarantee", "headline or body claims a guarantee, traps left out", ("no guarantee claimed",
        "guarantee claimed"), lambda p: any(_claims(line, "guarantee") for line in (p.headline, p.body)), WORDED,
        CLAIMS),
    listed_share("comparison", "comparative", ("compares nothing", "compares")),
    listed_share("benefit", "about what one gains", ("no benefit named", "benefits")),
    listed_share("feature", "about what it is made of and does", ("no features", "features")),
    leaning("benefit_lead", ("benefit", "benefits"), ("feature", "features"), ("features lead", "benefits lead"),
            WORDED),
    listed_share("personalisation", "you, yours and made for you", ("for anyone", "for you"), "personal", WORDED),
    yes("placeholder", "the headline has a {placeholder} for the reader's data", ("no placeholder", "placeholder"),
        _placeholder, None, "convention"),
    listed_share("novelty", "about what is new", ("nothing new", "new")),
    listed_share("effortless", "about ease and speed", ("says nothing of ease", "easy and quick"), "ease", WORDED),
    count("number", "amounts and figures, in digits or words,", ("no number", "numbers"),
          lambda p: len(p.headline.quantities), WORDED, NUMBERS),
    count("superlatives", "superlative claims, traps such as `best before` left out,",
          ("plain words", "superlatives"), lambda p: _claims(p.headline, "superlative"), WORDED, CLAIMS),
)  # fmt: skip


def _body(name: str, what: str, readings: tuple[str, str]) -> Measure:
    formula = f"body words that are {what} / body words"
    return measure(f"body_{name}", "share", 1.0, formula, HOUSE, readings,
                   lambda p: p.body.share(p.body.marked.get(name, 0)), WORDED)  # fmt: skip


BODIES: tuple[Measure, ...] = (
    _body("second_person", "you and yours", ("body speaks of things", "body speaks to you")),
    _body("positive", "positive", ("plain body", "bright body")),
    _body("negative", "negative", ("untroubled body", "dark body")),
    _body("benefit", "about what one gains", ("body without benefits", "body of benefits")),
    _body("feature", "about what it is made of and does", ("body without features", "body of features")),
    _body("sensory", "felt, seen, heard, smelt or tasted", ("abstract body", "body that can be felt")),
    _body("urgency", "urgent", ("body in no hurry", "body hurries")),
    measure("body_number", "count", MOST, "amounts and figures in the body, in digits or words", NUMBERS,
            ("no number in the body", "numbers in the body"),
            lambda p: float(len(p.body.quantities)) if p.body.text else None, WORDED),
)  # fmt: skip

CONVERSION = (*CALLS, *REASONS, *BODIES)
