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


def test_only_the_top_is_carried_on(early):
    below = fit(early.evidence("en-GB", above=fit(early.evidence())))
    with pytest.raises(InputError, match="only the top"):
        update(below, early.evidence(), ())
