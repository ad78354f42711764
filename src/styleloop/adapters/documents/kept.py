"""What was read of each file, kept so that a file that has not changed is not read again. Derived; may be deleted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from pydantic import TypeAdapter

from styleloop.errors import StoreError
from styleloop.types.passage import Passage
from styleloop.types.record import Refusal

Item = Passage | Refusal
_ITEMS = TypeAdapter(tuple[Item, ...])
_TABLES = """
create table if not exists files (file text primary key, size integer, changed integer, sha256 text);
create table if not exists readings (reading text primary key, items text);
"""
WAIT = 30.0
"""Seconds to wait for another process that writes."""


AT_ONCE = 100
"""Readings that are written together: a disk is slower than a reader of Markdown."""


class Kept:
    """One small database beside the project's own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def opened(self) -> Iterator[Shelves]:
        """The database for one gathering; a damaged one is begun anew.

        Raises:
            StoreError: it cannot be written, or was damaged meanwhile.
        """
        try:
            try:
                connection = self._open()
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                self._path.unlink(missing_ok=True)
                connection = self._open()
            with closing(connection):
                yield Shelves(connection)
                connection.commit()
        except sqlite3.DatabaseError as problem:
            cure = "free some space, or delete it: it is made anew from the documents"
            raise StoreError(f"{self._path} could not be used: {problem}; what to do: {cure}") from problem

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=WAIT)
        try:
            connection.execute("pragma journal_mode=wal")
            connection.executescript(_TABLES)
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection


class Shelves:
    """Hashes by file, readings by name."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._waiting = 0

    def hashes(self) -> dict[str, tuple[int, int, str]]:
        """File -> (bytes, when changed in ns, sha256) as last seen."""
        found = self._connection.execute("select file, size, changed, sha256 from files")
        return {file: (size, changed, sha) for file, size, changed, sha in found}

    def remember(self, seen: Mapping[str, tuple[int, int, str]]) -> None:
        """Exactly these files there are now."""
        with self._connection:
            self._connection.execute("delete from files")
            rows = [(file, *row) for file, row in seen.items()]
            self._connection.executemany("insert into files values (?, ?, ?, ?)", rows)

    def reading(self, name: str) -> tuple[Item, ...] | None:
        """What was read under this name, or None."""
        found = self._connection.execute("select items from readings where reading = ?", (name,)).fetchone()
        try:
            return _ITEMS.validate_json(found[0]) if found else None
        except ValueError:
            return None  # of an earlier shape: read again

    def keep(self, name: str, items: Iterable[Item]) -> None:
        """Keep a reading; what is kept is on the disk once the gathering ends, or `AT_ONCE` are."""
        body = json.dumps([item.model_dump(mode="json", exclude_defaults=True) for item in items], ensure_ascii=False)
        self._connection.execute("insert or replace into readings values (?, ?)", (name, body))
        self._waiting += 1
        if self._waiting >= AT_ONCE:
            self._connection.commit()
            self._waiting = 0

    def forget_others(self, names: Iterable[str]) -> None:
        """Drop readings of files that are gone or have changed."""
        wanted = set(names)
        kept = {name for (name,) in self._connection.execute("select reading from readings")}
        gone = sorted(kept - wanted)
        if gone:
            with self._connection:
                self._connection.executemany("delete from readings where reading = ?", [(name,) for name in gone])
