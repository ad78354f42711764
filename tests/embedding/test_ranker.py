"""The ranker: planted differences are found, shards agree, order does not matter, what cannot teach is refused."""

import dataclasses

import numpy as np
import pytest

from styleloop.errors import InputError
from styleloop.vector.effect import Trial
from styleloop.vector.ranker import Block, columns, evidence, fit

BLOCKS = (Block(4, 1.0), Block(3, 0.3))
TRUE = np.array([0.3, -0.2, 0.0, 0.0, 0.0, 0.25, 0.0])


def planted(count=120, seed=1, shift=0.0):
    rng = np.random.default_rng(seed)
    found = []
    for number in range(count):
        k = int(rng.integers(2, 6))
        x = rng.standard_normal((k, 7))
        x[:, 3] = 2.5
        level = -4 + rng.normal(0, 0.4) + shift
        rate = 1 / (1 + np.exp(-(level + x @ TRUE + rng.normal(0, 0.1, k))))
        shown = np.full(k, 4000.0)
        clicked = rng.binomial(4000, rate).astype(float)
        found.append(
            Trial(f"t{number}", f"t{number}", "en-GB", tuple(f"{number}-{i}" for i in range(k)), x, shown, clicked)
        )
    return found


def test_later_tests_are_ranked_well_and_the_slope_is_honest():
    ranker = fit(planted(), BLOCKS)
    right, predicted, true = [], [], []
    for trial in planted(60, seed=2):
        d, variance = ranker.prior(trial.x)
        truth = trial.x @ TRUE - (trial.x @ TRUE).mean()
        right.append(np.argmax(d) == np.argmax(truth))
        predicted.extend(d)
        true.extend(truth)
        assert abs(d.mean()) < 1e-9
        assert 0 < variance <= ranker.tau2
    assert np.mean(right) > 0.75
    assert 0.85 < np.polyfit(predicted, true, 1)[0] < 1.2


def test_shards_agree_with_the_whole():
    trials = planted()
    how = columns(trials, BLOCKS)
    whole = evidence(trials, how)
    shards = [evidence(trials[i::16], how) for i in range(16)]
    added = shards[0]
    for shard in shards[1:]:
        added = added + shard
    assert np.allclose(added.a, whole.a, rtol=1e-9, atol=1e-9)
    assert np.allclose(added.solved(1e3), whole.solved(1e3), rtol=1e-9, atol=1e-12)


def test_the_order_of_tests_does_not_matter():
    trials = planted(60)
    one, other = fit(trials, BLOCKS), fit(trials[::-1], BLOCKS)
    assert one.strength == other.strength
    assert np.allclose(one.beta, other.beta, rtol=1e-9, atol=1e-12)
    assert np.allclose(one.held_out[0], other.held_out[-1], rtol=1e-9, atol=1e-12)


def test_a_constant_column_has_no_say():
    ranker = fit(planted(60), BLOCKS)
    x = planted(1, seed=9)[0].x
    moved = x.copy()
    moved[0, 3] = 99.0
    assert ranker.beta[3] == 0
    assert np.array_equal(ranker.scores(x), ranker.scores(moved))


def test_what_all_versions_share_does_not_matter():
    plain, richer = fit(planted(60), BLOCKS), fit(planted(60, shift=0.5), BLOCKS)
    assert np.corrcoef(plain.beta, richer.beta)[0, 1] > 0.9


def test_scores_of_a_test_come_from_fits_that_never_saw_it():
    trials = planted(60)
    before = fit(trials, BLOCKS)
    turned = dataclasses.replace(trials[0], clicked=trials[0].clicked[::-1].copy())
    after = fit([turned, *trials[1:]], BLOCKS)
    if before.strength == after.strength:
        assert np.allclose(before.held_out[0], after.held_out[0], rtol=1e-9, atol=1e-12)


def learn_from_one():
    fit(planted(1), BLOCKS)


def blocks_that_do_not_add_up():
    fit(planted(20), (Block(5, 1.0),))


def other_columns():
    fit(planted(20), BLOCKS).scores(np.zeros((2, 3)))


def not_a_number():
    fit(planted(20), BLOCKS).scores(np.full((2, 7), np.nan))


def one_version():
    trial = planted(1)[0]
    dataclasses.replace(trial, subjects=("a",), x=trial.x[:1], shown=np.ones(1), clicked=np.ones(1))


@pytest.mark.parametrize("bad", [learn_from_one, blocks_that_do_not_add_up, other_columns, not_a_number, one_version])
def test_what_cannot_teach_is_refused(bad):
    with pytest.raises(InputError):
        bad()
