"""A style version: what is usual, what helps, and what may never change it."""

import random
from datetime import UTC, datetime

import pytest
from learning_makers import SPECS, Brand, number, piece, row

from styleloop.errors import InputError
from styleloop.style import Evidence, fit, helps_words, usual_words
from styleloop.types.style import Pattern
from styleloop.vector.score import score
from styleloop.vector.weights import Weights, digest

EFFECTS = {
    "de-DE": {"copy.negation": 0.0, "copy.words": -0.03},
    "en-GB": {"copy.negation": 0.25, "copy.words": -0.03},
}


@pytest.fixture(scope="module")
def brand():
    return Brand(EFFECTS, tests=40)


@pytest.fixture(scope="module")
def top(brand):
    return fit(brand.evidence())


def effect(made, measure):
    return next(e for e in made.style.effects if e.measure == measure)


def test_what_helps_is_found_and_what_does_not_is_not(top):
    assert effect(top, "copy.words").verdict == "hurts"
    assert effect(top, "copy.question").verdict == "not known yet"
    assert effect(top, "copy.words").tests == 80
    assert len(top.style.tests) == 80


def test_markets_differ_where_their_audiences_do(brand, top):
    british = fit(brand.evidence("en-GB", above=top))
    german = fit(brand.evidence("de-DE", above=top))
    assert effect(british, "copy.negation").verdict == "helps"
    assert effect(german, "copy.negation").verdict == "not known yet"
    assert effect(british, "copy.negation").mean > effect(german, "copy.negation").mean + 0.04
    assert british.style.above == top.style.id


def test_a_market_without_tests_expects_what_others_found_but_less_surely(brand, top):
    alone = fit(brand.evidence("fr-FR", above=top))
    assert alone.style.tests == ()
    assert alone.style.norms == top.style.norms
    assert [e.measure for e in alone.style.effects] == [e.measure for e in top.style.effects]
    for here, above in zip(alone.style.effects, top.style.effects, strict=True):
        assert here.mean == pytest.approx(above.mean, abs=here.sd / 2)
        assert here.high - here.low > above.high - above.low


def test_a_market_without_tests_is_not_sure_of_what_markets_differ_in(brand, top):
    alone = fit(brand.evidence("fr-FR", above=top))
    assert effect(fit(brand.evidence("en-GB", above=top)), "copy.negation").verdict == "helps"
    assert effect(alone, "copy.negation").verdict == "not known yet"


def test_a_markets_own_tests_do_not_count_twice():
    lonely = Brand({"en-GB": EFFECTS["en-GB"]}, tests=30)
    top = fit(lonely.evidence())
    here = fit(lonely.evidence("en-GB", above=top))
    assert effect(here, "copy.negation").sd == pytest.approx(effect(top, "copy.negation").sd)


def test_scale_is_frozen_at_the_top(brand, top):
    german = fit(brand.evidence("de-DE", above=top))
    assert effect(german, "copy.negation").spread == effect(top, "copy.negation").spread
    assert german.style.tau2 == top.style.tau2


def test_shuffling_observational_answers_changes_no_byte(brand):
    rng = random.Random(5)
    counts = [(rng.randint(100, 900), rng.randint(0, 90)) for _ in brand.assets]

    def made(order):
        rows = [
            row(a.id, "", n, k, a.locale, "observational")
            for a, (n, k) in zip(brand.assets, [counts[i] for i in order], strict=True)
        ]
        evidence = brand.evidence(responses=[*brand.responses, *rows])
        one = fit(evidence)
        return one.weights, one.style.model_dump_json()

    order = list(range(len(counts)))
    first = made(order)
    rng.shuffle(order)
    assert made(order) == first
    plain = fit(brand.evidence())
    assert first == (plain.weights, plain.style.model_dump_json())


def test_order_of_what_is_given_changes_no_byte(brand, top):
    turned = brand.evidence(assets=brand.assets[::-1], responses=brand.responses[::-1])
    again = fit(turned)
    assert again.weights == top.weights
    assert again.style == top.style


