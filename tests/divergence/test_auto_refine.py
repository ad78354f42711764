"""Enough new answers are learnt from at once, and once."""

import csv
import re

import pytest

from styleloop.app import flow, refining
from styleloop.app.project import Project
from styleloop.errors import InputError


def answers(project, shown, day):
    """A results file in which shorter headlines do better in every past test."""
    own = [a for a in project.store.assets.all(role="own") if a.test]
    file = project.root / "results" / f"{day}.csv"
    file.parent.mkdir(exist_ok=True)
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["test", "ad", "market", "placement", "day", "shown", "clicked", "exposure"])
        for a in own:
            clicked = shown * max(2, 14 - len(a.words.text("headline").split())) // 400
            writer.writerow([a.test, a.name, a.locale, a.placement, day, shown, clicked, "randomised"])
    return str(file)


@pytest.fixture
def project(tmp_path, read_sample):
    read_sample(tmp_path / "p")
    made = Project(tmp_path / "p")
    yield made
    made.close()


def test_enough_answers_are_learnt_from_once(project):
    assert refining.due(project) == ""
    few = flow.ingest(project, [answers(project, 120, "2026-11-20")])
    assert few["kept"] > 0
    assert "refined" not in few
    file = answers(project, 4000, "2026-11-21")
    assert {r["market"] for r in flow.ingest(project, [file])["refined"]} == {"global", *project.markets}
    assert "refined" not in flow.ingest(project, [file])
    assert refining.due(project) == ""


def test_it_can_be_switched_off(project):
    toml = project.root / "styleloop.toml"
    toml.write_text(re.sub(r"dial = .*", "auto_refine = false", toml.read_text("utf-8")), "utf-8")
    fresh = Project(project.root)
    assert "refined" not in flow.ingest(fresh, [answers(fresh, 4000, "2026-11-21")])


def test_what_was_promoted_can_be_undone_and_nothing_is_lost(project):
    before = project.store.current("global")
    with pytest.raises(InputError, match="first version"):
        refining.undo(project)
    done = flow.ingest(project, [answers(project, 8000, "2026-11-21")])["refined"]
    top = next(r for r in done if r["market"] == "global")
    assert top["promoted"], top["words"]
    assert refining.undo(project).style == before.id
    assert project.store.current("global").id == before.id
    assert project.store.styles.find(top["after"]) is not None
    assert len(project.store.history("global")) == 3
