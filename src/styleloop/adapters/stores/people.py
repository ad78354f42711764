"""Names of people: the only table that says who a pseudonymous id is, and the only one a row can be erased from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from styleloop.adapters.stores.engine import reading, writing
from styleloop.adapters.stores.tables import PEOPLE


class People:
    """Pseudonymous id -> name."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], datetime]) -> None:
        self._engine, self._clock = engine, clock

    def all(self) -> dict[str, str]:
        """Every id with its name, by id."""
        with reading(self._engine) as connection:
            rows = connection.execute(sa.select(PEOPLE.c.who, PEOPLE.c.name).order_by(PEOPLE.c.who))
            return {row.who: row.name for row in rows}

    def name(self, who: str, name: str) -> None:
        """Say who an id is; the newest word counts."""
        row = {"who": who, "name": name, "at": self._clock().isoformat(timespec="microseconds")}
        with writing(self._engine) as connection:
            if connection.execute(PEOPLE.update().where(PEOPLE.c.who == who).values(**row)).rowcount == 0:
                connection.execute(PEOPLE.insert(), [row])

    def erase(self, who: str, connection: sa.Connection) -> bool:
        """Forget the name of an id; False when it had none."""
        return connection.execute(PEOPLE.delete().where(PEOPLE.c.who == who)).rowcount > 0
