"""New answers are added to a version without reading the old ones again."""

import numpy as np
import pytest
from learning_makers import Brand, joined, row

from styleloop.errors import InputError
from styleloop.style import fit, update
from styleloop.vector.weights import Weights

TRUTH = {"de-DE": {"copy.negation": 0.2}, "en-GB": {"copy.negation": 0.2}}


@pytest.fixture(scope="module")
def early():
    return Brand(TRUTH, tests=20, seed=1)


@pytest.fixture(scope="module")
def late():
    return Brand(TRUTH, tests=20, seed=2)


def test_adding_new_tests_gives_the_sums_of_all(early, late):
    made = fit(early.evidence())
    after = update(made, late.evidence(), iter(late.responses))
    known = Weights.unpack(after.weights)
    assert set(after.style.tests) == {r.test for r in joined([early, late]).responses}
    assert after.style.parent == made.style.id
    again = update(made, late.evidence(), reversed(late.responses))
    assert np.array_equal(Weights.unpack(again.weights).found.a, known.found.a)
    halves = update(made, late.evidence(), late.responses[:60])
    both = Weights.unpack(update(halves, late.evidence(), late.responses[60:]).weights)
    assert np.allclose(both.found.a, known.found.a, rtol=1e-9, atol=1e-9)
    assert np.allclose(both.belief.mean, known.belief.mean, rtol=1e-9, atol=1e-9)


def test_more_answers_to_a_known_test_are_added_to_it(early):
    made = fit(early.evidence())
    first = early.responses[:3]
    after = Weights.unpack(update(made, early.evidence(), first).weights)
    key = next(t.key for t in after.trials if t.test == first[0].test)
    before = next(t for t in Weights.unpack(made.weights).trials if t.key == key)
    assert next(t for t in after.trials if t.key == key).shown.tolist() == (before.shown * 2).tolist()


def test_nothing_new_leaves_the_belief_and_observation_teaches_nothing(early):
    made = fit(early.evidence())
    seen = [row(a.id, "", 900, n % 90, a.locale, "observational") for n, a in enumerate(early.assets)]
    after = update(made, early.evidence(), seen)
    assert after.weights == made.weights
    assert after.style.effects == made.style.effects


def test_new_answers_of_other_versions_are_refused_by_name(early, late):
    made = fit(early.evidence())
    test = early.responses[0].test
    rows = [row(a.id, test, 5000, 90, early.responses[0].market) for a in late.assets[:2]]
    after = update(made, late.evidence(), rows)
    assert [r.subject for r in after.refused] == [test]
    assert after.weights == made.weights


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ([(0, 500, 9)], [(1, 500, 20), (2, 500, 11)]),  # the other versions come later
        ([(0, 100, 2), (1, 100, 1), (2, 100, 2)], [(0, 900, 30), (1, 900, 20), (2, 900, 25)]),  # too few clicks
        ([(0, 700, 20), (1, 500, 9), (2, 500, 11)], [(0, 9300, 300), (1, 9500, 200), (2, 9500, 250)]),  # chance
    ],
)
def test_what_may_not_teach_yet_waits_and_is_completed_by_later_answers(early, late, first, then):
    arms = late.assets[:3]
    rows, more = ([row(arms[i].id, "slow", n, k, arms[i].locale) for i, n, k in part] for part in (first, then))
    for made in (update(fit(early.evidence()), late.evidence(), rows), begun_with(early, late, rows)):
        assert "slow" not in made.style.tests
        assert sum(r.shown for r in made.waiting) == sum(n for _, n, _ in first)
        after = update(made, late.evidence(), iter(more))
        trial = next(t for t in Weights.unpack(after.weights).trials if t.test == "slow")
        assert trial.shown.sum() == sum(n for _, n, _ in (*first, *then))
        assert trial.clicked.sum() == sum(k for _, _, k in (*first, *then))
        assert after.waiting == ()


def begun_with(early, late, rows):
    """A full fit that had read `rows`, which did not teach it anything."""
    assets, numbers = [*early.assets, *late.assets[:3]], early.numbers | {a.id: late.numbers[a.id] for a in late.assets}
    return fit(early.evidence(assets=assets, measurements=numbers, responses=[*early.responses, *rows]))


def test_two_halves_that_are_crooked_only_together_wait_and_may_be_mended(early, late):
    arms = [a.id for a in late.assets[:2]]

    def half(*shown):
        return [row(s, "bent", n, 100, late.assets[0].locale) for s, n in zip(arms, shown, strict=True)]

    made = update(fit(early.evidence()), late.evidence(), half(5000, 4700))
    assert "bent" in made.style.tests
    bent = update(made, late.evidence(), half(5000, 4700))
    assert "bent" not in bent.style.tests
    assert [r.subject for r in bent.refused] == ["bent"]
    assert sum(r.shown for r in bent.waiting) == 19_400
    mended = update(bent, late.evidence(), half(4700, 5000))
    trial = next(t for t in Weights.unpack(mended.weights).trials if t.test == "bent")
    assert (trial.shown.tolist(), trial.clicked.tolist(), mended.waiting) == ([14_700, 14_400], [300, 300], ())


def test_few_clicks_of_a_known_test_wait_too(early):
    made = fit(early.evidence())
    test, subjects = early.responses[0].test, [r.subject for r in early.responses[:3]]
    few, many = ([row(s, test, n, k, early.responses[0].market) for s in subjects] for n, k in ((60, 1), (4000, 90)))
    for r in (few, many):
        r[:] = [x.model_validate(x.model_dump(exclude={"id"}) | {"propensity": 1 / 3}) for x in r]
    after = update(update(made, early.evidence(), few), early.evidence(), many)
    at_once = update(made, early.evidence(), [*few, *many])
    assert after.waiting == at_once.waiting == ()
    assert Weights.unpack(after.weights).found.b.tolist() == Weights.unpack(at_once.weights).found.b.tolist()


def test_only_the_top_is_carried_on(early):
    below = fit(early.evidence("en-GB", above=fit(early.evidence())))
    with pytest.raises(InputError, match="only the top"):
        update(below, early.evidence(), ())
