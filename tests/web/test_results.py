"""The results page: every picture inline with its table, what is missing said where there is nothing to draw."""

import re
from datetime import date, timedelta

import pytest
from desk_client import client_of, page
from small_desk import make_project

from styleloop.app import plotting
from styleloop.app.ingesting import measure_library
from styleloop.app.learning import lifts as by_ad
from styleloop.app.styling import fit_all, promote_first
from styleloop.errors import InputError
from styleloop.types.asset import Asset, Response
from styleloop.types.copy import Copy
from styleloop.types.record import Where
from styleloop.web.desk.views.pictures import Pictures
from styleloop.web.desk.views.results import lift_words

HERE = Where(file="ads.csv")
DAY = date(2026, 9, 1)


def past(project, tests: int) -> None:
    """Tests among past ads, in which the longer line is clicked more often by a fifth."""
    for number in range(tests):
        for arm, words in enumerate(("Rain.", "Rain falls, and falls again, all day long.")):
            ad = Asset(words=Copy.of(headline=f"{words} {number}"), locale="en-GB", placement="square", source=HERE,
                       product="umbrella", name=f"ad-{number}-{arm}", test=f"spring-{number}", made=DAY)  # fmt: skip
            row = Response(subject=ad.id, test=ad.test, market="en-GB", placement="square", shown=20_000,
                           simulated=True, day=DAY + timedelta(days=number), clicked=400 + 80 * arm + 9 * (number % 5),
                           exposure="randomised", propensity=0.5, source=HERE)  # fmt: skip
            project.store.assets.add([ad])
            project.store.responses.add([row])


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    made = make_project(tmp_path_factory.mktemp("results") / "acme")
    past(made, 14)
    measure_library(made)
    promote_first(made, fit_all(made, "first"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(project):
    """One desk for all that look: it draws a picture once."""
    return client_of(project)


def test_pictures_stand_inline_each_with_a_table_and_one_for_telephones(client):
    text = client.get("/results").text
    for name in ("effects", "learning", "lift"):
        assert f'<figure class="plot" id="{name}">' in text
        assert f'id="{name}-title"' in text
        assert f'id="{name}-narrow-title"' in text
    assert text.count('role="img"') == 2 * text.count("The same as a table") > 4
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert "style=" not in text
    assert text == client.get("/results").text


def test_a_past_test_is_drawn_by_its_name_and_headlines(client, project):
    shown = page(client, "/results?market=en-GB")
    assert "spring-13" in shown.said
    assert "clicks in 1,000: “Rain. 13”" in shown.said
    other = re.search(r"test=(experiment_\w+)#lift", client.get("/results").text)[1]
    drawn = plotting.lift(project, other)
    assert f">{drawn.title}</h2>" in client.get(f"/results?test={other}").text.replace("&#34;", '"')


def test_the_library_says_of_an_ad_what_its_test_says(client, project):
    lifts = {one.arm: one for one in by_ad(project)}
    style = project.store.current("global")
    names = {a.id: a.name for a in project.store.assets.all()}
    best = client.get("/library").text
    winners = [e for e in style.exemplars if e.verdict == "winner"]
    assert winners
    for one in winners:
        assert lift_words(lifts[names[one.asset]]) in best


def test_what_is_not_there_is_said_and_nothing_else_breaks(client):
    page(client, "/results?test=nothing", 404)
    page(client, "/results?market=xx-XX", 404)
    said = page(client, "/results?market=de-DE").said
    assert "It takes 10 tests with versions shown at random" in said
    assert "No batch to look at yet" in said
    assert "No test of this market has answers." in said


def test_an_empty_project_says_what_to_do_and_draws_nothing(tmp_path):
    made = make_project(tmp_path / "acme")
    shown = page(client_of(made), "/results")
    assert "Nothing was posted yet." in shown.said
    assert not [a for a in shown.of("figure") if a.get("class") == "plot"]
    made.close()


def test_pictures_are_kept_until_something_is_new(project):
    pictures = Pictures(project)
    first = pictures.of_market("de-DE")
    assert all(a is b for a, b in zip(first, pictures.of_market("de-DE"), strict=True))
    ad = project.store.assets.all(role="own")[0]
    row = Response(subject=ad.id, test="", market="en-GB", placement="square", shown=10, clicked=1,
                   simulated=True, day=DAY, exposure="observational", source=HERE)  # fmt: skip
    project.store.responses.add([row])
    kept = [a is b for a, b in zip(first, pictures.of_market("de-DE"), strict=True)]
    assert kept == [True, False, True, False], "what a version learnt changes with the version alone"


def test_files_are_written_by_the_name_that_was_asked_for(project, tmp_path):
    drawn = plotting.newness(project, "en-GB")
    assert [f.name for f in plotting.write_plot(drawn, tmp_path / "new.png")] == ["new.png"]
    assert sorted(f.name for f in plotting.write_plot(drawn, tmp_path / "new")) == ["new.png", "new.svg"]
    with pytest.raises(InputError):
        plotting.write_plot(drawn, tmp_path / "new.pdf")


def test_two_versions_are_found_by_the_beginning_of_their_ids(project):
    now = project.store.current("en-GB")
    assert plotting.version(project, now.id[:16]).id == now.id
    assert plotting.changes_between(project, now.id, now.id).title == "Nothing moved"
    for said in ("style_", "zzz", ""):
        with pytest.raises(InputError):
            plotting.version(project, said)
    with pytest.raises(InputError):
        plotting.changes_between(project, now.id, project.store.current("de-DE").id)