def test_the_id_names_what_went_in_not_when(brand, top):
    later = fit(brand.evidence(made=datetime(2026, 12, 1, tzinfo=UTC), note="again"))
    assert later.style.id == top.style.id
    fewer = fit(brand.evidence(responses=brand.responses[3:]))
    assert fewer.style.id != top.style.id
    assert fit(brand.evidence(settings=[("a", "b")])).style.id != top.style.id
    assert fit(brand.evidence(parent=top.style)).style.id != top.style.id


def test_weights_come_back_as_they_went(top):
    assert top.style.weights == digest(top.weights)
    assert Weights.unpack(top.weights).pack() == top.weights
    with pytest.raises(InputError):
        Weights.unpack(b"not a blob")
    with pytest.raises(InputError):
        Weights.unpack(top.weights[: len(top.weights) // 2])


def test_a_brand_without_tests_has_norms_and_knows_no_effect(brand):
    cold = fit(brand.evidence(responses=()))
    assert cold.style.effects == ()
    assert cold.style.norm("copy.words").n == len(brand.assets)
    given = score("draft", [number("copy.negation", 1.0)], cold.style, cold.weights, 0.2, seed=1)
    assert given.effect == 0
    assert given.low < 0 < given.high
    assert given.novelty == pytest.approx(0.8)


def test_norms_are_the_markets_own(brand):
    longer = Brand({"de-DE": {}}, tests=3, seed=9)
    for numbers in longer.numbers.values():
        numbers[0] = number("copy.words", numbers[0].value + 20, "words")
    assets, numbers = [*brand.assets, *longer.assets], brand.numbers | longer.numbers
    both = {"assets": assets, "measurements": numbers}
    top = fit(brand.evidence(**both))
    german, british = (fit(brand.evidence(m, above=top, **both)) for m in ("de-DE", "en-GB"))
    assert german.style.norm("copy.words").locale == "de-DE"
    assert german.style.norm("copy.words").n == british.style.norm("copy.words").n + 9


def test_other_peoples_work_sets_no_norm(brand, top):
    loud = [piece(f"rival {i}", "BUY NOW!").model_copy(update={"role": "competitor"}) for i in range(50)]
    numbers = brand.numbers | {a.id: [number("copy.words", 90.0, "words")] for a in loud}
    assert fit(brand.evidence(assets=[*brand.assets, *loud], measurements=numbers)).style.norms == top.style.norms


def test_constant_and_absent_measures_do_no_harm(brand):
    numbers = {
        i: [*m, number("copy.constant", 3.0, "words"), *([number("copy.rare", 1.0)] if n < 4 else [])]
        for n, (i, m) in enumerate(sorted(brand.numbers.items()))
    }
    made = fit(brand.evidence(measurements=numbers))
    assert made.style.norm("copy.constant").iqr == 0
    assert "copy.constant" not in {e.measure for e in made.style.effects}
    assert made.style.norm("copy.rare").n == 4
    odd = [number("copy.constant", 5.0, "words")]
    assert score("d", odd, made.style, made.weights, 0.0, seed=1).distance > 2


def test_two_extractor_versions_never_meet(brand, top):
    some = brand.assets[0].id
    mixed = brand.numbers | {some: [number("copy.negation", 1.0, extractor="copy@2")]}
    with pytest.raises(InputError, match=r"copy@1 and copy@2"):
        fit(brand.evidence(measurements=mixed))
    newer = {i: [m.model_copy(update={"extractor": "copy@2"}) for m in ms] for i, ms in brand.numbers.items()}
    with pytest.raises(InputError, match=r"copy@1 and copy@2"):
        fit(brand.evidence("en-GB", measurements=newer, above=top))
    with pytest.raises(InputError, match=r"copy@1 and copy@2"):
        score("d", newer[some], top.style, top.weights, 0.0, seed=1)


def test_one_measure_in_two_units_is_refused(brand):
    mixed = brand.numbers | {brand.assets[0].id: [number("copy.negation", 1.0, "words")]}
    with pytest.raises(InputError, match="two units"):
        fit(brand.evidence(measurements=mixed))


def test_a_crooked_split_teaches_nothing_and_is_named(brand, top):
    bad = [row(brand.assets[0].id, "crooked", 9000, 90), row(brand.assets[1].id, "crooked", 5000, 90)]
    made = fit(brand.evidence(responses=[*brand.responses, *bad]))
    assert [r.subject for r in made.refused] == ["crooked"]
    assert "crooked" not in made.style.tests
    assert made.style.effects == top.style.effects


def test_an_empty_library_fits_an_empty_style():
    made = fit(Evidence(brand="New", market="global", assets=[], measurements={}, specs=SPECS))
    assert made.style.norms == ()
    assert score("d", [], made.style, made.weights, 0.0, seed=1).distance == 0


def test_exemplars_are_shrunk_and_unlike_each_other(brand, top):
    winners = [e for e in top.style.exemplars if e.verdict == "winner"]
    losers = [e for e in top.style.exemplars if e.verdict == "loser"]
    assert 0 < len(winners) <= 6
    assert 0 < len(losers) <= 6
    assert all(e.lift > e.sd for e in winners)
    assert all(e.lift < -e.sd for e in losers)
    assert winners == sorted(winners, key=lambda e: -e.lift)


def test_a_lucky_small_piece_is_no_exemplar():
    lucky, plain, proven = piece("lucky", "Lucky"), piece("plain", "Plain"), piece("proven", "Proven")
    other = piece("other", "Other")
    numbers = {a.id: [number("copy.negation", 0.0)] for a in (lucky, plain, proven, other)}
    rows = [row(lucky.id, "t1", 250, 10), row(plain.id, "t1", 250, 4)]
    rows += [row(proven.id, "t2", 40000, 900), row(other.id, "t2", 40000, 600)]
    made = fit(Evidence("B", "global", [lucky, plain, proven, other], numbers, rows))
    assert [e.asset for e in made.style.exemplars if e.verdict == "winner"] == [proven.id]


def test_patterns_get_the_part_that_measures_do_not_explain(brand):
    better = [a for a in brand.assets if a.locale == "en-GB"][:3]
    frame = Pattern(slot="headline", locale="en-GB", skeleton="{product}", gaps=(), examples=(better[0].id,))
    other = Pattern(slot="headline", locale="en-GB", skeleton="{product}!", gaps=())
    made = fit(brand.evidence(patterns=[frame, other], drafted={better[1].id: frame.id}))
    told = {p.id: p for p in made.style.patterns}
    assert told[frame.id].sd < told[other.id].sd
    assert told[other.id].effect == 0


def test_words_for_people(top):
    assert usual_words(top.style.norm("copy.words")).startswith("Words: ")
    assert " words is usual (" in usual_words(top.style.norm("copy.words"))
    told = helps_words(effect(top, "copy.words"))
    assert told.startswith("hurts: about ")
    assert " % fewer clicks for one usual step (9 times in 10: " in told


def test_a_draft_like_the_brand_is_near_and_an_odd_one_is_far(brand, top):
    usual = [number("copy.words", 8.0, "words"), number("copy.negation", 0.0), number("copy.question", 0.0)]
    odd = [number("copy.words", 40.0, "words"), number("copy.negation", 0.0), number("copy.question", 0.0)]
    near, far = (score(n, m, top.style, top.weights, 0.0, seed=3) for n, m in (("near", usual), ("far", odd)))
    assert near.distance < 1 < far.distance
    assert far.causes[0][0] == "copy.words"
    assert far.effect < near.effect
    assert score("near", usual, top.style, top.weights, 0.0, seed=3) == near
    assert score("far", odd, top.style, top.weights, 0.0, seed=4).draw != far.draw


def test_scores_ask_for_the_styles_own_weights(brand, top):
    german = fit(brand.evidence("de-DE", above=top))
    with pytest.raises(InputError, match="another style"):
        score("d", [], top.style, german.weights, 0.0, seed=1)
    with pytest.raises(InputError, match="likeness"):
        score("d", [], top.style, top.weights, 1.2, seed=1)
