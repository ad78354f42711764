"""Inspiration is mixed in by the dial, recorded, shown, and never copied; the report says how various the work is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styleloop import brief, vector
from styleloop.app import auditing, diverging, making, starting
from styleloop.app.project import Project
from styleloop.app.styling import current
from styleloop.app.wishes import wish
from styleloop.types.asset import Asset
from styleloop.types.brief import Campaign
from styleloop.types.copy import Copy
from styleloop.types.record import Where
from styleloop.types.shot import Rights
from styleloop.types.style import Norm, StyleVector

HERE = Where(file="test")
NORM = Norm(
    measure="copy.words", unit="words", extractor="copy@1", locale="en-GB", median=8, iqr=3,
    quantiles=(4, 5, 6, 8, 9, 11, 12), n=40,
)  # fmt: skip
STYLE = StyleVector(brand="b", market="en-GB", evidence="e", extractors=("copy@1",), norms=(NORM,))
LIBRARY = [
    Asset(words=Copy.of(headline=f"Line {i}"), locale="en-GB", role="inspiration", source=Where(file="test"))
    for i in range(12)
]
VALUES = {a.id: {"copy.words": 2.0} for a in LIBRARY}


@given(st.integers(0, 10**6), st.floats(0, 1), st.floats(0, 1))
def test_more_dial_keeps_what_less_dial_had_and_none_has_none(seed, a, b):
    less, more = (brief.sparks(LIBRARY, VALUES, STYLE, 10, dial, seed) for dial in (min(a, b), max(a, b)))
    assert set(less) <= set(more)
    assert brief.sparks(LIBRARY, VALUES, STYLE, 10, 0, seed) == ()
    assert len({s.asset for s in more}) == len(more)


def test_the_share_of_lines_follows_the_dial():
    for dial in (0.3, 0.7, 1.0):
        found = sum(len(brief.sparks(LIBRARY, VALUES, STYLE, 10, dial, seed)) for seed in range(300))
        assert found / 3000 == pytest.approx(brief.rate(dial), abs=0.03)


def test_what_is_like_the_brand_already_teaches_nothing():
    same = {a.id: {"copy.words": 8.0} for a in LIBRARY}
    assert brief.sparks(LIBRARY, same, STYLE, 10, 1, 1) == ()


@pytest.fixture(scope="module")
def project(tmp_path_factory, read_sample):
    root = tmp_path_factory.mktemp("brand") / "project"
    read_sample(root)
    toml = root / "styleloop.toml"
    toml.write_text(re.sub(r"dial = .*", "dial = 1.0", toml.read_text("utf-8")), "utf-8")
    made = Project(root)
    yield made
    made.close()


def test_a_line_records_what_was_mixed_in_and_does_not_copy_it(project):
    assert diverging.report(project, "en-GB") is None
    asked = wish(project, "flask", markets=("en-GB",), placements=("wide",), lines=6)
    project.store.campaigns.add([asked])
    told = making.make_brief(project, asked, "en-GB")
    lines = making.write_lines(project, told, (), 6, with_proposals=False).chosen
    carrying = [d for d in lines if d.injected]
    assert carrying
    assert {name for d in carrying for name in d.injected} <= {s.asset for s in told.sparks}
    assert all(len(d.injected) == 1 for d in carrying)
    kept = [project.store.drafts.get(d.id) for d in carrying]
    assert [d.injected for d in kept] == [d.injected for d in carrying]
    theirs = [s.line for s in told.sparks]
    assert (vector.nearest_of_each([d.words.text("headline") for d in carrying], theirs) < 0.5).all()
    assert all(
        s.style == current(project, "en-GB").id for d in carrying for s in project.store.scores.all(subject=d.id)
    )
    variants, _ = making.draw(project, told, lines[:2])
    auditing.audit_variants(project, told, variants)
    found = diverging.report(project, "en-GB")
    assert found.batches[-1].pieces == 2
    assert 1 <= found.batches[-1].vendi <= 2
    assert {d.origin for d in found.dots} == {"batch", "own history", "inspiration", "competitor"}
    assert found.history.pieces > 10
    assert any("house style" in line for line in found.words)
    assert diverging.report(project, "en-GB") == found


def test_what_its_licence_lets_nobody_make_a_line_of_is_not_mixed_in(tmp_path):
    starting.start(tmp_path / "acme", "blank", "Acme")
    toml = tmp_path / "acme" / "styleloop.toml"
    toml.write_text(re.sub(r"dial = .*", "dial = 1.0", toml.read_text("utf-8")), "utf-8")
    made = Project(tmp_path / "acme")
    free, barred = Rights(owner="A. Poet", licence="CC BY 4.0"), Rights(owner="B. Poet", licence="CC BY-ND 4.0")
    lines = [
        Asset(words=Copy.of(headline=f"Rain {n}"), locale="en-GB", role="inspiration", rights=rights, source=HERE)
        for n in range(6)
        for rights in (free, barred)
    ]
    made.store.assets.add(lines)
    asked = Campaign(name="c", product="p", markets=("en-GB",), placements=("square",), lines=6, day=made.today)
    mixed = {spark.asset for spark in making._mixed(made, STYLE, "en-GB", asked, 6)}
    assert mixed
    assert mixed <= {line.id for line in lines if line.rights == free}
