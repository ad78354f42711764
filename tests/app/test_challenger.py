"""A version that passed the gate is tried beside the one that speaks, on the same campaigns, before it speaks."""

import csv
import json

import pytest
from typer.testing import CliRunner

from styleloop import refine
from styleloop.app import challenging, duelling, flow, making, refining, starting
from styleloop.app.explaining import explain, sentences
from styleloop.app.project import Project
from styleloop.app.prospects import chosen
from styleloop.app.shipping import Person, approve_all
from styleloop.app.wishes import basis, wish
from styleloop.cli.main import app
from styleloop.errors import InputError

MARKET = "en-GB"


@pytest.fixture(scope="module")
def learnt(tmp_path_factory):
    """The sample brand in one market, with a challenger that learnt from past tests in which short lines did better."""
    root = tmp_path_factory.mktemp("challenger") / "p"
    starting.start(root, starting.SAMPLE)
    ads = root / "library" / "ads.csv"
    header, *past = ads.read_text("utf-8").replace("pictures/", "https://example.invalid/").splitlines()
    ads.write_text("\n".join([header, *(line for line in past if f",{MARKET}," in line)]) + "\n", "utf-8")
    with (root / "styleloop.toml").open("a") as settings:
        settings.write('\n[plugins]\nembedder = "none"\n')
    for other in ("de-DE", "ar-AE"):
        (root / "markets" / f"{other}.toml").unlink()
    project = Project(root)
    flow.ingest(project, [])
    own = [a for a in project.store.assets.all(role="own") if a.test]
    rows = [(a, 8000, 20 * max(2, 14 - len(a.words.text("headline").split()))) for a in own]
    flow.ingest(project, [answers(project, "past", rows)], learn=False)
    return project, {r["market"]: r for r in flow.refine(project, share=0.2)}


def answers(project, name, rows):
    file = project.root / "results" / f"{name}.csv"
    file.parent.mkdir(exist_ok=True)
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["test", "ad", "market", "placement", "day", "shown", "clicked", "exposure", "simulated"])
        for a, shown, clicked in rows:
            writer.writerow([a.test, a.name, a.locale, a.placement, project.today, shown, clicked, "randomised", "yes"])
    return str(file)


def said(project, *arguments):
    done = CliRunner().invoke(app, [*arguments, "-C", str(project.root)])
    assert done.exit_code == 0, done.output
    return done.output


