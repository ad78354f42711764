"""How lines are said, as part of a style: it helps where it helps, and costs nothing where it does not."""

import io
import random
import sqlite3
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from styleloop.adapters.embedders.minilm import MiniLM
from styleloop.app.embedding import read
from styleloop.errors import InputError
from styleloop.refine.heldout import compare
from styleloop.style import Evidence, diff, fit, update
from styleloop.types.asset import Asset, Response
from styleloop.types.copy import Copy
from styleloop.types.measurement import Measurement
from styleloop.types.record import Refusal, Where
from styleloop.vector.effect import merge, sums
from styleloop.vector.score import score
from styleloop.vector.weights import Weights

SIZE, ARMS, SHOWN = 40, 3, 8000
HERE = Where(file="test.csv")


class World:
    """Randomised tests whose versions differ in two measures and, by `strength`, along one hidden direction."""

    def __init__(self, tests, strength, seed=1, markets=("en-GB",)):
        rng = np.random.default_rng(seed)
        self.assets, self.responses, self.numbers, self.points, self.truth = [], [], {}, {}, {}
        hidden = rng.normal(size=SIZE)
        hidden *= strength / np.linalg.norm(hidden)
        for index in range(tests):
            market, about = markets[index % len(markets)], rng.normal(size=SIZE)
            for arm in range(ARMS):
                self._arm(f"t{index:03}", arm, market, about + rng.normal(size=SIZE), hidden, rng)

    def _arm(self, test, arm, market, point, hidden, rng):
        name = f"{test}-{arm}"
        asset = Asset(
            words=Copy.of(headline=f"Line {name}"), locale=market, product="p", name=name, test=test, source=HERE
        )
        values = {"copy.words": float(rng.integers(3, 15)), "copy.question": float(rng.random() < 0.3)}
        told = -0.03 * values["copy.words"] + float(hidden @ point)
        clicked = int(rng.binomial(SHOWN, 1 / (1 + np.exp(4.0 - told - rng.normal(0, 0.03)))))
        self.assets.append(asset)
        self.points[asset.id], self.truth[asset.id] = point.astype(np.float32), told
        self.numbers[asset.id] = [
            Measurement(subject="", name=n, value=v, unit="words" if n == "copy.words" else "share", extractor="copy@1")
            for n, v in values.items()
        ]
        self.responses.append(
            Response(
                subject=asset.id, test=test, market=market, placement="square", day=date(2026, 11, 24),
                shown=SHOWN, clicked=clicked, exposure="randomised", propensity=1 / ARMS, source=HERE,
            )
        )  # fmt: skip

    def evidence(self, market="global", tests=999, **more):
        given = {
            "responses": [r for r in self.responses if r.test < f"t{tests:03}"],
            "embeddings": self.points,
            "embedder": "hand@1",
            **more,
        }
        return Evidence(
            brand="Tarn & Thistle", market=market, assets=self.assets, measurements=self.numbers, **given
        )  # fmt: skip

    def missed(self, made, after):
        """Mean squared error of predicted differences within the tests after number `after`."""
        rest = []
        for test in sorted({a.test for a in self.assets})[after:]:
            ids = [a.id for a in self.assets if a.test == test]
            error = np.array([self.told(made, i).effect - self.truth[i] for i in ids])
            rest.extend(error - error.mean())
        return float(np.square(rest).mean())

    def told(self, made, name, **more):
        given = {"embedding": self.points[name], "embedder": made.style.embedder, **more}
        return score(name, self.numbers[name], made.style, made.weights, 0.0, 1, **given)


@pytest.fixture(scope="module")
def world():
    return World(120, strength=0.12, markets=("de-DE", "en-GB"))


@pytest.fixture(scope="module")
def top(world):
    return fit(world.evidence(tests=90))


@pytest.fixture(scope="module")
def plain(world):
    return fit(world.evidence(tests=90, embeddings={}, embedder=""))


def test_a_hidden_direction_is_foreseen_with_embeddings(world, top, plain):
    assert top.style.embedder == "hand@1"
    assert top.style.manner > 0.05
    assert world.missed(top, after=90) < 0.7 * world.missed(plain, after=90)


@pytest.mark.parametrize("seed", range(6))
def test_useless_embeddings_cost_nothing(seed):
    world = World(60, strength=0.0, seed=seed)
    made, bare = fit(world.evidence(tests=40)), fit(world.evidence(tests=40, embeddings={}, embedder=""))
    assert world.missed(made, after=40) <= 1.05 * world.missed(bare, after=40) + 1e-5
    assert [e.verdict for e in made.style.effects] == [e.verdict for e in bare.style.effects]
    if not made.style.embedder:
        assert made.weights == bare.weights


