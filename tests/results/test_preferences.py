"""Pairs to tune on: only what a test has settled, never one product alone, never one story on both sides."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styleloop.app import pairing, starting
from styleloop.app.project import Project
from styleloop.errors import InputError
from styleloop.results import Compared, preferences
from styleloop.types.asset import Asset, Response
from styleloop.types.copy import Copy
from styleloop.types.experiment import Tally
from styleloop.types.record import Where
from styleloop.types.shot import Rights

HERE = Where(file="test.csv")


def compared(clicks, story="umbrella", test="t1", shown=10_000, pictures=None):
    arms = [f"v{i}" for i in range(len(clicks))]
    return Compared(
        market="en-GB",
        test=test,
        story=story,
        tallies=tuple(Tally(arm=a, shown=shown, clicked=c) for a, c in zip(arms, clicks, strict=True)),
        words={a: Copy.of(headline=f"Line {a} of {test}.") for a in arms},
        pictures=dict.fromkeys(arms, "") | (pictures or {}),
    )


def test_only_what_is_settled_is_a_pair_and_luck_is_shrunk():
    [pair] = preferences([compared([220, 150])])
    assert (pair.better.text("headline"), pair.worse.text("headline")) == ("Line v0 of t1.", "Line v1 of t1.")
    assert pair.chance > 0.99
    assert 0 < pair.gain < 0.38  # log(220 / 150), less what luck may have given
    assert pair.weight == pytest.approx(pair.gain * pair.chance)
    assert preferences([compared([5, 2], shown=300)]) == ()
    assert preferences([compared([160, 150])]) == ()


def test_other_pictures_are_not_compared():
    found = preferences([compared([220, 150, 140], pictures={"v0": "red", "v1": "red", "v2": "blue"})])
    assert [(p.better.text("headline"), p.worse.text("headline")) for p in found] == [
        ("Line v0 of t1.", "Line v1 of t1.")
    ]


def test_no_story_drowns_the_others():
    many = [compared([200 + i, 150], test=f"t{i}") for i in range(30)]
    found = preferences([*many, compared([220, 150], story="flask", test="f")])
    assert sum(p.story == "umbrella" for p in found) == 10
    assert sum(p.story == "flask" for p in found) == 1
    assert min(p.gain for p in found if p.story == "umbrella") > preferences([many[0]])[0].gain


@given(st.lists(st.tuples(st.sampled_from("abcdefghij"), st.integers(0, 300), st.integers(0, 300)), max_size=12))
def test_a_pair_goes_one_way_and_a_story_into_one_part(rows):
    found = preferences([compared([x, y], story=s, test=f"t{i}") for i, (s, x, y) in enumerate(rows)])
    ways = {(p.test, p.better.text("headline")) for p in found}
    assert len({test for test, _ in ways}) == len(ways)
    assert all(p.chance >= 0.9 and p.weight > 0 for p in found)
    assert len({(p.story, p.split) for p in found}) == len({p.story for p in found})


def test_a_wrong_bound_is_refused():
    with pytest.raises(InputError, match="least"):
        preferences([], least=0.4)
    with pytest.raises(InputError, match="per_story"):
        preferences([], per_story=0)


def test_what_no_model_may_be_trained_on_is_left_out_and_counted(tmp_path):
    project = settled(tmp_path, Rights(licence="Royalty-free, no AI training"))
    done = pairing.export(project, tmp_path / "pairs.jsonl")
    assert (done.pairs, (tmp_path / "pairs.jsonl").read_text("utf-8")) == (0, "")
    assert "2 pieces are left out: their licence lets no model be trained on them." in done.words


def settled(tmp_path, rights=None):
    """A project with one test of two lines, the first of them the better."""
    starting.start(tmp_path / "acme", "blank", "Acme")
    project = Project(tmp_path / "acme")
    same = {"locale": "en-GB", "test": "t", "rights": rights, "source": HERE}
    ads = [Asset(words=Copy.of(headline=f"Line {x}."), name=x, **same) for x in "ab"]
    project.store.assets.add(ads)
    project.store.responses.add(
        Response(
            subject=ad.id, test="t", market="en-GB", day=project.today, shown=10_000, clicked=clicked,
            exposure="randomised", simulated=True, source=HERE,
        )
        for ad, clicked in zip(ads, (300, 150), strict=True)
    )  # fmt: skip
    return project


def test_a_projects_tests_become_lines_of_json(tmp_path):
    project = settled(tmp_path)
    done = pairing.export(project, tmp_path / "pairs.jsonl")
    [line] = [json.loads(line) for line in (tmp_path / "pairs.jsonl").read_text("utf-8").splitlines()]
    assert (line["chosen"], line["rejected"], line["simulated"]) == ("Line a.", "Line b.", True)
    assert done.pairs == 1
    assert "fewer than 300 tests tune nothing" in done.words
    with pytest.raises(InputError, match="--pairs"):
        pairing.export(project, tmp_path / "nowhere" / "pairs.jsonl")
