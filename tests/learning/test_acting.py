"""What was seen where nobody was assigned by chance changes neither a style nor what is written by it."""

import random
import shutil

import pytest

from styleloop.app import flow, ingesting, starting
from styleloop.app.project import Project
from styleloop.app.wishes import wish
from styleloop.types.asset import Response
from styleloop.types.record import Where

DAY = "2026-11-02"


def rows(project, clicks):
    assets = sorted(project.store.assets.all(role="own"), key=lambda a: a.id)
    return [
        Response(
            subject=asset.id,
            market=asset.locale,
            placement=asset.placement,
            day=DAY,
            shown=1000,
            clicked=k,
            exposure="observational",
            source=Where(file="seen.csv"),
        )
        for asset, k in zip(assets, clicks(len(assets)), strict=True)
    ]


@pytest.fixture(scope="module")
def ingested(tmp_path_factory):
    root = tmp_path_factory.mktemp("acting") / "project"
    starting.start(root, starting.SAMPLE)
    ads = root / "library" / "ads.csv"
    ads.write_text(ads.read_text("utf-8").replace("pictures/", "https://example.invalid/"), "utf-8")
    ingesting.ingest(Project(root))
    return root


def written(ingested, root, clicks):
    """The sample brand after it saw these clicks, and every number and word that came of it."""
    shutil.copytree(ingested, root)
    project = Project(root)
    project.store.responses.add(rows(project, clicks))
    assert not project.store.styles.all()
    flow.fit(project)
    asked = wish(project, "flask", markets=("en-GB",), placements=("wide",), lines=2)
    flow.campaign(project, asked)
    drafts = sorted(d.model_dump_json() for d in project.store.drafts.all())
    scores = sorted(s.model_dump_json() for s in project.store.scores.all())
    styles = sorted(s.model_dump_json(exclude={"made"}) for s in project.store.styles.all())
    return drafts, scores, styles, [project.store.blobs.get(s.weights) for s in project.store.styles.all()]


def test_shuffled_clicks_of_ads_nobody_tested_change_no_draft_and_no_style(ingested, tmp_path):
    def seen(n):
        return [i % 97 for i in range(n)]

    def shuffled(n):
        return random.Random(4).sample(seen(n), n)

    before, after = (written(ingested, tmp_path / way.__name__, way) for way in (seen, shuffled))
    assert before[0]
    assert before[2]
    assert after == before