def test_without_points_a_style_is_as_it_was(plain, world):
    named_only = fit(world.evidence(tests=90, embeddings={}, embedder="hand@1"))
    assert named_only.weights == plain.weights
    assert named_only.style == plain.style
    assert plain.style.manner == 0.0
    assert Weights.unpack(plain.weights).manner is None
    observed = [
        r.model_copy(update={"exposure": "observational", "test": "", "propensity": None}) for r in world.responses
    ]
    untested = fit(world.evidence(responses=observed))
    assert untested.style.embedder == ""


def test_people_read_named_measures_only(world, top, plain):
    named = {"copy.question", "copy.words"}
    assert {e.measure for e in top.style.effects} == named
    assert {n.measure for n in top.style.norms} == named
    assert not [c for c in diff(plain.style, top.style) if "manner" in c.name + c.words]
    name = world.assets[-1].id
    seen, unseen = world.told(top, name), world.told(top, name, embedding=None)
    assert (seen.distance, seen.causes) == (unseen.distance, unseen.causes)
    assert seen.distance == world.told(plain, name).distance
    assert seen.effect != unseen.effect
    assert seen.draw != unseen.draw
    assert seen.high - seen.low > unseen.high - unseen.low


def test_markets_keep_the_directions_of_the_top(world, top):
    above = Weights.unpack(top.weights)
    for market in ("de-DE", "en-GB", "fr-FR"):
        here = fit(world.evidence(market, tests=90, above=top))
        known = Weights.unpack(here.weights)
        assert np.array_equal(known.manner.basis, above.manner.basis)
        assert known.measures == above.measures
        assert here.style.embedder == "hand@1"
    # Where nothing was tested.
    assert np.corrcoef(known.belief.mean, above.belief.mean)[0, 1] > 0.99
    assert (np.diag(known.belief.covariance) > np.diag(above.belief.covariance)).all()


def test_sixteen_shards_and_one_agree(top):
    known = Weights.unpack(top.weights)
    size = len(known.measures)
    assert size > 2
    together = merge([sums(known.trials[shard::16], known.tau2, size) for shard in range(16)], size)
    assert np.allclose(together.a, known.found.a, rtol=1e-9, atol=1e-9)
    assert np.allclose(together.b, known.found.b, rtol=1e-9, atol=1e-9)


def test_order_and_observational_answers_change_no_byte(world, top):
    rng = random.Random(5)
    rows = [r.model_copy(update={"exposure": "observational", "test": "", "propensity": None}) for r in world.responses]
    shuffled = [r.model_copy(update={"clicked": rng.randrange(400)}) for r in rows]
    for more in ([], rows, shuffled):
        answers = [*[r for r in world.responses if r.test < "t090"], *more]
        rng.shuffle(answers)
        turned = dict(reversed(world.points.items()))
        again = fit(world.evidence(responses=answers, embeddings=turned))
        assert again.weights == top.weights
        assert again.style == top.style


def test_the_weights_come_back_and_older_ones_still_open(top, plain):
    assert Weights.unpack(top.weights).pack() == top.weights
    with np.load(io.BytesIO(plain.weights)) as npz:
        arrays = {name: npz[name] for name in npz.files}
    older = io.BytesIO()
    np.savez(older, **{**arrays, "format": np.array("styleloop-weights-2")})
    assert Weights.unpack(older.getvalue()).pack() == plain.weights


def test_points_of_two_embedders_never_meet(world, top):
    with pytest.raises(InputError, match="two embedders"):
        fit(world.evidence("en-GB", above=top, embedder="hand@2"))
    with pytest.raises(InputError, match="two embedders"):
        update(top, world.evidence(embedder="hand@2"), [])
    with pytest.raises(InputError, match="another embedder"):
        world.told(top, world.assets[0].id, embedder="hand@2")
    assert fit(world.evidence(tests=90, embedder="hand@2")).style.id != top.style.id


@pytest.mark.parametrize("wrong", [np.zeros(SIZE + 1, np.float32), np.full(SIZE, np.nan, np.float32)])
def test_points_that_do_not_fit_are_refused(world, top, wrong):
    name = world.assets[0].id
    with pytest.raises(InputError, match="embedding"):
        fit(world.evidence(embeddings={**world.points, name: wrong}))
    with pytest.raises(InputError, match="embedding"):
        world.told(top, name, embedding=wrong)
    with pytest.raises(InputError, match="without the name"):
        fit(world.evidence(embedder=""))


