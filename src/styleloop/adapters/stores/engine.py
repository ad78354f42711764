"""One SQL engine, opened the way every Styleloop database is opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from styleloop.errors import DiskFullError, StoreError

PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=30000", "foreign_keys=ON", "secure_delete=ON")


def open_engine(url: str, *, own_transactions: bool = True) -> sa.Engine:
    """An engine for `url`; SQLite in WAL with synchronous=NORMAL, so that a kill loses nothing committed.

    Args:
        url: SQLAlchemy URL.
        own_transactions: begin SQLite transactions as writers at once. The driver's own BEGIN is deferred, and a
            deferred transaction that turns into a writer fails instead of waiting. False for DBOS, whose migrations
            begin by themselves: there the driver begins, as a writer.

    Raises:
        StoreError: the URL cannot be understood or its driver is not installed.
    """
    try:
        engine = sa.create_engine(url, pool_pre_ping=True)
    except (SQLAlchemyError, ImportError) as problem:
        raise StoreError(f"cannot open the database at {url!r}: {problem}") from problem
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _write_ahead)
        if own_transactions:
            event.listen(engine, "connect", _leave_begin_to_us)
            event.listen(engine, "begin", _begin_immediate)
        else:
            event.listen(engine, "connect", _let_driver_begin)
    return engine


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
    """Empty SQLite's write-ahead file into the database, so that what was erased is in no file of it any longer."""
    if engine.dialect.name == "sqlite":
        with reading(engine) as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()


def translated(problem: DBAPIError) -> StoreError:
    """The database's complaint as one of ours."""
    text = str(problem.orig)
    if "disk is full" in text or "No space left" in text or "disk I/O error" in text:
        return DiskFullError(
            f"no room left for the database: {text}; nothing was half written; free some space and run the same command"
        )
    return StoreError(f"the database refused: {text}")
