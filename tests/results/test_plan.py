"""What to test first, tomorrow's shares, and shares on the rows: as a brand with eight ads would meet them."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from styleloop.app import experimenting, flow, starting
from styleloop.app.learning import lifts
from styleloop.app.planning import plan
from styleloop.app.project import Project
from styleloop.cli.main import app
from styleloop.errors import InputError
from styleloop.results import Reach, exposures_for, whole_weeks
from styleloop.results import plan as proposals
from styleloop.types.style import Effect, Norm

NAMES = ("can", "tray", "dibber", "twine", "label", "hoop", "frame", "hook")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A brand whose headlines are short, or long and asking."""
    root = tmp_path_factory.mktemp("brand")
    starting.start(root, "blank", "Acme")
    rows = ["name,headline,locale,test"]
    for n, name in enumerate(NAMES):
        line = f"Meet the {name}." if n % 2 else f"Who would not want a good old {name} in the wet garden?"
        rows.append(f"ad{n},{line},en-GB,t{n // 2}")
    (root / "library" / "ads.csv").write_text("\n".join(rows), "utf-8")
    flow.ingest(Project(root), [])
    return root


def said(root, *arguments):
    return CliRunner().invoke(app, ["results", *arguments, "-C", str(root)])


def norm(measure="copy.words", iqr=4.0, quantiles=(3, 4, 5, 7, 9, 11, 12), unit="words"):
    return Norm(measure=measure, unit=unit, extractor="c@1", locale="en-GB", median=quantiles[3], iqr=iqr,
                quantiles=quantiles, n=20)  # fmt: skip


def effect(mean, sd, tests=9, measure="copy.words"):
    return Effect(measure=measure, mean=mean, sd=sd, low=mean - sd, high=mean + sd, spread=3.0, tests=tests,
                  verdict="not known yet")  # fmt: skip


def only(*effects, per_day=9000.0, rate=0.015):
    (found,) = proposals([norm()], effects, {}, Reach(per_day, rate))
    return found


def test_a_brand_without_tests_is_told_what_to_test_and_what_is_only_assumed(made):
    done = said(made, "--plan", "--traffic", "20000", "--json")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert 1 <= len(found["tests"]) <= 3
    assert found["rate_assumed"]
    for test in found["tests"]:
        assert test["proposal"]["days"] <= test["days"] <= 28
        assert test["days"] % 7 == 0
        assert f"Run it for {test['days']} days" in test["words"]
        assert "assumed, not measured" in test["words"]
        assert test["low"]["example"] != test["high"]["example"]
    told = said(made, "--plan", "--traffic", "20000").stdout
    assert found["tests"][0]["words"] in told
    assert found["tests"][0]["low"]["example"] in told


def test_with_much_traffic_a_test_runs_a_week_with_a_part_of_the_audience(made):
    found = plan(Project(made), traffic=5_000_000)
    assert {worth.days for worth in found.tests} == {7}
    assert all("% of the audience at least" in worth.words for worth in found.tests)


@given(st.floats(1e-6, 28))
def test_whole_weeks_hold_the_days_and_no_week_too_many(days):
    found = whole_weeks(days)
    assert found % 7 == 0
    assert max(days, 7) <= found < max(days, 0) + 7 + 1e-6


def test_with_little_traffic_the_advice_is_to_pool(made):
    found = plan(Project(made), traffic=100)
    assert not found.tests
    assert found.left_out
    assert "style learn them from all tests together" in found.words


def test_without_past_rows_traffic_must_be_said(made):
    with pytest.raises(InputError, match="--traffic"):
        plan(Project(made))
    with pytest.raises(InputError, match="traffic is above 0"):
        plan(Project(made), traffic=0)
    with pytest.raises(InputError, match="no such market"):
        plan(Project(made), "xx-XX", 100)


def test_options_that_do_not_go_together_are_refused(made):
    for arguments in (("--plan", "--allocate"), ("--market", "en-GB"), ("--dry-run",)):
        assert isinstance(said(made, *arguments).exception, InputError)


def test_the_exposures_are_those_of_the_interval_and_both_versions_share_the_day():
    found = only()
    assert found.exposures == pytest.approx(exposures_for(found.lift, 0.015), rel=0.1)
    assert found.days == pytest.approx(2 * found.exposures / 9000)
    assert found.assumed


def test_what_tests_taught_replaces_the_assumption():
    assert only(effect(0.1, 0.02)).assumed is False
    assert only(effect(0.1, 0.02, tests=0)).assumed is True
    assert only(effect(0.3, 0.01)).value < only(effect(0.0, 0.05)).value, "what is settled is not worth a test"


def test_of_two_measures_that_move_together_one_is_proposed():
    norms = [norm(), norm("copy.body_words"), norm("picture.brightness")]
    same = {s: float(n) for n, s in enumerate("abcdefgh")}
    values = {"copy.words": same, "copy.body_words": {s: 2 * v for s, v in same.items()}}
    assert len(proposals(norms, (), values, Reach(9000, 0.015))) == 1
    values["copy.body_words"] = dict(zip("abcdefgh", (3, 1, 3, 1, 3, 1, 3, 1), strict=True))
    assert {p.measure for p in proposals(norms, (), values, Reach(9000, 0.015))} == {"copy.words", "copy.body_words"}


@given(st.floats(-0.5, 0.5), st.floats(0.001, 0.3), st.floats(1, 1e7), st.floats(0.001, 0.5))
def test_a_test_never_makes_less_sure_and_more_traffic_is_worth_no_less(mean, sd, per_day, rate):
    less, more = (only(effect(mean, sd), per_day=n, rate=rate) for n in (per_day, 3 * per_day))
    assert 0 <= less.value <= more.value + 1e-12
    assert more.sd_after <= less.sd_after <= less.sd


def test_shares_are_said_logged_and_found_on_the_rows(made):
    root = made
    report = root / "results" / "r1.csv"
    header = "test,ad,market,day,shown,clicked,exposure"
    today = Project(root).today
    report.write_text(f"{header}\nt0,ad0,en-GB,{today},3000,30,randomised\nt0,ad1,en-GB,{today},3000,75,randomised\n")
    told = said(root, str(report))
    assert told.exit_code == 0
    (lift,) = lifts(Project(root))
    assert lift.words.split(":")[0] in " ".join(told.stdout.split())
    assert plan(Project(root)).traffic == 6000
    assert not plan(Project(root)).rate_assumed
    dry = json.loads(said(root, "--allocate", "--dry-run", "--json").stdout)
    assert not Project(root).store.allocations.all()
    shares = dict(zip(dry[0]["arms"], dry[0]["shares"], strict=True))
    assert shares["ad1"] > shares["ad0"]
    assert "ad1" in dry[0]["words"]
    assert said(root, "--allocate").exit_code == 0
    project = Project(root)
    (logged,) = [a for a in project.store.allocations.all() if a.by_arm == shares]
    day = date.isoformat(logged.day)
    after = root / "results" / "r2.csv"
    after.write_text(f"{header}\nt0,ad0,en-GB,{day},300,3,randomised\nt0,ad1,en-GB,{day},2700,60,randomised\n")
    flow.ingest(project, [after])
    names = {a.id: a.name for a in project.store.assets.all()}
    rows = [r for r in project.store.responses.all() if r.day == logged.day]
    assert {names[r.subject]: r.propensity for r in rows} == shares
    assert all(r.propensity is None for r in project.store.responses.all() if r.day < logged.day)
    assert experimenting.reason(logged) == dry[0]["words"]
