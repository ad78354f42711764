"""A campaign's test from start to stop: posts leave, shares are said and logged, answers come back, shares move."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from small_desk import AT, fill, make_project
from typer.testing import CliRunner

from styleloop.app import flow, ingesting
from styleloop.app.experimenting import allocate
from styleloop.app.learning import answered, lifts
from styleloop.app.project import Project
from styleloop.app.shipping import Person, approve_all
from styleloop.cli.main import app
from styleloop.errors import InputError

TWO = (
    ("en-GB", "It rained.\nIt will rain again.", "Umbrella. 410 g."),
    ("en-GB", "Rain has plans.\nSo has the umbrella.", "Umbrella. 410 g."),
)
PIXELS = {"square": (1080, 1080), "story": (1080, 1920), "wide": (1200, 628)}
HEAD = "test,ad,market,day,shown,clicked,exposure\n"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A campaign of two lines in three formats, all of them out: three tests of two versions."""
    project = make_project(tmp_path_factory.mktemp("running") / "project")
    asked = fill(project, TWO, stopped=None, sizes=PIXELS)
    approve_all(project, Person("me", "architect"), asked.id)
    done = flow.publish(project, asked)
    assert len(done["published"]) == 6, done["refused"]
    return project


def report(project, day, answers, name):
    """What an ad platform says of one day: format -> (shown, clicked) of each version."""
    rows = [
        f"{test.id},{arm.name},en-GB,{day},{shown},{clicked},randomised\n"
        for test in project.store.experiments.all()
        for arm, (shown, clicked) in zip(test.arms, answers[test.placement], strict=True)
    ]
    file = project.root / "results" / name
    file.write_text(HEAD + "".join(rows), "utf-8")
    (found,) = ingesting.ingest(project, [file]).files
    return found


def on(project, day):
    """The same project on another day."""
    return Project(project.root, lambda: datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def test_shares_follow_the_answers_and_nothing_counts_twice(running):
    first = AT.date()
    tests = {t.placement: t for t in running.store.experiments.all()}
    assert set(tests) == {"square", "story", "wide"}
    assert all(arm.share == 0.5 for t in tests.values() for arm in t.arms)
    start = {"square": ((2000, 20), (2000, 60)), "story": ((2000, 40), (2000, 40)), "wide": ((2000, 0), (2000, 0))}
    assert report(running, first, start, "day-1.csv").refusals == []

    dry = allocate(running, dry_run=True)
    assert running.store.allocations.all() == ()
    assert allocate(running) == dry == allocate(running), "the same answers give the same shares"
    shares = {next(p for p, t in tests.items() if t.id == a.test): a.shares for a in dry}
    for given in shares.values():
        assert sum(given) == pytest.approx(1)
        assert min(given) >= 0.05 / 2
    assert shares["square"][1] > 0.8
    assert shares["story"] == pytest.approx((0.5, 0.5), abs=0.15)

    second = first + timedelta(days=1)
    later = on(running, second)
    split = {p: (round(4000 * s[0]), 4000 - round(4000 * s[0])) for p, s in shares.items()}
    answers = {p: tuple((n, n // 50) for n in split[p]) for p in split}
    assert report(later, second, answers, "day-2.csv").refusals == []
    logged = {a.test: a.by_arm for a in later.store.allocations.all()}
    names = {a.id: a.name for a in later.store.assets.all()}
    for row in later.store.responses.all():
        wanted = logged[row.test][names[row.subject]] if row.day == second else None
        assert row.propensity == wanted, "a share is stamped on its day and on no other"
    assert all(x.advice != "run again" for x in lifts(later)), "an uneven split that was planned is no mismatch"

    grown = {p: tuple((n + 100 * (i + 1), n // 40) for i, (n, _) in enumerate(answers[p])) for p in answers}
    report(later, second, grown, "day-2.csv")
    for each in answered(later):
        whole = sum(shown for shown, _ in (*start[each.test.placement], *grown[each.test.placement]))
        assert sum(r.shown for r in each.rows) == whole
    third = {a.test: a for a in allocate(later)}
    assert {a.day for a in third.values()} == {second + timedelta(days=1)}
    assert len(later.store.allocations.all()) == 6


def test_a_day_read_before_its_share_was_logged_is_counted_once_with_it(running):
    late = AT.date() + timedelta(days=5)
    project = on(running, late)
    same = {p: ((500, 9), (500, 9)) for p in ("square", "story", "wide")}
    report(project, late, same, "late.csv")
    before = [r for r in project.store.responses.all() if r.day == late]
    allocate(project, day=late)
    report(project, late, same, "late-again.csv")
    after = [r for r in project.store.responses.all() if r.day == late]
    assert [r.shown for r in after] == [r.shown for r in before] == [500] * 6
    assert all(r.propensity is not None for r in after)


def test_the_command_says_the_shares_and_a_floor_out_of_range_is_refused(running):
    done = CliRunner().invoke(app, ["results", "--allocate", "--dry-run", "--json", "-C", str(running.root)])
    assert done.exit_code == 0
    assert all(sum(a["shares"]) == pytest.approx(1) for a in json.loads(done.stdout))
    ten = allocate(on(running, AT.date()), day=AT.date() + timedelta(days=7), floor=0.1, dry_run=True)
    assert all(min(a.shares) >= 0.1 / 2 and a.floor == 0.1 for a in ten)
    with pytest.raises(InputError, match="floor is out of range"):
        allocate(on(running, AT.date()), day=AT.date() + timedelta(days=8), floor=0.5)
