"""A new version speaks only when the evidence carries it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from learning_makers import Brand, joined, number, row

from styleloop.errors import InputError
from styleloop.refine import Anchor, Chosen, Rates, Rules, Verdict, gate
from styleloop.refine.criteria import NAMES
from styleloop.style import fit

TRUTH = {"en-GB": {"copy.negation": 0.3, "copy.words": -0.03}}
NOTHING: dict[str, dict[str, float]] = {"en-GB": {}}


def versions(early, late, market="global"):
    """The current version, fitted on `early`, and the candidate, on both."""
    both = joined([early, late])
    current, new = fit(early.evidence()), fit(both.evidence())
    if market != "global":
        current, new = fit(early.evidence(market, above=current)), fit(both.evidence(market, above=new))
    return new, current


@pytest.mark.parametrize("market", ["global", "en-GB"])
def test_real_signal_is_promoted_with_figures(market):
    new, current = versions(Brand(TRUTH, 2, seed=1), Brand(TRUTH, 25, seed=2), market)
    verdict = gate(new, current.style, current.weights)
    assert verdict.promote
    assert verdict.words.startswith("It foresees 25 new tests with 600,000 exposures better")
    judged = {c.name: c for c in verdict.criteria}
    assert judged["foresees new tests"].after < judged["foresees new tests"].before
    assert judged["anchors"].outcome == "not judged"
    assert all(c.words.endswith((".", ").")) for c in verdict.criteria)


@pytest.mark.parametrize("known", [0, 30])
def test_noise_is_held(known):
    promoted = 0
    for seed in range(15):
        early, late = Brand(NOTHING, known, seed=seed), Brand(NOTHING, 8, seed=100 + seed)
        both = joined([early, late])
        current = fit(both.evidence(responses=early.responses))
        promoted += gate(fit(both.evidence()), current.style, current.weights).promote
    assert promoted <= 1


def test_a_world_that_stayed_the_same_needs_no_new_version_for_little():
    new, current = versions(Brand(TRUTH, 60, seed=1), Brand(TRUTH, 4, seed=2))
    assert not gate(new, current.style, current.weights).promote


def test_too_little_is_new():
    new, current = versions(Brand(TRUTH, 5, seed=1), Brand(TRUTH, 2, seed=2))
    verdict = gate(new, current.style, current.weights)
    assert not verdict.promote
    assert verdict.words == (
        "Not enough is new yet: 2 new tests with 48,000 exposures; 3 tests with 20,000 exposures are needed."
    )


def test_nothing_new_is_held_and_a_grown_library_is_followed():
    brand = Brand(TRUTH, 5, seed=1)
    current = fit(brand.evidence())
    assert not gate(current, current.style, current.weights).promote
    grown = fit(brand.evidence(assets=brand.assets + Brand(NOTHING, 1, seed=5).assets))
    assert gate(grown, current.style, current.weights).promote
    fewer = fit(brand.evidence(responses=brand.responses[:6]))
    assert not gate(fewer, current.style, current.weights).promote


def test_exposures_that_came_since_are_new_evidence():
    brand = Brand(TRUTH, 12, seed=1)
    early = [
        row(r.subject, r.test, r.shown // 4, r.clicked // 4, propensity=r.propensity, day=date(2026, 11, 20))
        for r in brand.responses
    ]
    late = [*early, *brand.responses]
    current, new = fit(brand.evidence(responses=early)), fit(brand.evidence(responses=late))
    verdict = gate(new, current.style, current.weights)
    assert "12 new tests with 288,000 exposures" in verdict.words


def test_an_anchor_may_not_turn_round():
    settled = [number("copy.negation", 0.0)], [number("copy.negation", 1.0)]
    new, current = versions(Brand({"en-GB": {"copy.negation": -0.3}}, 8, seed=1), Brand(TRUTH, 40, seed=2))
    rules = Rules(anchors=[Anchor("plain before negated", tuple(settled[0]), tuple(settled[1]))])
    assert gate(new, current.style, current.weights).promote
    verdict = gate(new, current.style, current.weights, rules)
    assert not verdict.promote
    assert "plain before negated" in verdict.words


def test_a_market_without_news_follows_the_style_above():
    early, late = Brand(TRUTH, 4, seed=1), Brand({"de-DE": TRUTH["en-GB"]}, 20, seed=2)
    new, current = versions(early, late, "en-GB")
    assert gate(new, current.style, current.weights, above=Verdict(True, ())).promote
    assert not gate(new, current.style, current.weights, above=Verdict(False, ())).promote


def test_measured_anew_takes_over_when_every_test_was_read_again():
    brand = Brand(TRUTH, 5, seed=1)
    newer = {i: [x.model_copy(update={"extractor": "copy@2"}) for x in m] for i, m in brand.numbers.items()}
    current, new = fit(brand.evidence()), fit(brand.evidence(measurements=newer))
    assert gate(new, current.style, current.weights).promote
    fewer = fit(brand.evidence(measurements=newer, responses=brand.responses[3:]))
    assert not gate(fewer, current.style, current.weights).promote


def test_what_does_not_belong_together_is_refused():
    brand = Brand({**TRUTH, "de-DE": {}}, 5, seed=1)
    top = fit(brand.evidence())
    here = fit(brand.evidence("en-GB", above=top))
    with pytest.raises(InputError, match="different brands"):
        gate(here, top.style, top.weights)
    with pytest.raises(InputError, match="another style"):
        gate(here, here.style, top.weights)


def dated(brand, first, step=1):
    return {t: first + timedelta(days=step * i) for i, t in enumerate(sorted({r.test for r in brand.responses}))}


def test_earlier_tests_must_foretell_later_ones():
    early, late = Brand(TRUTH, 2, seed=1), Brand(TRUTH, 25, seed=2)
    new, current = versions(early, late)
    day = date(2026, 1, 1)
    forward = dated(early, day) | dated(late, day + timedelta(days=30))
    verdict = gate(new, current.style, current.weights, Rules(days=forward))
    assert verdict.promote
    assert "24 later ones no worse" in verdict.words
    same = dict.fromkeys(forward, day)
    assert "ended on one day" in gate(new, current.style, current.weights, Rules(days=same)).words


def test_time_may_not_go_backwards():
    early, late = Brand(TRUTH, 2, seed=1), Brand(TRUTH, 25, seed=2)
    new, current = versions(early, late)
    day = date(2026, 1, 1)
    backward = dated(late, day) | dated(early, day + timedelta(days=60))
    verdict = gate(new, current.style, current.weights, Rules(days=backward))
    assert not verdict.promote
    assert "Time goes backwards" in verdict.words


def test_what_narrows_the_work_is_held():
    new, current = versions(Brand(TRUTH, 2, seed=1), Brand(TRUTH, 25, seed=2))
    narrow = [n.model_copy(update={"quantiles": (n.median,) * 7}) for n in new.style.norms]
    style = new.style.model_copy(update={"norms": tuple(narrow)})
    verdict = gate(replace(new, style=style), current.style, current.weights)
    assert not verdict.promote
    assert "narrow the work" in verdict.words


@pytest.mark.parametrize(("after", "promoted"), [(4, True), (60, False)])
def test_more_findings_hold(after, promoted):
    new, current = versions(Brand(TRUTH, 2, seed=1), Brand(TRUTH, 25, seed=2))
    verdict = gate(new, current.style, current.weights, Rules(findings=Rates(3, 40, after, 40)))
    assert verdict.promote is promoted
    assert promoted or "object more often" in verdict.words


@pytest.mark.parametrize(("after", "promoted"), [(0.82, True), (0.60, False)])
def test_choosing_more_of_the_same_is_held(after, promoted):
    new, current = versions(Brand(TRUTH, 2, seed=1), Brand(TRUTH, 25, seed=2))
    verdict = gate(new, current.style, current.weights, Rules(chosen=Chosen(0.85, after, 6, 5)))
    assert verdict.promote is promoted
    variety = next(c for c in verdict.criteria if c.name == "variety of what it would choose")
    assert (variety.before, variety.after) == (0.85, after)
    assert promoted or verdict.words.startswith("It would make the work more alike")


def test_an_anchored_piece_may_not_fall_below_the_usual_one():
    piece = (number("copy.negation", 1.0), number("copy.words", 8.0, "words"))
    wrong = Brand({"en-GB": {"copy.negation": -0.3}}, 40, seed=2)
    new, current = versions(Brand(TRUTH, 8, seed=1), wrong)
    verdict = gate(new, current.style, current.weights, Rules(anchors=[Anchor("Nobody likes rain", piece)]))
    assert not verdict.promote
    assert "It would turn round what was settled: Nobody likes rain." in verdict.reasons
    fallen = next(c for c in verdict.criteria if c.name == "anchors")
    assert (fallen.outcome, fallen.before, fallen.after) == ("failed", 1, 0)


@pytest.mark.parametrize("late", [0, 1, 25])
def test_every_verdict_lists_every_criterion(late):
    new, current = versions(Brand(TRUTH, 5, seed=1), Brand(TRUTH, late, seed=2), "en-GB")
    verdict = gate(new, current.style, current.weights)
    assert tuple(c.name for c in verdict.criteria) == NAMES
    assert verdict.promote == all(c.outcome != "failed" for c in verdict.criteria)
    newer = {"extractors": tuple(e.replace("@1", "@2") for e in new.style.extractors)}
    anew = gate(replace(new, style=new.style.model_copy(update=newer)), current.style, current.weights)
    assert tuple(c.name for c in anew.criteria) == NAMES
