"""The library a page at a time: found by what it is, never all of it at once.

A page ends at a row, and the next begins behind it (keyset): the thousandth costs what the first does.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from styleloop.adapters.stores.engine import reading
from styleloop.adapters.stores.tables import MEASUREMENTS, TABLES
from styleloop.types.asset import Asset
from styleloop.types.measurement import Measurement

_ASSETS, _RESPONSES = TABLES["assets"], TABLES["responses"]
_BATCH = 400
"""Rows looked at together where words are searched for."""


@dataclass(frozen=True)
class Asked:
    """Which pieces are wanted; an empty field asks for nothing."""

    role: str = ""
    locale: str = ""
    product: str = ""
    words: str = ""
    """Each of them stands somewhere in the piece's words or name."""
    answered: bool = False
    """Only pieces that people's answers are known of."""


@dataclass(frozen=True)
class Count:
    """How many pieces there are of one kind."""

    role: str
    locale: str
    product: str
    pieces: int


def page(
    engine: sa.Engine, asked: Asked, before: int = 0, most: int = 60
) -> tuple[tuple[tuple[int, Asset], ...], bool]:
    """((row, piece) of up to `most` pieces, the newest first; whether there are more).

    Args:
        engine: the project's database.
        asked: what is wanted.
        before: only pieces of earlier rows; 0: from the newest.
        most: how many.
    """
    found: list[tuple[int, Asset]] = []
    with reading(engine) as connection:
        for seq, asset in _matching(connection, asked, before):
            if len(found) == most:
                return tuple(found), True
            found.append((seq, asset))
    return tuple(found), False


def counted(engine: sa.Engine) -> tuple[Count, ...]:
    """How many pieces there are by role, language and product."""
    product = _product(engine)
    query = sa.select(_ASSETS.c.role, _ASSETS.c.locale, product, sa.func.count()).group_by(
        _ASSETS.c.role, _ASSETS.c.locale, product
    )
    with reading(engine) as connection:
        return tuple(Count(*row) for row in connection.execute(query))


def answered_count(engine: sa.Engine, role: str = "") -> int:
    """How many pieces people's answers are known of."""
    query = sa.select(sa.func.count()).select_from(_ASSETS).where(_has_answers())
    if role:
        query = query.where(_ASSETS.c.role == role)
    with reading(engine) as connection:
        return int(connection.execute(query).scalar() or 0)


def measured(engine: sa.Engine, subject: str, extractors: Collection[str]) -> tuple[Measurement, ...]:
    """One piece's numbers by these extractor versions, by name."""
    query = sa.select(MEASUREMENTS).where(
        MEASUREMENTS.c.subject == subject, MEASUREMENTS.c.extractor.in_(sorted(extractors))
    )
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    found = [
        Measurement(subject=subject, name=name, value=value, unit=unit, extractor=row.extractor)
        for row in rows
        for name, value, unit in json.loads(row.body)
    ]
    return tuple(sorted(found, key=lambda one: one.name))


def _matching(connection: sa.Connection, asked: Asked, before: int) -> Iterator[tuple[int, Asset]]:
    """Rows that match, the newest first. Words are looked for in a rough way by the database, then rightly here."""
    wanted = [word.casefold() for word in asked.words.split()]
    while True:
        query = sa.select(_ASSETS.c.seq, _ASSETS.c.body).order_by(_ASSETS.c.seq.desc()).limit(_BATCH)
        for condition in _conditions(connection.engine, asked, wanted, before):
            query = query.where(condition)
        rows = connection.execute(query).all()
        for row in rows:
            asset = Asset.model_validate_json(row.body)
            said = " ".join([asset.name, *(slot.text for slot in asset.words.slots)]).casefold()
            if all(word in said for word in wanted):
                yield int(row.seq), asset
        if len(rows) < _BATCH:
            return
        before = int(rows[-1].seq)


def _conditions(
    engine: sa.Engine, asked: Asked, wanted: Collection[str], before: int
) -> Iterator[sa.ColumnElement[bool]]:
    if before:
        yield _ASSETS.c.seq < before
    if asked.role:
        yield _ASSETS.c.role == asked.role
    if asked.locale:
        yield _ASSETS.c.locale == asked.locale
    if asked.product:
        yield _product(engine) == asked.product
    if asked.answered:
        yield _has_answers()
    for word in wanted:
        # Lower case is told of ASCII alone by SQLite, and JSON escapes some signs: any one sign stands for the others.
        rough = "".join(char if char.isascii() and char.isalnum() else "%" for char in word)
        if rough.strip("%"):
            yield sa.func.lower(_ASSETS.c.body).like(f"%{rough}%")


def _has_answers() -> sa.ColumnElement[bool]:
    return sa.exists(sa.select(_RESPONSES.c.seq).where(_RESPONSES.c.subject == _ASSETS.c.id))


def _product(engine: sa.Engine) -> sa.ColumnElement[str]:
    """The piece's product, read from its record."""
    if engine.dialect.name == "postgresql":
        # PostgreSQL's JSON has no zero sign, and would refuse the whole record for one in its words.
        body = sa.func.replace(_ASSETS.c.body, r"\u0000", r"\ufffd")
        told: sa.ColumnElement[str] = sa.cast(body, sa.JSON)["product"].as_string()
        return told
    found: sa.ColumnElement[str] = sa.func.json_extract(_ASSETS.c.body, "$.product", type_=sa.String)
    return found
