"""What only a server knows: several machines, connections that end, databases made by an older Styleloop."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from styleloop.adapters.stores.engine import open_engine
from styleloop.adapters.stores.lease import OfServer
from styleloop.adapters.stores.store import Store
from styleloop.app import starting
from styleloop.app.jobs import Jobs
from styleloop.app.project import Project
from styleloop.errors import StoreError

DESK = """
import sys, time
from pathlib import Path
from styleloop.app.jobs import Jobs
from styleloop.app.project import Project
with Jobs(Project(Path(sys.argv[1]))).standing_by() as take_over:
    print(take_over(), flush=True)
    time.sleep(60)
"""


def test_two_that_open_an_empty_database_at_once_make_it_once(postgresql):
    _, fresh = postgresql
    url = fresh()
    with ThreadPoolExecutor(2) as both:
        for store in both.map(lambda _: Store(url, "memory://"), range(2)):
            assert store.assets.count() == 0
            store.close()


def test_a_database_of_an_older_styleloop_is_brought_up_to_date(postgresql):
    _, fresh = postgresql
    url = fresh()
    engine = open_engine(url)
    config = Config()
    config.set_main_option("script_location", str(files("styleloop.adapters.stores") / "migrations"))
    body = {"id": "decision_1", "variant": "v", "seal": "s", "market": "en-GB", "who": "p", "role": "r", "reason": ""}
    body |= {"at": "2026-09-01T09:30:00+00:00", "action": "approve"}
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        row = {"id": "decision_1", "variant": "v", "market": "en-GB", "body": json.dumps(body)}
        connection.execute(
            sa.text("INSERT INTO decisions (id, variant, market, body) VALUES (:id, :variant, :market, :body)"), row
        )
    engine.dispose()
    store = Store(url, "memory://")
    (entry,) = store.trail.every()
    assert (entry.kind, entry.body["id"]) == ("decision", "decision_1")
    with store.engine.begin() as connection:
        assert connection.execute(sa.text("SELECT seal FROM decisions")).scalar() == "s"
    for table in ("decisions", "trail"):
        with pytest.raises(sa.exc.IntegrityError, match="append-only"), store.engine.begin() as connection:
            connection.execute(sa.text(f"DELETE FROM {table}"))
    store.close()


def test_a_database_for_some_languages_only_is_refused(postgresql):
    _, fresh = postgresql
    engine = open_engine(fresh(), own_transactions=False)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
    with pytest.raises(StoreError, match="expected: encoding UTF8; got: LATIN1"):
        Store(engine.url.set(database="latin").render_as_string(), "memory://")
    engine.dispose()


def test_a_lease_ends_with_its_connection(postgresql):
    _, fresh = postgresql
    url = fresh()
    first, second = OfServer(url), OfServer(url)
    assert first.take()
    assert not second.take()
    assert first.stands()
    engine = open_engine(url, own_transactions=False)
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")).all()
    engine.dispose()
    assert not first.stands()
    first.release()
    assert second.take()
    assert not first.take()
    second.release()
    assert first.take()
    first.release()


def test_one_that_is_killed_is_followed_by_another(postgresql, tmp_path, monkeypatch):
    _, fresh = postgresql
    (tmp_path / "url").write_text(f"{fresh()}\n", "utf-8")
    monkeypatch.setenv("STYLELOOP_STORE__URL", "")  # is set from the file, and must be as it was afterwards
    monkeypatch.setenv("STYLELOOP_STORE__URL_FILE", str(tmp_path / "url"))
    root = tmp_path / "brand"
    starting.start(root)
    (root / "library" / "ads.csv").write_text("name,locale,headline\na1,en-GB,It rains.\n", "utf-8")
    command = [sys.executable, "-c", DESK, str(root)]
    desk = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    project = Project(root)
    jobs = Jobs(project)
    work = {"paths": [], "learn": False}
    try:
        assert desk.stdout.readline().strip() == "True"
        assert jobs.run("ingest", "one", work) is not None
        with jobs.standing_by() as take_over:
            assert not take_over(), "the other process works, so this one only stands by"
    finally:
        desk.kill()
        desk.communicate()
    assert jobs.run("ingest", "two", work) is not None
    with project.store.engine.connect() as connection:
        done = connection.execute(sa.text("SELECT status FROM dbos.workflow_status ORDER BY created_at")).scalars()
        assert list(done) == ["SUCCESS", "SUCCESS"]
    project.close()
    assert not list((root / ".styleloop").glob("*.db")), "nothing that must not be lost lies on this machine"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://me:hunter2@127.0.0.1:1/brand", r"cannot be reached: .*port 1 .*see that it runs"),
        ("postgres://me:hunter2@127.0.0.1:1/brand", "cannot be reached"),
        ("postgresql+pg8000://me:hunter2@db/brand", r"\*\*\*@db/brand .*pg8000.*expected .*postgresql://user"),
        ("db.example hunter2", "no SQLAlchemy URL"),
    ],
)
def test_what_cannot_be_opened_is_told_without_the_password(url, told):
    with pytest.raises(StoreError, match=told) as problem:
        Store(url, "memory://")
    assert "hunter2" not in str(problem.value)