def test_from_refine_to_undo(learnt):
    project, refined = learnt
    first = project.store.current(MARKET).id
    new = refined[MARKET]["after"]
    assert refined[MARKET]["role"] == "challenges", refined[MARKET]["words"]
    assert refined["global"]["role"] == "speaks"
    assert {c["name"] for c in refined[MARKET]["criteria"]} >= {"foresees new tests", "anchors"}
    assert "beside" in said(project, "style", MARKET, "--challenger")

    asked = wish(project, "flask", markets=(MARKET,), placements=("wide",), lines=4)
    made = flow.campaign(project, asked)[MARKET]
    assert {style: len(lines) for style, lines in made["by"].items()} == {first: 3, new: 1}
    assert approve_all(project, Person("me", "architect")).count == 4
    assert len(flow.publish(project, asked)["published"]) == 4
    by = {p.name: project.store.variants.get(p.variant) for p in project.store.publications.all()}
    tried = next(v for v in by.values() if v.provenance.style == new)
    assert f"chosen by the challenger {new}" in sentences(explain(project, tried.id))
    posts = [p.read_bytes() for p in (project.root / "published").rglob("*.jpg")]
    assert sum(new.encode() in p for p in posts) == 1
    assert sum(first.encode() in p for p in posts) == 3

    assert duelling.standing(project, MARKET).words.startswith("not known yet: no test")
    shipped = [a for a in project.store.assets.all(role="own") if a.name in by]
    rows = [(a, 6000, 90) for a in shipped]
    flow.ingest(project, [answers(project, "one", rows)], learn=False)
    told = duelling.standing(project, MARKET)
    assert told.verdict == "not known yet"
    assert (told.challenger.lines, told.champion.lines, told.challenger.shown) == (1, 3, 6000)
    assert told.simulated
    assert "more exposures of its lines" in told.words
    with pytest.raises(InputError, match="signed"):
        duelling.decide(project, MARKET, True, " ")
    assert project.store.current(MARKET).id == first

    better = [(a, 60_000, 8_000 if by[a.name].provenance.style == new else 600) for a in shipped]
    flow.ingest(project, [answers(project, "two", better)], learn=False)
    assert duelling.standing(project, MARKET).verdict == "better"
    shown = json.loads(said(project, "style", MARKET, "--challenger", "--promote", "--who", "p-17", "--json"))
    assert (shown["verdict"], shown["speaks"], shown["still_tried"]) == ("better", new, False)
    assert "p-17" in project.store.history(MARKET)[-1].why
    assert f"{MARKET} speaks by {first} again" in said(project, "undo", MARKET)
    assert project.store.current(MARKET).id == first
    with pytest.raises(InputError, match="no challenger"):
        duelling.standing(project, MARKET)

    asked = wish(project, "flask", markets=(MARKET,), placements=("wide",), lines=4)
    alone = basis(project, asked)
    challenging.put_up(project, MARKET, new, 0.2, "p-17")
    assert basis(project, asked) != alone  # the same campaign is made again, by both
    ended = next(r for r in refining.refine_all(project) if r.market == MARKET)
    assert (ended.role, ended.after) == ("speaks", new)
    assert "better by" in ended.words
    history = said(project, "style", MARKET, "--history")
    assert "challenges" in history
    assert "foresees new tests: passed" in history

    challenging.put_up(project, MARKET, first, 0.2, "p-17")
    [(found, told)] = duelling.settle(project)
    assert (found.challenger.id, told.verdict) == (first, "worse")
    assert project.store.challenger(MARKET) is None
    assert project.store.current(MARKET).id == new


def test_a_version_that_would_choose_more_of_the_same_is_seen(learnt):
    project, _ = learnt
    now = project.store.current(MARKET)
    making.make_brief(project, wish(project, "canvas-tote", markets=(MARKET,), placements=("wide",)), MARKET)
    seen = [
        refine.criteria.choice(refine.Rules(chosen=chosen(project, MARKET, now, version)))
        for version in (now, now.model_copy(update={"patterns": now.patterns[:2]}))
    ]
    assert [c.outcome for c in seen] == ["passed", "failed"]
    assert seen[0].after == seen[0].before > seen[1].after


def test_people_put_up_and_take_down_a_challenger_and_both_can_be_undone(learnt):
    project, refined = learnt
    before, now = len(project.store.history(MARKET)), project.store.current(MARKET).id
    other = next(s for s in (refined[MARKET]["before"], refined[MARKET]["after"]) if s != now)
    with pytest.raises(InputError, match="could challenge"):
        challenging.put_up(project, MARKET, project.store.current(MARKET).id, 0.2, "p-17")
    challenging.put_up(project, MARKET, other, 0.3, "p-17")
    duelling.decide(project, MARKET, False, "p-17")
    assert project.store.challenger(MARKET) is None
    assert "is tried again" in refining.undo(project, MARKET).words
    assert project.store.challenger(MARKET).share == 0.3
    assert "no longer tried" in refining.undo(project, MARKET).words
    assert project.store.challenger(MARKET) is None
    assert len(project.store.history(MARKET)) == before


@pytest.mark.parametrize(
    ("share", "lines", "mine"),
    [(0, 5, 0), (0.2, 1, 0), (0.2, 2, 1), (0.2, 5, 1), (0.2, 10, 2), (0.25, 10, 3), (0.5, 2, 1)],
)
def test_a_challengers_share_of_the_lines(share, lines, mine):
    assert challenging.lines_of(share, lines) == mine
