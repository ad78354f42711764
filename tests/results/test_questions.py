"""Further questions to tests that ran: by segment, and what another division would have earned."""

import json

import pytest
from typer.testing import CliRunner

from styleloop.app import flow, ingesting, starting
from styleloop.app.learning import segment_lifts
from styleloop.app.project import Project
from styleloop.app.supposing import what_if
from styleloop.cli.main import app
from styleloop.errors import InputError

HEAD = "test,version,headline,day,device,shown,clicked,share\n"


@pytest.fixture
def brand(tmp_path):
    starting.start(tmp_path / "brand", "blank", "Acme")
    (tmp_path / "brand" / "styleloop.toml").write_text('[plugins]\nembedder = "none"\n')
    return tmp_path / "brand"


def read(root, *rows, name="report.csv"):
    """Rows of (test, version, day, device, shown, clicked, share)."""
    lines = [f"{t},{v},Line {t} {v}.,2026-03-0{d},{device},{n},{k},{share}\n" for t, v, d, device, n, k, share in rows]
    file = root.parent / name
    file.write_text(HEAD + "".join(lines), "utf-8")
    project = Project(root)
    (report,) = ingesting.ingest(project, [file]).files
    assert report.refusals == []
    return project


def said(root, *arguments):
    return CliRunner().invoke(app, ["results", *arguments, "-C", str(root)])


TWO_DEVICES = [
    ("t", "A", 1, "phone", 8000, 160, ""), ("t", "B", 1, "phone", 8000, 400, ""),
    ("t", "A", 1, "desk", 8000, 400, ""), ("t", "B", 1, "desk", 8000, 160, ""),
]  # fmt: skip


def test_without_answers_each_question_says_what_is_missing(brand):
    assert "column that tells them apart" in " ".join(said(brand, "--segments").stdout.split())
    assert "No test has answers yet" in said(brand, "--what-if").stdout
    assert json.loads(said(brand, "--segments", "--json").stdout) == []
    assert json.loads(said(brand, "--what-if", "--json").stdout) == []


def test_segments_are_told_apart_and_held_to_a_stricter_measure(brand):
    project = read(brand, *TWO_DEVICES)
    found = {lift.segment: lift for lift in segment_lifts(project)}
    assert (found["phone"].verdict, found["desk"].verdict) == ("better", "worse")
    assert found["phone"].confidence == pytest.approx(1 - 0.05 / 2)
    told = " ".join(said(brand, "--segments").stdout.split())
    assert "phone" in told
    assert "with 2 of them each is held to a stricter measure" in told
    assert [x["segment"] for x in json.loads(said(brand, "--segments", "--json").stdout)] == ["desk", "phone"]


def test_a_segment_whose_audience_was_not_divided_as_planned_concludes_nothing(brand):
    rows = [*TWO_DEVICES[:2], ("t", "A", 1, "desk", 8000, 160, ""), ("t", "B", 1, "desk", 7000, 400, "")]
    found = {lift.segment: lift for lift in segment_lifts(read(brand, *rows))}
    assert found["desk"].advice == "run again"
    assert found["phone"].verdict == "not known yet", "the whole test's audience was not divided as planned either"


MOVED = [
    ("t", "A", 1, "", 5000, 150, 0.5), ("t", "B", 1, "", 5000, 250, 0.5),
    ("t", "A", 2, "", 2000, 60, 0.2), ("t", "B", 2, "", 8000, 400, 0.8),
]  # fmt: skip


def test_what_if_gives_the_rate_of_each_version_whatever_the_shares_were(brand):
    (found,) = what_if(read(brand, *MOVED))
    assert not found.shares_assumed
    assert not found.predicted
    by_name = {s.says: s for s in found.supposed}
    assert set(by_name) == {
        "everyone had been shown t A", "everyone had been shown t B", "all versions had been shown alike",
    }  # fmt: skip
    for version, rate in (("t A", 0.03), ("t B", 0.05)):
        known = by_name[f"everyone had been shown {version}"].known
        assert known.snips.rate == pytest.approx(rate)
        assert known.ips.rate == pytest.approx(rate)
        assert known.snips.low < rate < known.snips.high
        assert known.effective_shown < known.shown
        assert known.dr is None
    told = " ".join(said(brand, "--what-if").stdout.split())
    assert "if everyone had been shown t B, 5.00% would have clicked (between" in told
    assert "more than the 4.30% that did" in told
    (as_json,) = json.loads(said(brand, "--what-if", "--json").stdout)
    assert as_json["supposed"][1]["estimates"]["snips"]["rate"] == pytest.approx(0.05)


def test_too_little_and_a_crooked_split_are_refused_with_the_reason(brand):
    few = [("few", "A", 1, "", 900, 20, 0.5), ("few", "B", 1, "", 900, 30, 0.5)]
    bent = [("bent", "A", 1, "", 9000, 200, 0.5), ("bent", "B", 1, "", 7000, 300, 0.5)]
    found = {each.test: each for each in what_if(read(brand, *few, *bent))}
    assert all(s.known is None for each in found.values() for s in each.supposed)
    assert "tells too little" in found["few"].supposed[0].words
    assert "not divided as planned" in found["bent"].supposed[0].words
    assert "2 tests tell too little to say" in said(brand, "--what-if").stdout


def test_a_style_that_has_not_read_the_test_foretells_its_rates(brand):
    words = ("Meet it", "Who would not want a good old can in the wet garden of all gardens")
    rows = [f"t{n},{v},{words[i]} {n}.,2026-03-01,,900,{60 + 40 * i}," for n in range(8) for i, v in enumerate("AB")]
    (brand.parent / "old.csv").write_text(HEAD + "\n".join(rows), "utf-8")
    project = Project(brand)
    ingesting.ingest(project, [brand.parent / "old.csv"])
    flow.fit(project)
    rows = [f"new,{v},{words[i]} again.,2026-03-02,,9000,{600 + 400 * i}," for i, v in enumerate("AB")]
    (brand.parent / "new.csv").write_text(HEAD + "\n".join(rows), "utf-8")
    ingesting.ingest(project, [brand.parent / "new.csv"])
    found = {each.test: each for each in what_if(project)}
    assert found["new"].predicted
    assert not found["t0"].predicted, "a style is no witness for what it has learnt from"
    known = found["new"].supposed[1].known
    assert known.dr.rate == pytest.approx(known.snips.rate, abs=0.005)
    assert "equal shares assumed" in " ".join(said(brand, "--what-if").stdout.split())


def test_questions_come_one_at_a_time(brand):
    for arguments in (("--segments", "--what-if"), ("--plan", "--segments"), ("--floor", "0.1")):
        assert isinstance(said(brand, *arguments).exception, InputError)
