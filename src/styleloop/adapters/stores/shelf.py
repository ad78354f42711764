"""Reading and writing one kind of record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from styleloop.adapters.stores import reasons
from styleloop.adapters.stores.engine import reading, writing
from styleloop.adapters.stores.tables import BY_RECORD, TABLES
from styleloop.adapters.stores.trail import Trail
from styleloop.errors import StoreError
from styleloop.types.record import Record, canonical
from styleloop.types.review import Reasoned

R = TypeVar("R", bound=Record)
_ROWS = sa.func.count()


def insert_once(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, object]]) -> None:
    """Insert what is not there yet: equal content twice is one row, on either database."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


class Shelf(Generic[R]):
    """All records of one type, in the order they came."""

    def __init__(self, engine: sa.Engine, record: type[R], trail: Trail | None = None) -> None:
        self._engine, self._record, self._trail = engine, record, trail
        self._noun = BY_RECORD[record]
        self._table = TABLES[self._noun.table]
        self._reasoned = issubclass(record, Reasoned)

    def add(self, records: Iterable[R], connection: sa.Connection | None = None) -> int:
        """Keep `records`; those already kept are left alone. Returns how many were given."""
        given = list(records)
        if not given:
            return 0
        if connection is not None:
            self._keep(connection, given)
        else:
            with writing(self._engine) as own:
                self._keep(own, given)
        return len(given)

    def get(self, key: str) -> R:
        """The record named `key`.

        Raises:
            StoreError: there is none.
        """
        found = self.find(key)
        if found is None:
            raise StoreError(f"no {self._record.__name__.lower()} {key!r} in this project")
        return found

    def find(self, key: str) -> R | None:
        """The record named `key`, or None."""
        found = self._read(sa.select(self._table.c.body).where(self._table.c.id == key))
        return found[0] if found else None

    def all(self, **columns: str) -> tuple[R, ...]:
        """Every record whose columns equal these, oldest first; of those with one place only the last."""
        records = self.every(**columns)
        place = self._noun.place
        if place is None:
            return records
        standing = {place(record): number for number, record in enumerate(records)}
        return tuple(records[number] for number in sorted(standing.values()))

    def every(self, **columns: str) -> tuple[R, ...]:
        """As `all`, those that no longer stand included."""
        query = sa.select(self._table.c.body).order_by(self._table.c.seq)
        for name, value in columns.items():
            query = query.where(self._table.c[name] == value)
        return self._read(query)

    def mark(self) -> tuple[int, int]:
        """(number of the newest row, how many rows): while they are the same, nothing was added."""
        return Marks(self._engine, self).now()[0]

    def after(self, seq: int, upto: int) -> tuple[R, ...]:
        """Every record of the rows behind `seq`, `upto` among them, oldest first."""
        number = self._table.c.seq
        return self._read(sa.select(self._table.c.body).where(number > seq, number <= upto).order_by(number))

    def first(self) -> R | None:
        """The record that came first, whether it still stands or not; None when there is none."""
        found = self._read(sa.select(self._table.c.body).order_by(self._table.c.seq).limit(1))
        return found[0] if found else None

    def count(self) -> int:
        """How many there are, as `all` would give them."""
        if self._noun.place is not None:
            return len(self.all())
        with reading(self._engine) as connection:
            return int(connection.execute(sa.select(sa.func.count()).select_from(self._table)).scalar() or 0)

    def _read(self, query: sa.Select[Any]) -> tuple[R, ...]:
        with reading(self._engine) as connection:
            found = [self._record.model_validate_json(body) for body in connection.execute(query).scalars().all()]
            return tuple(reasons.read(found, connection) if self._reasoned else found)

    def _keep(self, connection: sa.Connection, records: Sequence[R]) -> None:
        rows = [self._row(record) for record in records]
        if self._trail is None:
            self._write(connection, rows)
            return
        new = self._new(connection, records)
        self._write(connection, rows)
        reasons.keep(new, connection)
        self._trail.record(new, connection)

    def _new(self, connection: sa.Connection, records: Sequence[R]) -> Sequence[R]:
        """Those not kept yet, each once."""
        first = {self._noun.key(record): record for record in reversed(records)}
        known = connection.execute(sa.select(self._table.c.id).where(self._table.c.id.in_(list(first)))).scalars()
        kept = set(known)
        return [record for key, record in reversed(first.items()) if key not in kept]

    def _write(self, connection: sa.Connection, rows: Sequence[dict[str, object]]) -> None:
        if self._noun.append_only:
            insert_once(connection, self._table, rows)
            return
        for row in rows:
            found = connection.execute(self._table.update().where(self._table.c.id == row["id"]).values(**row))
            if found.rowcount == 0:
                connection.execute(self._table.insert().values(**row))

    def _row(self, record: R) -> dict[str, object]:
        columns = {name: of(record) for name, of in self._noun.columns.items()}
        body = canonical(record.kept()) if isinstance(record, Reasoned) else record.model_dump_json()
        return {"id": self._noun.key(record), **columns, "body": body}


class Marks:
    """How far several shelves are, in one question to the database."""

    def __init__(self, engine: sa.Engine, *shelves: Shelf[Any]) -> None:
        self._engine = engine
        asked = [(t, what) for t in (shelf._table for shelf in shelves) for what in (sa.func.max(t.c.seq), _ROWS)]
        self._query = sa.select(*(sa.select(what).select_from(table).scalar_subquery() for table, what in asked))

    def now(self) -> tuple[tuple[int, int], ...]:
        """(number of the newest row, how many rows) of each: while they are the same, nothing was added."""
        with reading(self._engine) as connection:
            found = [int(number or 0) for number in connection.execute(self._query).one()]
        return tuple(zip(found[::2], found[1::2], strict=True))
