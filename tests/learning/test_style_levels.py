"""Global, channel, market; and what is forgotten."""

from datetime import timedelta

import numpy as np
import pytest
from learning_makers import DAY, Brand, joined, number, piece, row

from styleloop.errors import InputError
from styleloop.style import fit
from styleloop.vector.effect import merge, sums
from styleloop.vector.hierarchy import by_channel, by_market, common, of_channels
from styleloop.vector.trials import aged
from styleloop.vector.weights import Weights


def moved(brand, channel):
    """The same tests, in another channel."""
    names = {a.id: a.model_copy(update={"channel": channel, "id": ""}) for a in brand.assets}
    names = {old: type(a).model_validate(a.model_dump()) for old, a in names.items()}
    brand.assets = list(names.values())
    brand.numbers = {names[i].id: m for i, m in brand.numbers.items()}
    rows = [r.model_dump() | {"subject": names[r.subject].id, "id": ""} for r in brand.responses]
    brand.responses = [type(r).model_validate(given) for r, given in zip(brand.responses, rows, strict=True)]
    return brand


@pytest.fixture(scope="module")
def brand():
    social = Brand({"de-DE": {"copy.negation": 0.3}, "en-GB": {"copy.negation": 0.3}}, tests=25, seed=1)
    email = Brand({"de-DE": {"copy.negation": -0.3}, "en-GB": {"copy.negation": -0.3}}, tests=25, seed=2)
    return joined([social, moved(email, "email")])


@pytest.fixture(scope="module")
def top(brand):
    return fit(brand.evidence())


def negation(made):
    return next(e for e in made.style.effects if e.measure == "copy.negation")


def test_channels_differ_where_their_audiences_do(brand, top):
    social, email = (fit(brand.evidence(above=top, channel=c)) for c in ("social", "email"))
    assert negation(social).verdict == "helps"
    assert negation(email).verdict == "hurts"
    assert negation(email).mean < negation(top).mean < negation(social).mean
    assert len(social.style.tests) == len(email.style.tests) == 50


def test_a_market_in_a_channel_learns_from_its_channel(brand, top):
    email = fit(brand.evidence(above=top, channel="email"))
    german = fit(brand.evidence("de-DE", above=email, channel="email"))
    assert negation(german).verdict == "hurts"
    assert len(german.style.tests) == 25
    assert (german.style.above, email.style.above) == (email.style.id, top.style.id)


def test_a_channel_or_a_market_in_it_without_tests_is_less_sure_than_what_is_above(brand, top):
    email = fit(brand.evidence(above=top, channel="email"))
    shop = fit(brand.evidence(above=top, channel="shop"))
    french = fit(brand.evidence("fr-FR", above=email, channel="email"))
    assert negation(shop).mean == pytest.approx(negation(top).mean, abs=negation(top).sd)
    assert negation(shop).sd > negation(top).sd
    assert negation(french).mean == pytest.approx(negation(email).mean, abs=negation(email).sd)
    assert negation(french).sd > negation(email).sd


def test_no_test_counts_twice_on_the_way_down(brand, top):
    """What a market's own tests say is not in its prior: turn them round, and the prior is what it was."""
    email = fit(brand.evidence(above=top, channel="email"))
    known, channel = Weights.unpack(top.weights), Weights.unpack(email.weights)
    german = Weights.unpack(fit(brand.evidence("de-DE", above=email, channel="email")).weights)
    mine = {trial.key for trial in german.trials}
    others = by_market([t for t in channel.trials if t.key not in mine], known.tau2, len(known.measures))
    expected = common(others, known.effect * known.kernel, known.market * known.kernel, channel.prior)
    assert np.allclose(german.prior.mean, expected.mean)
    far = of_channels(
        by_channel([t for t in known.trials if t.channel != "email"], known.tau2, len(known.measures)),
        known.market * known.kernel,
    )
    assert np.allclose(channel.prior.mean, common(far, known.effect * known.kernel, known.channel * known.kernel).mean)


def test_one_channel_has_no_level_of_its_own():
    one = Brand({"en-GB": {"copy.negation": 0.3}}, tests=10)
    assert Weights.unpack(fit(one.evidence()).weights).channels == ("social",)
    top = fit(one.evidence())
    here = fit(one.evidence("en-GB", above=top))
    assert negation(here).mean == pytest.approx(negation(top).mean, abs=0.02)


def test_a_test_across_channels_is_refused(brand):
    here, there = piece("here"), piece("there").model_copy(update={"channel": "email", "id": ""})
    there = type(there).model_validate(there.model_dump())
    numbers = {here.id: [number("copy.negation", 0.0)], there.id: [number("copy.negation", 1.0)]}
    rows = [row(here.id, "both", 5000, 90), row(there.id, "both", 5000, 90)]
    made = fit(brand.evidence(assets=[here, there], measurements=numbers, responses=rows))
    assert [r.subject for r in made.style.refused] == ["both"]
    assert "different channels" in made.style.refused[0].why


def turned():
    """Negation helped a year ago, and hurts now."""
    old = Brand({"en-GB": {"copy.negation": 0.3}}, tests=20, seed=1)
    old.responses = [
        r.model_validate(r.model_dump() | {"day": DAY - timedelta(days=365), "id": ""}) for r in old.responses
    ]
    return joined([old, Brand({"en-GB": {"copy.negation": -0.3}}, tests=20, seed=2)])


def test_what_is_old_is_forgotten_by_half():
    brand = turned()
    kept, faded = fit(brand.evidence()), fit(brand.evidence(half_life=30.0))
    assert negation(faded).mean < negation(kept).mean - 0.1
    assert negation(faded).verdict == "hurts"
    assert faded.style.id != kept.style.id
    assert ("half_life_days", "30") in faded.style.settings
    assert faded.style.tests == kept.style.tests


def test_forgetting_goes_by_the_newest_test_and_shards_agree():
    known = Weights.unpack(fit(turned().evidence(half_life=30.0)).weights)
    fresh = [trial for trial in known.trials if trial.day == known.newest]
    assert {trial.weight for trial in fresh} == {1.0}
    parts = []
    for shard in range(16):
        some = aged(known.trials[shard::16], 30.0, known.newest)
        parts.append(sums(some, known.tau2, len(known.measures)))
    together = merge(parts, len(known.measures))
    assert np.allclose(together.a, known.found.a, rtol=1e-9, atol=1e-9)
    assert np.allclose(together.b, known.found.b, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("wrong", [-1.0, float("nan"), float("inf")])
def test_a_half_life_is_a_number_of_days(brand, wrong):
    with pytest.raises(InputError, match="half_life"):
        fit(brand.evidence(half_life=wrong))