def test_a_version_without_a_point_compares_nothing(world):
    some = {a.id: world.points[a.id] for a in world.assets if a.id != world.assets[0].id}
    known = Weights.unpack(fit(world.evidence(tests=90, embeddings=some)).weights)
    first = next(t for t in known.trials if world.assets[0].id in t.subjects)
    assert not first.x[:, -known.manner.size :].any()
    assert known.trials[-1].x[:, -known.manner.size :].any()


def test_there_are_no_more_directions_than_tests_and_none_for_a_handful(world):
    strong = World(25, strength=0.5, seed=3)
    assert 0 < Weights.unpack(fit(strong.evidence()).weights).manner.size <= 25
    assert Weights.unpack(fit(strong.evidence(tests=12)).weights).manner is None
    assert Weights.unpack(fit(world.evidence()).weights).manner.size <= 32


def test_one_more_pass_reads_manner_too(world, top):
    new = [r for r in world.responses if r.test >= "t090"]
    both = update(top, world.evidence(), new)
    assert both.style.embedder == "hand@1"
    trials = Weights.unpack(both.weights).trials
    assert len(trials) == 120
    assert trials[-1].x[:, -1].any()


def test_two_versions_are_compared_through_the_embedding(world, top, plain):
    later = Weights.unpack(fit(world.evidence()).weights)
    before, bare = Weights.unpack(top.weights), Weights.unpack(plain.weights)
    same, better = compare(later, before, top=True), compare(later, bare, top=True)
    assert same.tests == better.tests == 30
    assert better.z > 1.64
    assert abs(same.gain) < 0.5 * better.gain
    assert same.before > better.before
    other = replace(before, manner=replace(before.manner, embedder="hand@2"))
    assert abs(compare(later, other, top=True).gain) < 0.5 * better.gain


def test_points_of_the_shipped_embedder_go_in(world, tmp_path):
    openings = ("Why does", "Nobody told you that", "Behold:", "We are sorry,")
    lines = {a.id: f"{openings[i % 4]} the kettle number {i} is here" for i, a in enumerate(world.assets)}
    found = read(MiniLM(), tmp_path, list(lines.values()))
    points = {name: found[line] for name, line in lines.items() if line in found}
    made = fit(world.evidence(embeddings=points, embedder="minilm@1"))
    known = Weights.unpack(made.weights)
    assert known.manner is None or known.manner.basis.shape[0] == MiniLM.size


class Letters:
    """An embedder: how often each letter stands in a text."""

    name, size, languages = "letters", 26, ("en",)

    def __init__(self, version="1"):
        self.version = version
        self.asked = []

    def embed(self, texts):
        self.asked += texts
        return [self._one(text) for text in texts]

    def _one(self, text):
        if not any(c.isalpha() for c in text):
            return Refusal(subject=text, why="no letters")
        return np.array([text.lower().count(chr(97 + i)) for i in range(26)], np.float32)


LINES = ["It rained.", "It will rain.", "…", "", "It rained."]


def test_what_was_embedded_is_remembered(tmp_path):
    first, again, other = Letters(), Letters(), Letters("2")
    found = read(first, tmp_path / "memory", LINES)
    assert set(found) == {"It rained.", "It will rain."}
    told = read(again, tmp_path / "memory", LINES[:2])
    assert again.asked == []
    assert all(np.array_equal(told[line], found[line]) and told[line].dtype == np.float32 for line in told)
    read(other, tmp_path / "memory", LINES)
    assert "It rained." in other.asked


@pytest.mark.parametrize("damage", ["garbage", "emptied", "cut short", "a bit turned"])
def test_a_damaged_memory_is_made_again(tmp_path, damage):
    lines = [f"Line {'abcdefgh'[i % 8]} {i}" for i in range(200)]
    whole = read(Letters(), tmp_path, lines)
    (file,) = tmp_path.iterdir()
    if damage == "garbage":
        file.write_bytes(b"not a database at all" * 400)
    elif damage == "emptied":
        file.write_bytes(b"")
    elif damage == "cut short":
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    else:
        with sqlite3.connect(file) as memory:
            memory.execute("UPDATE points SET point = zeroblob(length(point))")
        memory.close()
    for _ in range(2):
        found = read(Letters(), tmp_path, lines)
        assert all(np.array_equal(found[line], whole[line]) for line in lines)
    quiet = Letters()
    read(quiet, tmp_path, lines)
    assert quiet.asked == []
