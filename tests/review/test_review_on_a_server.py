"""Deciding and forgetting where the database is a PostgreSQL server's."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from reviewed_project import ME, english, make_project

from styleloop.app import trail
from styleloop.app.project import Project
from styleloop.app.shipping import Person, decide
from styleloop.app.trailfiles import export, verify_file, verify_project
from styleloop.types.review import ERASED


@pytest.fixture
def project(postgresql, tmp_path):
    _, fresh = postgresql
    made = make_project(tmp_path / "project", url=fresh())
    yield made
    made.close()


def test_what_is_decided_is_chained_and_forgotten(project, postgresql, tmp_path):
    folder, _ = postgresql
    trail.name(project, "p-9", "Annabel Example")
    decide(project, english(project)[0].id, ME, "change", reason="Annabel asked for it.")
    decide(project, english(project)[0].id, ME, "approve", reason="Good now.")
    german = project.store.variants.all(market="de-DE")[0]
    with ThreadPoolExecutor(4) as people:
        # Each with a connection of its own, all at once: nobody's entry is lost, and the chain has no fork.
        many = [Person(f"p-{number}", "architect") for number in range(4)]
        list(people.map(lambda who: decide(project, german.id, who, "change", reason=who.who), many))
    before = verify_project(project)
    assert before.holds, before.breaks
    assert before.entries == len(project.store.trail.rows())
    trail.erase(project, "p-9", by="p-17")
    with project.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
        own = connection.execute(sa.text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar()
    files = sorted((folder / "data" / "base" / str(own)).glob("[0-9]*"))
    tables = b"".join(file.read_bytes() for file in files)
    assert b"Good now." in tables, "what nobody asked to erase lies there"
    assert b"Annabel" not in tables
    assert ERASED in {decision.reason for decision in project.store.decisions.all()}
    exported = export(project, tmp_path / "trail.jsonl")
    assert verify_file(exported.file, exported.public_key).holds
    again = Project(project.root)
    assert again.store.decisions.count() == project.store.decisions.count()
    again.close()
