"""The queue that the desk keeps in memory is the one the store tells, whatever comes between two looks."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_desk import LINES, fill, make_project, stop_on

from styleloop.app.queueing import Queue
from styleloop.app.shipping import Person, approve_all, decide, lines_of
from styleloop.app.undoing import take_back
from styleloop.errors import PolicyError
from styleloop.web.desk.views.lines import Lines

ADA = Person("ada", "architect")
STEPS = ("fill", "approve", "reject", "undo", "stop", "policy", "look", "everything")


@pytest.fixture(scope="module")
def projects(tmp_path_factory):
    made = []

    def fresh():
        made.append(make_project(tmp_path_factory.mktemp("queue") / "acme"))
        return made[-1]

    yield fresh
    for one in made:
        one.close()


def step(project, what: str, number: int) -> None:
    variants = project.store.variants.all()
    if what == "fill":
        fill(project, LINES[:2], name=f"campaign-{number}")
    elif what == "policy":
        (project.root / "checks").mkdir(exist_ok=True)
        (project.root / "checks" / "policy.toml").write_text(f"[[approval]]\napprovals = {1 + number % 3}\n", "utf-8")
    elif variants and what in ("approve", "reject"):
        decide(project, variants[number % len(variants)].id, ADA, what, reason="Because.")
    elif variants and what == "stop":
        project.store.findings.add([stop_on(variants[number % len(variants)].line, "14 hours")])
    elif what == "everything":
        approve_all(project, ADA)
    elif what == "undo" and (decisions := project.store.decisions.all()):
        take_back(project, [decisions[-1].id], ADA)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 50)), min_size=3, max_size=9))
def test_what_is_kept_is_what_the_store_tells(projects, steps):
    project = projects()
    queue = Queue(project)
    for number, (what, which) in enumerate([("fill", 0), *steps]):
        try:
            step(project, what, which)
        except PolicyError:
            continue
        if what == "look" or number == len(steps):
            told = {(x.campaign, x.market, x.line): x for x in lines_of(project)}
            kept = {(x.campaign, x.market, x.line): x for x in queue.look()[0]}
            assert kept == told


def test_a_row_that_came_in_behind_is_seen(projects):
    """Where two write at once, the one that began first may end last."""
    project = projects()
    fill(project)
    queue = Queue(project)
    queue.look()
    line = project.store.variants.all()[0].line
    for place in (200, 100):
        found = stop_on(line, "14 hours", f"Row {place}.")
        insert(project, place, found)
        lines, _ = queue.look()
        assert found in next(x for x in lines if x.line == line).findings


def insert(project, place: int, found) -> None:
    """A finding in a row of a given number."""
    row = {"seq": place, "id": found.id, "subject": found.subject, "guardrail": "g", "body": found.model_dump_json()}
    columns, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    with project.store.engine.begin() as connection:
        connection.exec_driver_sql(f"INSERT INTO findings ({columns}) VALUES ({marks})", row)


def test_what_fails_half_way_is_read_again_by_the_next_look(projects, monkeypatch):
    project = projects()
    queue = Queue(project)
    fill(project)

    def broken(*_):
        raise RuntimeError("half way")

    with monkeypatch.context() as patch:
        patch.setattr(queue, "_put_together", broken)
        with pytest.raises(RuntimeError):
            queue.look()
    assert len(queue.look()[0]) == len(lines_of(project))


def test_the_order_is_made_again_only_when_something_came(projects):
    project = projects()
    fill(project)
    lines = Lines(project)
    first = lines.now()
    assert lines.now() is first
    decide(project, first[-1].variants[0].id, ADA, "reject", reason="No.")
    assert lines.now() is not first
    assert lines.of(first[-1].variants[0].id).state == "rejected"
    assert lines.queue.versions(first[0].variants[0]) == 1
