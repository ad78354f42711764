"""What each model of `models.toml` has spent, kept from run to run, and the budget that stops it in time.

A request's most expensive end is held before it leaves and settled when it is over, in `.styleloop/spending.db`, by any
number of processes at once. Room held by a run that was killed stays taken: its request may well have been billed.
"""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from styleloop.adapters.models.text.purse import Hold, money
from styleloop.adapters.stores.engine import open_engine, reading, writing
from styleloop.errors import StoreError
from styleloop.types.model import ModelEntry
from styleloop.types.record import Record, Refusal

FILE = "spending.db"
_MOST_TOKENS = 10**12
"""Of one request: more is a model's mistake, and its sum would not fit the book."""
_LOG = logging.getLogger(__name__)
_TABLES = sa.MetaData()
_SPENT = sa.Table(
    "spent",
    _TABLES,
    sa.Column("entry", sa.String, primary_key=True),
    sa.Column("currency", sa.String, primary_key=True),
    sa.Column("requests", sa.Integer, nullable=False),
    sa.Column("tokens_in", sa.Integer, nullable=False),
    sa.Column("tokens_out", sa.Integer, nullable=False),
    sa.Column("pictures", sa.Integer, nullable=False),
    sa.Column("guessed", sa.Integer, nullable=False),
    sa.Column("money", sa.Float, nullable=False),
)
_HELD = sa.Table(
    "held",
    _TABLES,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("entry", sa.String, nullable=False),
    sa.Column("currency", sa.String, nullable=False),
    sa.Column("money", sa.Float, nullable=False),
    sa.Column("at", sa.String, nullable=False),
)


class Spent(Record):
    """What one entry took in all."""

    entry: str
    currency: str
    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    pictures: int = 0
    guessed: int = 0
    """Requests whose tokens are an estimate, because the endpoint named none."""
    money: float = 0.0
    """Paid, by the entry's prices."""
    held: float = 0.0
    """Held by requests that are on their way, or whose run was killed: counted as spent, at their most."""
    open: int = 0
    """How many those are."""


class Spending:
    """The account book of one project.

    Args:
        state: the project's `.styleloop` folder.
    """

    def __init__(self, state: Path) -> None:
        self._file = state / FILE
        self._opening = threading.Lock()
        self._opened: sa.Engine | None = None

    def spent(self, entry: str, currency: str) -> Spent:
        """What `entry` took until now.

        Raises:
            StoreError: the book cannot be read.
        """
        if self._opened is None and not self._file.exists():
            return Spent(entry=entry, currency=currency)
        with reading(self._engine()) as connection:
            return _spent(connection, entry, currency)

    def purse(self, entry: ModelEntry) -> EntryPurse:
        """The purse of one entry."""
        return EntryPurse(self, entry)

    def take(self, entry: ModelEntry, most: float) -> int | Spent:
        """Hold `most` money: the hold's number; or, where that might break the budget, what was spent until now."""
        with writing(self._engine()) as connection:
            until_now = _spent(connection, entry.name, entry.currency)
            if entry.budget and until_now.money + until_now.held + most > entry.budget:
                return until_now
            held = connection.execute(
                sa.insert(_HELD).values(
                    entry=entry.name, currency=entry.currency, money=most, at=datetime.now(UTC).isoformat()
                )
            )
            return int(held.lastrowid)

    def settle(self, number: int, entry: ModelEntry, took: Spent) -> None:
        """Put what a request took in the place of what was held for it."""
        counted = took.model_dump(exclude={"entry", "currency", "held", "open"})
        with writing(self._engine()) as connection:
            connection.execute(sa.delete(_HELD).where(_HELD.c.number == number))
            if not any(counted.values()):
                return
            mine = (_SPENT.c.entry == entry.name) & (_SPENT.c.currency == entry.currency)
            more = {name: _SPENT.c[name] + value for name, value in counted.items()}
            if not connection.execute(sa.update(_SPENT).where(mine).values(more)).rowcount:
                connection.execute(sa.insert(_SPENT).values(entry=entry.name, currency=entry.currency, **counted))

    def _engine(self) -> sa.Engine:
        with self._opening:
            if self._opened is None:
                engine = open_engine(f"sqlite:///{self._file}")
                with writing(engine) as connection:
                    for table in _TABLES.sorted_tables:
                        connection.execute(sa.schema.CreateTable(table, if_not_exists=True))
                self._opened = engine
            return self._opened


def _spent(connection: sa.Connection, entry: str, currency: str) -> Spent:
    paid = connection.execute(
        sa.select(_SPENT).where((_SPENT.c.entry == entry) & (_SPENT.c.currency == currency))
    ).first()
    held = connection.execute(
        sa.select(sa.func.coalesce(sa.func.sum(_HELD.c.money), 0.0), sa.func.count()).where(
            (_HELD.c.entry == entry) & (_HELD.c.currency == currency)
        )
    ).one()
    fields = dict(paid._mapping) if paid else {"entry": entry, "currency": currency}
    return Spent(**fields, held=held[0], open=held[1])


class EntryPurse:
    """What one entry has spent and may spend; used by several threads at once."""

    def __init__(self, book: Spending, entry: ModelEntry) -> None:
        self.book, self.entry = book, entry

    def hold(self, subject: str, tokens_in: int, tokens_out: int, *, pictures: int = 0) -> Hold | Refusal:
        """Room for a request that takes at most so much, or a refusal of `subject`: it might break the budget."""
        entry = self.entry
        most = money(entry, tokens_in, tokens_out, pictures)
        try:
            taken = self.book.take(entry, most)
        except StoreError as problem:
            return Refusal(
                subject=subject,
                why=f"what {entry.name} spends cannot be written down, so it is not asked: {problem}",
                cure=f"mend or make room for .styleloop/{FILE}",
                permanent=False,
            )
        if isinstance(taken, int):
            return _Room(self, taken)
        left = entry.budget - taken.money - taken.held
        on_the_way = f", {taken.held:.4f} of it held by {taken.open} open requests" if taken.open else ""
        return Refusal(
            subject=subject,
            why=f"the budget of {entry.name} is reached: another request might break it",
            got=f"{max(0.0, left):.4f} of {entry.budget:g} {entry.currency} left{on_the_way}",
            expected=f"{most:.4f} {entry.currency}, the most this request may cost",
            cure="raise budget of this model in models.toml, or lower its max_tokens",
        )


class _Room:
    """Room held for one request."""

    def __init__(self, purse: EntryPurse, number: int) -> None:
        self._purse, self._number = purse, number

    def settle(self, tokens_in: int, tokens_out: int, *, pictures: int = 0, guessed: bool = False) -> float:
        """What it took in the end; returns its money."""
        entry = self._purse.entry
        tokens_in, tokens_out = min(tokens_in, _MOST_TOKENS), min(tokens_out, _MOST_TOKENS)
        cost = money(entry, tokens_in, tokens_out, pictures)
        took = Spent(
            entry=entry.name,
            currency=entry.currency,
            requests=1 if tokens_in or tokens_out or pictures else 0,
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            pictures=pictures,
            guessed=int(guessed),
            money=cost,
        )
        try:
            self._purse.book.settle(self._number, entry, took)
        except StoreError as problem:  # the answer is there and paid: it is kept, and what was held for it stays taken
            _LOG.warning("what %s spent could not be written down; it counts at its most: %s", entry.name, problem)
        return cost
