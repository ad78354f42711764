"""The learning curve: honest about luck, the same every time, and silent where there is too little."""

from dataclasses import replace

import numpy as np
import pytest
from learning_makers import Brand, joined

from styleloop.style import fit
from styleloop.style.foresight import FEWEST, foresight
from styleloop.vector import Weights


def weights(truth, tests, seed=1, **more):
    return Weights.unpack(fit(Brand(truth, tests=tests, seed=seed, **more).evidence()).weights)


@pytest.fixture(scope="module")
def strong():
    return weights({"en-GB": {"copy.negation": 0.5, "copy.words": 0.2}}, 40)


def test_strong_effects_are_foreseen_and_more_tests_do_not_foresee_less(strong):
    found = foresight(strong)
    assert found.tests == 40
    assert [p.learnt for p in found.points] == sorted({p.learnt for p in found.points})
    assert found.points[-1].learnt < 40  # a test never foretells itself
    assert found.points[-1].right > 0.75
    assert found.points[-1].right >= found.points[0].right - 0.05
    assert all(0 <= p.low <= p.right <= p.high <= 1 for p in found.points)


def test_answers_dealt_out_anew_are_called_no_better_than_by_a_coin(strong):
    draws = np.random.default_rng(3)

    def dealt(trial):
        order = draws.permutation(len(trial.subjects))
        return replace(trial, shown=trial.shown[order], clicked=trial.clicked[order])

    last = foresight(replace(strong, trials=tuple(dealt(t) for t in strong.trials))).points[-1]
    assert last.low <= 0.55


def test_the_order_of_tests_changes_nothing(strong):
    assert foresight(replace(strong, trials=strong.trials[::-1])) == foresight(strong)


def test_too_few_tests_or_pairs_give_no_curve(strong):
    few = foresight(weights({"en-GB": {"copy.words": 0.2}}, FEWEST - 1))
    assert (few.tests, few.points) == (FEWEST - 1, ())
    same = [
        replace(t, clicked=np.full_like(t.clicked, 50.0), shown=np.full_like(t.shown, 5000.0)) for t in strong.trials
    ]
    assert foresight(replace(strong, trials=tuple(same))).points == ()
    assert foresight(replace(strong, trials=())).tests == 0


def test_markets_that_share_a_test_are_held_out_together():
    both = joined([Brand({m: {"copy.words": 0.2}}, tests=12, seed=2) for m in ("en-GB", "de-DE")])
    found = foresight(Weights.unpack(fit(both.evidence()).weights))
    assert found.tests == len({r.test for r in both.responses})
