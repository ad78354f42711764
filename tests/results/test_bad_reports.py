"""What is wrong with a report of tests: refused by row, field and cure, or read as the page on importing says."""

import json
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from styleloop.app import flow, ingesting, starting
from styleloop.app.learning import lifts, not_compared
from styleloop.app.project import Project
from styleloop.cli.main import app

HEAD = "test,version,headline,day,until,shown,clicked,converted,value,spend,cost_micros,currency,share,market\n"


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    root = tmp_path_factory.mktemp("reports") / "brand"
    starting.start(root, "blank", "Acme")
    return root


@pytest.fixture
def brand(tmp_path):
    starting.start(tmp_path / "brand", "blank", "Acme")
    (tmp_path / "brand" / "styleloop.toml").write_text('[plugins]\nembedder = "none"\n')
    return tmp_path / "brand"


def read(root, text, name="report.csv", dry_run=False):
    file = root.parent / name
    file.write_text(text, "utf-8")
    project = Project(root)
    (report,) = ingesting.ingest(project, [file], dry_run=dry_run).files
    return report, project


def row(version="A", **more):
    """One good row with these cells changed."""
    cells = {"test": "t", "version": version, "headline": f"Line {version}.", "day": "2026-03-01"}
    cells |= {"shown": "1000", "clicked": "30"}
    cells |= {name: str(value) for name, value in more.items()}
    return ",".join(cells.get(name, "") for name in HEAD.strip().split(",")) + "\n"


def only_refusal(root, **cells):
    report, _ = read(root, HEAD + row(**cells) + row("B"), dry_run=True)
    (refusal,) = report.refusals
    assert report.kept == 1, "a bad row never sinks another"
    return refusal


NUMBERS = ("shown", "clicked", "converted", "value", "spend", "cost_micros", "share")
OPTIONAL = ("converted", "value", "spend", "cost_micros", "share")


def test_what_is_no_number_is_refused_in_every_column(blank):
    bad = [(c, n) for c in NUMBERS for n in ("inf", "-inf", "Infinity", "1e999", "9" * 60, "-1")]
    bad += [(c, "NaN") for c in NUMBERS if c not in OPTIONAL]
    lines = [row(f"V{i}", currency="GBP", **{column: number}) for i, (column, number) in enumerate(bad)]
    report, _ = read(blank, HEAD + "".join(lines) + row(), dry_run=True)
    assert report.kept == 1, "a bad row never sinks another"
    for place, (refusal, (column, number)) in enumerate(zip(report.refusals, bad, strict=True), start=2):
        assert refusal.where.row == place
        assert refusal.where.field == {"share": "propensity"}.get(column, column)
        assert refusal.got == number
        assert refusal.expected


def test_nan_in_a_column_that_may_be_empty_is_nothing(blank):
    lines = [row(f"V{i}", currency="GBP", **{column: "NaN"}) for i, column in enumerate(OPTIONAL)]
    report, _ = read(blank, HEAD + "".join(lines), dry_run=True)
    assert (report.kept, report.refusals) == (len(OPTIONAL), [])


def test_json_may_say_nan_too(blank):
    rows = [{"test": "t", "version": v, "headline": f"Line {v}.", "shown": 900, "clicked": 9} for v in "AB"]
    report, _ = read(blank, json.dumps([rows[0] | {"clicked": float("nan")}, rows[1]]), "r.json", dry_run=True)
    assert [(r.got, r.where.field) for r in report.refusals] == [("NaN", "clicked")]


