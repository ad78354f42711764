"""The words of reasons: beside the names of people the only thing that can be erased from what people did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import sqlalchemy as sa

from styleloop.adapters.stores.engine import reading
from styleloop.adapters.stores.tables import REASONS
from styleloop.types.record import Record
from styleloop.types.review import ERASED, Reasoned

R = TypeVar("R", bound=Record)
AT_ONCE = 500
"""Seals asked about in one question."""


class Reasons:
    """Seal -> (salt, words)."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def all(self) -> dict[str, tuple[str, str]]:
        """Every reason whose words are there, by its seal."""
        with reading(self._engine) as connection:
            rows = connection.execute(sa.select(REASONS).order_by(REASONS.c.sealed))
            return {row.sealed: (row.salt, row.words) for row in rows}

    def erase(self, sealed: Sequence[str], connection: sa.Connection) -> int:
        """Forget the words behind these seals; how many there were."""
        gone = 0
        for begin in range(0, len(sealed), AT_ONCE):
            some = sealed[begin : begin + AT_ONCE]
            gone += connection.execute(REASONS.delete().where(REASONS.c.sealed.in_(some))).rowcount
        return gone


def keep(records: Iterable[Record], connection: sa.Connection) -> None:
    """Keep the words of records that were just made."""
    rows = [
        {"sealed": one.sealed, "salt": one.salt, "words": one.reason}
        for one in records
        if isinstance(one, Reasoned) and one.sealed and one.salt
    ]
    if rows:
        connection.execute(REASONS.insert(), rows)


def read(records: Sequence[R], connection: sa.Connection) -> list[R]:
    """Records as they were kept, with the words of their reasons, or with a word that they were erased."""
    sealed = [one.sealed for one in records if isinstance(one, Reasoned) and one.sealed]
    known: dict[str, tuple[str, str]] = {}
    for begin in range(0, len(sealed), AT_ONCE):
        some = REASONS.c.sealed.in_(sealed[begin : begin + AT_ONCE])
        known |= {row.sealed: (row.words, row.salt) for row in connection.execute(sa.select(REASONS).where(some))}
    return [_with(one, known) for one in records]


def _with(record: R, known: dict[str, tuple[str, str]]) -> R:
    if isinstance(record, Reasoned) and record.sealed:
        return record.with_words(*known.get(record.sealed, (ERASED, "")))
    return record
