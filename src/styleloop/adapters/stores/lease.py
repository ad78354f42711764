"""Who runs the workflows of a project: one process at a time, and the next one as soon as that one is gone."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.exc import DBAPIError

from styleloop.adapters.stores.engine import open_engine, translated

LAUNCHER = 0x5354594C_4F4F5001
"""The advisory lock of whoever runs workflows; a database is one project's."""
SILENT = "SELECT set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false), \
set_config('tcp_keepalives_count', '3', false)"
"""Half a minute after a machine fell silent the server lets go of what it held."""


class Lease(Protocol):
    """The right to run workflows; gone with the process that holds it, however that ends."""

    def take(self) -> bool:
        """Take it, unless another process has it."""

    def stands(self) -> bool:
        """Whether what was taken is still held."""

    def release(self) -> None:
        """Let others take it."""


def lease(url: str, file: Path) -> Lease:
    """One that is as wide as the database at `url`: of this machine beside SQLite, else of all that share the server.

    Args:
        url: SQLAlchemy URL of the database of the workflows.
        file: what is locked on this machine, beside SQLite.

    Raises:
        StoreError: the URL cannot be understood.
    """
    return OfServer(url) if url.startswith("postgres") else OfMachine(file)


class OfMachine:
    """A locked file: the operating system lets go of it."""

    def __init__(self, file: Path) -> None:
        self._lock = FileLock(file)

    def take(self) -> bool:
        """As `Lease`."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        return True

    def stands(self) -> bool:
        """As `Lease`."""
        return self._lock.is_locked

    def release(self) -> None:
        """As `Lease`."""
        self._lock.release()


class OfServer:
    """An advisory lock of a connection of its own: PostgreSQL lets go of it when the connection ends."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url, own_transactions=False)
        self._held: sa.Connection | None = None

    def take(self) -> bool:
        """As `Lease`.

        Raises:
            StoreError: the server cannot be reached.
        """
        try:
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            connection.exec_driver_sql(SILENT)
            if connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({LAUNCHER})").scalar():
                self._held = connection
                return True
            connection.close()
        except DBAPIError as problem:
            raise translated(problem) from problem
        return False

    def stands(self) -> bool:
        """As `Lease`: whether the connection still answers."""
        try:
            return self._held is not None and self._held.exec_driver_sql("SELECT 1").scalar() == 1
        except DBAPIError:
            return False

    def release(self) -> None:
        """As `Lease`."""
        held, self._held = self._held, None
        if held is not None:
            held.invalidate()  # ends the connection, and with it the lock, whether or not it still answers
            held.close()
        self._engine.dispose()
