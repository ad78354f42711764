"""What people settled stays settled: no new version turns an anchored piece round."""

import csv

import pytest

from styleloop.app import flow, refining, starting
from styleloop.app.project import Project
from styleloop.errors import SettingsError

PAIRS = (
    ("Clay holds.", "Clay has always held whatever anybody ever cared to put into it."),
    ("Cold soup?", "Cold soup is what happens to people who never bought a pot with a lid."),
    ("Still warm.", "It is still as warm as it was when you walked away from the table."),
    ("No rust.", "There is no rust on it and there is never going to be any rust on it."),
    ("Two litres.", "Two litres is more than most people will ever want to eat by themselves."),
    ("Made slowly.", "Made slowly by hand in a small workshop that nobody has ever hurried."),
)


@pytest.fixture
def project(tmp_path):
    """Six past tests of a short line against a long one."""
    starting.start(tmp_path / "acme", "blank", "Acme")
    with (tmp_path / "acme" / "library" / "ads.csv").open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["name", "headline", "locale", "test"])
        for number, (short, long) in enumerate(PAIRS):
            writer.writerow([f"short-{number}", short, "en-GB", f"t{number}"])
            writer.writerow([f"long-{number}", long, "en-GB", f"t{number}"])
    with (tmp_path / "acme" / "styleloop.toml").open("a") as settings:
        settings.write('\n[plugins]\nembedder = "none"\n')
    made = Project(tmp_path / "acme")
    flow.ingest(made, [])
    return made


def answered(project, day, short, long):
    """Everybody sees both; so many in 10,000 click."""
    file = project.root / "results" / f"{day}.csv"
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["test", "ad", "market", "day", "shown", "clicked", "exposure"])
        for number in range(len(PAIRS)):
            for name, clicked in (("short", short), ("long", long)):
                writer.writerow([f"t{number}", f"{name}-{number}", "en-GB", day, 10_000, clicked, "randomised"])
    flow.ingest(project, [str(file)], learn=False)
    return {r.market: r for r in refining.refine_all(project)}


def test_a_candidate_that_turns_an_anchor_round_is_held(project):
    assert answered(project, "2026-11-01", 300, 150)["en-GB"].role == "speaks"
    anchors = project.root / "brand" / "anchors.toml"
    anchors.write_text('[[anchors]]\npiece = "short-0"\nover = "long-0"\nwhy = "The founders say so."\n', "utf-8")
    held = answered(project, "2026-11-20", 300, 1500)["en-GB"]
    assert held.role == "held"
    assert "short-0 above long-0" in held.words
    assert [c.name for c in held.criteria if c.outcome == "failed"] == ["anchors"]
    kept = project.store.chronicle("en-GB")[-1]
    assert (kept.role, kept.criteria) == ("held", held.criteria)


def test_an_anchor_nobody_knows_is_named(project):
    file = project.root / "brand" / "anchors.toml"
    file.write_text('[[anchors]]\npiece = "short-77"\n', "utf-8")
    with pytest.raises(SettingsError, match=r"anchors\.toml.*'short-77'"):
        refining.anchors(project, "en-GB")
    file.write_text('[[anchors]]\npeace = "short-0"\n', "utf-8")
    with pytest.raises(SettingsError, match=r"anchor 1: field peace.*did you mean piece"):
        refining.anchors(project, "en-GB")
