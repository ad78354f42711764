"""One SQL engine, opened the way every Styleloop database is opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError

from styleloop.errors import DiskFullError, StoreError

WRITER = 0x5354594C_4F4F5002
"""PostgreSQL's advisory lock of whoever writes."""
PATIENCE_MS = 30_000
"""How long a writer waits for the one before it, on either database; milliseconds."""
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    f"busy_timeout={PATIENCE_MS}",
    "foreign_keys=ON",
    "secure_delete=ON",
)


def open_engine(url: str, *, own_transactions: bool = True) -> sa.Engine:
    """An engine for `url`; SQLite in WAL with synchronous=NORMAL, so that a kill loses nothing committed.

    Args:
        url: SQLAlchemy URL.
        own_transactions: writers are alone from the beginning of their transaction: whoever looks before it writes
            sees what the last one left, and rows are numbered in the order in which they can be seen. SQLite's own
            BEGIN is deferred, and a deferred transaction that turns into a writer fails instead of waiting. False for
            DBOS, which locks by itself, and whose migrations begin by themselves: there SQLite's driver begins.

    Raises:
        StoreError: the URL cannot be understood or its driver is not installed.
    """
    try:
        engine = sa.create_engine(_address(url), pool_pre_ping=True)
    except (SQLAlchemyError, ImportError) as problem:
        raise StoreError(
            f"cannot open the database that store.url or store.jobs_url names: {_unopened(problem, url)}; expected "
            "nothing (SQLite), or postgresql://user:password@host:5432/name"
        ) from problem
    if engine.dialect.name == "postgresql" and own_transactions:
        event.listen(engine, "begin", _begin_alone)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _write_ahead)
        if own_transactions:
            event.listen(engine, "connect", _leave_begin_to_us)
            event.listen(engine, "begin", _begin_immediate)
        else:
            event.listen(engine, "connect", _let_driver_begin)
    return engine


def _address(url: str) -> sa.URL:
    """`url`, with the one driver of PostgreSQL that is installed where none is named."""
    found = sa.make_url(url)
    return found.set(drivername="postgresql+psycopg") if found.drivername in ("postgres", "postgresql") else found


def _unopened(problem: Exception, url: str) -> str:
    """What was wrong, without the password: an address that cannot be read may hold one anywhere."""
    if isinstance(problem, ArgumentError):
        return "that is no SQLAlchemy URL"
    return f"{sa.make_url(url).render_as_string(hide_password=True)} ({problem})"


def _write_ahead(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _leave_begin_to_us(connection: object, _record: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]


def _let_driver_begin(connection: object, _record: object) -> None:
    connection.isolation_level = "IMMEDIATE"  # type: ignore[attr-defined]


def _begin_immediate(connection: sa.Connection) -> None:
    # SQLAlchemy tells of a beginning in autocommit too; a reader must not take the writer's lock.
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_alone(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql(
            f"SELECT set_config('lock_timeout', '{PATIENCE_MS}', true), pg_advisory_xact_lock({WRITER})"
        )


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction: all of it or none of it.

    Raises:
        DiskFullError: no room was left; nothing was written.
        StoreError: any other failure of the database.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as problem:
        raise translated(problem) from problem


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection for reading that never waits for a writer."""
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection
    except DBAPIError as problem:
        raise translated(problem) from problem


def scrub(engine: sa.Engine) -> None:
    """Let what was erased be in no file of the database's tables any longer.

    SQLite's write-ahead file is emptied into the database; PostgreSQL writes the two tables that can be erased from
    anew. Its own write-ahead files are recycled by the server in its time, and backups are the operator's.
    """
    with reading(engine) as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
        else:
            connection.exec_driver_sql("VACUUM FULL people, reasons")


def translated(problem: DBAPIError) -> StoreError:
    """The database's complaint as one of ours."""
    text = " ".join(str(problem.orig).split())
    if "disk is full" in text or "No space left" in text or "disk I/O error" in text:
        return DiskFullError(
            f"no room left for the database: {text}; nothing was half written; free some space and run the same command"
        )
    if problem.connection_invalidated or (isinstance(problem, OperationalError) and "connection" in text):
        return StoreError(
            f"the database server cannot be reached: {text}; nothing was half written; see that it runs, and that "
            "host, port, name, user and password in store.url (STYLELOOP_STORE__URL) are right"
        )
    return StoreError(f"the database refused: {text}")
