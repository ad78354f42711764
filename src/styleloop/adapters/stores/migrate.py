"""Bringing a database up to date: Alembic, from inside the package, no configuration file."""

from __future__ import annotations

from importlib.resources import files

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

from styleloop.adapters.stores.engine import translated
from styleloop.errors import StoreError


def upgrade(engine: sa.Engine) -> None:
    """Make every table that is missing. Two processes may do so at once: one waits for the other.

    Raises:
        StoreError: the database is newer than this Styleloop, or refused.
    """
    config = Config()
    config.set_main_option("script_location", str(files("styleloop.adapters.stores") / "migrations"))
    script = ScriptDirectory.from_config(config)
    head = script.get_current_head()
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            now = MigrationContext.configure(connection).get_current_revision()
        if now == head:
            return
        known = {revision.revision for revision in script.walk_revisions()}
        if now is not None and now not in known:
            raise StoreError(
                f"this database was made by a newer Styleloop (revision {now}); upgrade Styleloop, or restore a backup"
            )
        with engine.begin() as connection:
            _expect_every_sign(connection)
            config.attributes["connection"] = connection
            if MigrationContext.configure(connection).get_current_revision() != head:
                command.upgrade(config, "head")
    except DBAPIError as problem:
        raise translated(problem) from problem


def _expect_every_sign(connection: sa.Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise StoreError(
            f"this database cannot hold every language; expected: encoding UTF8; got: {encoding}; what to do: make "
            "another: createdb --encoding=UTF8 --template=template0 NAME"
        )
