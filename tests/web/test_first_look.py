"""One piece to look at first, then the others: counted, and the same as though all had been made at once."""

import re
import shutil
from contextlib import closing

import pytest
from desk_client import HERE, Page, client_of, decide, page, sit_down, token
from small_desk import AT, PRODUCT, make_project, shape

from styleloop.app import firstlook, flow
from styleloop.app.jobs import Jobs
from styleloop.app.project import Project
from styleloop.app.shipping import lines_of
from styleloop.app.wishes import wish

WISH = {"product": "umbrella", "markets": ["en-GB", "de-DE"], "placements": ["square"], "lines": "2"}


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """A folder in which a product is known, has a picture, and may be made; nothing was made yet."""
    root = tmp_path_factory.mktemp("first") / "acme"
    project = make_project(root)
    project.store.products.add([PRODUCT.model_copy(update={"picture": shape(project)})])
    flow.fit(project)
    with Jobs(project).launched():
        pass
    project.close()
    return root


@pytest.fixture
def project(ready, tmp_path):
    shutil.copytree(ready, tmp_path / "acme")
    made = Project(tmp_path / "acme", lambda: AT)
    yield made
    made.close()


@pytest.fixture(scope="module")
def at_once(ready, tmp_path_factory):
    """What is made when everything is made at once: ids and seals."""
    root = tmp_path_factory.mktemp("once") / "acme"
    shutil.copytree(ready, root)
    made = Project(root, lambda: AT)
    flow.campaign(made, asked(made, ("en-GB", "de-DE"), ("square",)))
    yield {v.id: (v.seal, v.line, v.placement, v.market) for v in made.store.variants.all()}
    made.close()


def asked(project, markets=("en-GB",), formats=("square", "wide")):
    return wish(project, "umbrella", markets=markets, placements=formats, lines=2)


def start(desk, how: str):
    return desk.post("/new", data={"token": token(desk), "how": how, **WISH}, headers=HERE)


def others(desk, campaign, stated: int):
    data = {"token": token(desk), "stated": str(stated)}
    return desk.post(f"/campaigns/{campaign}/others", data=data, headers=HERE)


def worked(project, campaign, begun=None):
    """What the worker does with what was queued, and how far it says it is."""
    run = f"{'campaign' if begun is not None else 'first'}:{campaign.id}#1"

    def tick(stage, done, total, note=""):
        project.store.report_progress(run, stage, done, total, note)

    if begun is None:
        flow.first_look(project, campaign, tick=tick)
    else:
        flow.campaign(project, campaign, tick=tick, begun=begun)


def test_the_others_are_made_and_the_first_stays_as_it_is(desk, project, at_once):
    answer = start(desk, "one")
    [campaign] = project.store.campaigns.all()
    assert answer.headers["location"] == f"/campaigns/{campaign.id}"
    said = page(desk, f"/campaigns/{campaign.id}").said
    assert "a first look at one of 4 pictures, waiting for its turn" in said
    assert "Make the other" not in said, "nobody knows yet what it looks like"
    assert "First look at umbrella" in page(desk, "/runs").said
    worked(project, campaign)
    [first] = project.store.variants.all()
    assert decide(desk, first.id, "approve").status_code == 303
    findings, decisions = project.store.findings.all(subject=first.id), project.store.decisions.all()
    said = page(desk, f"/campaigns/{campaign.id}").said
    assert "Make the other 3 " in said
    assert "2 markets × 1 format × 2 lines = 4. What is here is one of them and stays as it is." in said
    assert others(desk, campaign.id, 4).status_code == 409, "not another number than the one that was read"
    assert others(desk, campaign.id, 3).status_code == 303
    said = page(desk, f"/campaigns/{campaign.id}").said
    assert "1 picture of 4, waiting for its turn" in said
    assert "markets 0 of 2" in page(desk, "/runs").said
    assert others(desk, campaign.id, 3).status_code == 409, "not twice"
    worked(project, campaign, firstlook.begun(project, campaign))
    made = {v.id: (v.seal, v.line, v.placement, v.market) for v in project.store.variants.all()}
    assert made == at_once
    assert project.store.variants.get(first.id) == first
    assert project.store.findings.all(subject=first.id) == findings
    assert project.store.decisions.all() == decisions
    assert "4 pictures , all made" in page(desk, f"/campaigns/{campaign.id}").said
    again = page(desk, start(desk, "one").headers["location"]).said
    assert "This was asked for before, and here it is. Under another name it is made anew." in again
    assert len(project.store.campaigns.all()) == 1


def test_a_first_look_that_was_sent_back_is_replaced_and_the_count_says_so(desk, project):
    campaign = asked(project)
    worked(project, campaign)
    [first] = project.store.variants.all()
    assert decide(desk, first.id, "change", reason="Say what it weighs.").status_code == 303
    said = page(desk, f"/campaigns/{campaign.id}").said
    assert "Make all 4 " in said
    assert "was sent back and is not one of them" in said
    worked(project, campaign, firstlook.begun(project, campaign))
    new = [v for v in project.store.variants.all() if v.id != first.id]
    assert len(new) == 4
    assert first.line not in {v.line for v in new}
    heads = {line.headline for line in lines_of(project) if line.market == first.market}
    assert len(heads) == 3, "three different lines, the one that was sent back among them"


def test_words_that_were_edited_take_the_first_lines_place(desk, project):
    campaign = asked(project)
    worked(project, campaign)
    [first] = project.store.variants.all()
    words = {**first.words.by_slot(), "headline": "It rained. It did not matter."}
    data = {"token": token(desk), "seen": "", "slot": list(words), "text": list(words.values())}
    answer = desk.post(f"/variants/{first.id}/words", data=data, headers=HERE)
    assert answer.status_code == 303, answer.text
    assert "Make the other 3 " in page(desk, f"/campaigns/{campaign.id}").said
    worked(project, campaign, firstlook.begun(project, campaign))
    new = [v for v in project.store.variants.all() if v.line != first.line]
    assert len(new) == 4, "the edited piece and the other three"
    edited = [v for v in new if v.words.text("headline").startswith("It rained. It did")]
    assert {v.placement for v in edited} == {"square", "wide"}


def test_a_queue_that_is_not_there_yet_is_said_and_nothing_is_promised(project, tmp_path):
    (project.state / "jobs.db").unlink()
    desk = client_of(project)
    sit_down(desk)
    answer = start(desk, "one")
    assert answer.status_code == 503
    assert re.search(r"not ready", Page(answer.text).said)
    assert not project.store.progress()


def test_a_market_that_was_added_later_gets_its_style_when_it_is_first_asked_for(project):
    (project.root / "markets" / "en-US.toml").write_text("")
    with closing(Project(project.root, lambda: AT)) as grown:
        flow.first_look(grown, asked(grown, ("en-US",), ("square",)))
        assert grown.store.current("en-US") is not None
        assert [v.market for v in grown.store.variants.all()] == ["en-US"]
