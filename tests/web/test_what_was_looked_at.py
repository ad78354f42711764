"""No silence is praise: what the checks could not look at is said on the desk, on the grid and in the trail."""

import json
import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa
from desk_client import client_of, decide, page, sit_down
from small_desk import DAY, fill, make_project
from typer.testing import CliRunner

from styleloop.adapters.stores.store import Store
from styleloop.app.shipping import lines_of
from styleloop.app.trailfiles import export, verify_file, verify_project
from styleloop.cli.main import app
from styleloop.types.audit import Audited

CHECKS = tuple(f"check-{n}@1" for n in range(40))
SPELLING, LEGAL = "spelling (no dictionary is read)", "legal (no pack is of GB)"


@pytest.fixture(scope="module")
def looked(tmp_path_factory):
    """(project, desk, lines by market): of the English lines it is known how far they were looked at."""
    made = make_project(tmp_path_factory.mktemp("looked") / "acme")
    fill(made)
    lines = lines_of(made)
    english = [v for line in lines if line.market == "en-GB" for v in line.variants]
    made.store.audits.add([kept(v.id, v.placement != "wide") for v in english])
    client = client_of(made)
    sit_down(client)
    yield made, client, lines
    made.close()


def kept(subject: str, whole: bool = True) -> Audited:
    unchecked = () if whole else (("legal@2", "no pack is of GB"),)
    checked = (*CHECKS, "claims@1") if whole else CHECKS
    return Audited(subject=subject, day=DAY, checked=checked, unchecked=unchecked, beyond=(SPELLING,))


def of(lines, state: str, market: str = "en-GB"):
    line = next(x for x in lines if (x.state, x.market) == (state, market))
    return {v.placement: v.id for v in line.variants}


def test_what_was_not_checked_stands_beside_no_objection(looked):
    _, desk, lines = looked
    waiting, stopped = of(lines, "waiting"), of(lines, "blocked")
    said = page(desk, f"/variants/{waiting['square']}").said
    assert f"No objection from 41 checks; not checked: {SPELLING}. A person still looks." in said
    assert "clean" not in said.lower()
    assert "compliant" not in said.lower()
    said = page(desk, f"/variants/{waiting['wide']}").said
    assert f"No objection from 40 checks; not checked: {LEGAL}, {SPELLING}." in said, "a check that could not look"
    said = page(desk, f"/variants/{stopped['square']}").said
    assert f"1 remark from 41 checks; not checked: {SPELLING}." in said
    assert "No objection" not in said


def test_of_what_is_older_it_is_said_that_nothing_is_known(looked):
    _, desk, lines = looked
    said = page(desk, f"/variants/{of(lines, 'waiting', 'de-DE')['square']}").said
    assert "No objection from the checks of its day; what they could not look at was not kept" in said
    assert "41 checks" not in said


def test_the_grid_says_it_of_each_line_and_of_formats_that_differ(looked):
    _, desk, _ = looked
    said = page(desk, "/grid").said
    assert f"Square post, Story: No objection from 41 checks; not checked: {SPELLING}." in said
    assert f"No objection from 40 checks; not checked: {LEGAL}, {SPELLING}." in said
    assert said.count("was not kept when it was made") == 2, "a line of which the same is true in all formats, once"


def test_a_decision_takes_it_into_the_trail_and_its_export(looked, tmp_path):
    project, desk, lines = looked
    before = len(project.store.trail.rows("audit"))
    first = of(lines, "waiting")
    assert decide(desk, first["square"], "approve").status_code == 303
    told = [row["body"] for row in project.store.trail.rows("audit")[before:]]
    assert {one["variant"] for one in told} == set(first.values()), "each format that the decision covers"
    square = next(one for one in told if one["variant"] == first["square"])
    assert square["said"] == f"no objection from 41 checks; not checked: {SPELLING}"
    assert square["not_checked"] == [SPELLING]
    old = of(lines, "waiting", "de-DE")
    assert decide(desk, old["square"], "reject", reason="No.").status_code == 303
    assert len(project.store.trail.rows("audit")) == before + len(told), "nothing is said of what is not known"
    made = export(project, tmp_path / "trail.jsonl")
    assert square["said"] in made.file.read_text("utf-8")
    assert verify_file(made.file, made.public_key).holds
    assert verify_project(project).holds
    shown = CliRunner().invoke(app, ["why", first["square"], "-C", str(project.root)])
    assert f"checks: {square['said']}" in " ".join(shown.output.split())
    listed = CliRunner().invoke(app, ["trail", "--variant", first["square"], "--json", "-C", str(project.root)])
    assert any(one["kind"] == "audit" for one in json.loads(listed.output))


def test_a_database_from_before_is_brought_up_to_date_and_nothing_in_it_is_lost(looked, tmp_path):
    project = looked[0]
    url = f"sqlite:///{tmp_path / 'old.db'}"
    files = project.state / "styleloop.db", tmp_path / "old.db"
    with closing(sqlite3.connect(files[0])) as here, closing(sqlite3.connect(files[1])) as copy:
        here.backup(copy)
    engine = sa.create_engine(url)
    with engine.begin() as old:
        old.exec_driver_sql("DROP TABLE audits")
        old.exec_driver_sql("DROP TABLE reasons")
        old.exec_driver_sql("UPDATE alembic_version SET version_num = '0006'")
    engine.dispose()
    again = Store(url, (project.state / "blobs").as_uri())
    assert again.audits.count() == 0
    assert again.variants.count() == project.store.variants.count()
    again.audits.add([kept("variant_1"), kept("variant_1")])
    assert [one.subject for one in again.audits.all()] == ["variant_1"]
    with pytest.raises(sa.exc.DatabaseError), again.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM audits")
    again.close()