@pytest.mark.parametrize(
    ("cells", "field", "why"),
    [
        ({"clicked": 1001}, "clicked", "more clicks than impressions"),
        ({"day": "2026-03-05", "until": "2026-03-01"}, "until", "it ends before it begins"),
        ({"until": "soon"}, "until", "this is no day"),
        ({"day": ""}, "day", "this is no day"),
        ({"share": "1.5"}, "propensity", "out of range"),
        ({"spend": "5"}, "currency", "without its currency"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused_by_field(blank, cells, field, why):
    refusal = only_refusal(blank, **cells)
    assert refusal.where.field == field
    assert why in refusal.why


def test_days_that_have_not_come_are_refused_but_tomorrow_may_be_today_elsewhere(blank):
    today = Project(blank).today
    refusal = only_refusal(blank, day=today + timedelta(days=2))
    assert (refusal.where.field, refusal.got) == ("day", str(today + timedelta(days=2)))
    assert "the year" in refusal.cure
    report, _ = read(blank, HEAD + row(day=today + timedelta(days=1)) + row("B"), dry_run=True)
    assert report.refusals == []


def test_the_same_exposures_under_two_tests_are_counted_once(brand):
    twice = HEAD + row() + row("B") + row(test="u")
    report, project = read(brand, twice)
    (refusal,) = report.refusals
    assert (refusal.subject, str(refusal.where)) == ("u", "report.csv, row 4, test")
    assert "counted in the test t already (report.csv, row 2)" in refusal.why
    report, project = read(brand, HEAD + row(test="u") + row("B", test="u", shown=990), "later.csv")
    assert [r.subject for r in report.refusals] == ["u"]
    assert sum(r.shown for r in project.store.responses.all()) == 2990


def test_a_line_in_two_tests_at_one_time_is_evidence_of_both(brand):
    text = HEAD + row() + row("B", clicked=60) + row(test="u", shown=2000) + row("C", test="u", shown=2000, clicked=99)
    report, project = read(brand, text)
    assert report.refusals == []
    assert len(lifts(project)) == 2


def test_money_in_two_currencies_is_never_added(brand):
    report, project = read(brand, HEAD + row(spend=5, currency="GBP") + row(spend=6, currency="EUR") + row("B"))
    (refusal,) = report.refusals
    assert (refusal.where.field, refusal.got, refusal.expected) == ("currency", "EUR", "GBP")
    assert "market or segment" in refusal.cure
    assert sorted((r.shown, r.spend) for r in project.store.responses.all() if r.currency) == [(1000, 5.0)]


def test_rows_that_nothing_tells_apart_are_added_and_unknown_money_stays_unknown(brand):
    _, project = read(brand, HEAD + row(value=5, currency="GBP", converted=2) + row(shown=500, converted=1) + row("B"))
    whole = max(project.store.responses.all(), key=lambda r: r.shown)
    assert (whole.shown, whole.clicked, whole.converted, whole.value, whole.currency) == (1500, 60, 3, None, "")


def test_one_version_with_two_shares_on_a_day_is_refused(brand):
    report, _ = read(brand, HEAD + row(share=0.5) + row(share=0.4, shown=800) + row("B", share=0.5))
    assert [(r.where.field, r.got) for r in report.refusals] == [("propensity", "0.5 and 0.4")]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (row(), "only one version was shown"),
        (row(shown=0, clicked=0) + row("B", shown=0, clicked=0), "nobody was shown it"),
    ],
)
def test_a_test_with_nothing_to_compare_is_told_by_name(brand, rows, said):
    _, project = read(brand, HEAD + rows)
    (refusal,) = not_compared(project)
    assert refusal.subject == "t"
    assert said in refusal.why
    done = CliRunner().invoke(app, ["results", "-C", str(brand)])
    assert done.exit_code == 0
    assert said in " ".join(done.output.split())
    assert "No test has answers" in done.output


def test_a_test_without_a_click_is_not_known_yet(brand):
    _, project = read(brand, HEAD + row(clicked=0) + row("B", clicked=0))
    (lift,) = lifts(project)
    assert (lift.verdict, lift.lift) == ("not known yet", 0)
    assert -1 <= lift.low < 0 < lift.high


def test_an_audience_that_was_not_divided_as_planned_concludes_nothing(brand):
    _, project = read(brand, HEAD + row() + row("B", shown=1400, clicked=90))
    (lift,) = lifts(project)
    assert (lift.verdict, lift.advice) == ("not known yet", "run again")
    assert "A 1,000" in lift.words


def test_a_market_that_is_given_up_leaves_its_tests_readable(brand):
    file = brand / "markets" / "de-DE.toml"
    file.write_text((brand / "markets" / "en-GB.toml").read_text("utf-8").replace("en-GB", "de-DE"), "utf-8")
    rows = "".join(row(v, market=m, clicked=30 + 90 * n) for m in ("en-GB", "de-DE") for n, v in enumerate("AB"))
    read(brand, HEAD + rows)
    file.unlink()
    project = Project(brand)
    assert len(lifts(project)) == 2
    flow.fit(project)
    assert project.store.current("en-GB") is not None
    assert project.store.current("global").tests == ("t",)
    assert project.store.current("de-DE") is None
