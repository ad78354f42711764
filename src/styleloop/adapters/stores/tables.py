"""Where each noun is kept. Records are not rows: a table holds the record as JSON beside the columns it is found by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from styleloop.types.asset import Asset, Response
from styleloop.types.audit import Audited, Finding
from styleloop.types.brief import Brief, Campaign
from styleloop.types.experiment import Allocation, Experiment
from styleloop.types.product import Product
from styleloop.types.record import Record
from styleloop.types.review import Decision, Edit, Publication, Withdrawal
from styleloop.types.segment import Segment
from styleloop.types.style import Score, StyleVector
from styleloop.types.variant import Draft, Variant

METADATA = sa.MetaData()


@dataclass(frozen=True)
class Noun:
    """One kind of record and how it is found.

    Attributes:
        table: its table's name.
        record: the record type.
        key: what names a record; equal key, same record.
        columns: extra columns to search by, from the record.
        append_only: whether the database itself refuses to change or delete a row.
        place: what a later record says anew: of those with the same place, the last one stands; None: all stand.
    """

    table: str
    record: type[Record]
    key: Callable[[Any], str] = lambda record: str(record.id)
    columns: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    append_only: bool = True
    place: Callable[[Any], object] | None = None


NOUNS = (
    Noun("assets", Asset, columns={"role": lambda a: a.role, "locale": lambda a: a.locale, "name": lambda a: a.name}),
    Noun("products", Product, key=lambda p: p.sku, append_only=False),
    Noun(
        "responses",
        Response,
        columns={"subject": lambda r: r.subject, "test": lambda r: r.test},
        place=lambda r: r.place,
    ),
    Noun("styles", StyleVector, columns={"market": lambda s: s.market, "parent": lambda s: s.parent}),
    Noun("campaigns", Campaign, columns={"product": lambda c: c.product}),
    Noun("briefs", Brief, columns={"campaign": lambda b: b.campaign, "market": lambda b: b.market}),
    Noun("drafts", Draft, columns={"brief": lambda d: d.brief, "market": lambda d: d.market}),
    Noun("scores", Score, key=lambda s: f"{s.subject}:{s.style}", columns={"subject": lambda s: s.subject}),
    Noun(
        "variants",
        Variant,
        columns={"campaign": lambda v: v.campaign, "market": lambda v: v.market, "line": lambda v: v.line},
    ),
    Noun("findings", Finding, columns={"subject": lambda f: f.subject, "guardrail": lambda f: f.guardrail}),
    Noun("audits", Audited, columns={"subject": lambda a: a.subject}),
    Noun(
        "decisions",
        Decision,
        columns={"variant": lambda d: d.variant, "market": lambda d: d.market, "seal": lambda d: d.seal},
    ),
    Noun("publications", Publication, columns={"variant": lambda p: p.variant, "name": lambda p: p.name}),
    Noun(
        "edits",
        Edit,
        columns={"variant": lambda e: e.variant, "line": lambda e: e.line, "made": lambda e: e.made},
    ),
    Noun("withdrawals", Withdrawal, columns={"publication": lambda w: w.publication}),
    Noun("experiments", Experiment, columns={"campaign": lambda e: e.campaign, "market": lambda e: e.market}),
    Noun(
        "segments",
        Segment,
        columns={"locale": lambda s: s.locale, "batch": lambda s: s.batch},
        place=lambda s: s.place,
    ),
    Noun("allocations", Allocation, key=lambda a: f"{a.test}:{a.day}", columns={"test": lambda a: a.test}),
)
BY_RECORD = {noun.record: noun for noun in NOUNS}


def _table(noun: Noun) -> sa.Table:
    extra = [sa.Column(name, sa.String, nullable=False, index=True) for name in noun.columns]
    return sa.Table(
        noun.table,
        METADATA,
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        *extra,
        sa.Column("body", sa.Text, nullable=False),
    )


TABLES = {noun.table: _table(noun) for noun in NOUNS}

CAME: sa.ColumnElement[int] = sa.literal_column("rowid", sa.Integer)
"""The order of rows that have no number among their columns: SQLite's own, and a column by that name on PostgreSQL."""
MEASUREMENTS = sa.Table(
    "measurements",
    METADATA,
    sa.Column("subject", sa.String, primary_key=True),
    sa.Column("extractor", sa.String, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
)
"""Derived: one row per subject and extractor version, rebuilt by `styleloop ingest`."""

PROMOTIONS = sa.Table(
    "promotions",
    METADATA,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("market", sa.String, nullable=False, index=True),
    sa.Column("style", sa.String, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("key", sa.String, nullable=False, unique=True),
    sa.Column("role", sa.String, nullable=False, server_default="speaks"),
    sa.Column("body", sa.Text, nullable=False, server_default="{}"),
)
"""What happened to the style of a market: the newest row that says so speaks. Undo is one more row."""

APPROVED_FRAMES = sa.Table(
    "approved_frames",
    METADATA,
    sa.Column("pattern", sa.String, primary_key=True),
    sa.Column("who", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
)

IMPORTS = sa.Table(
    "imports",
    METADATA,
    sa.Column("file", sa.String, primary_key=True),
    sa.Column("sha256", sa.String, primary_key=True),
    sa.Column("report", sa.Text, nullable=False),
    sa.Column("at", sa.String, nullable=False),
)
"""Which file was read in which state: the same bytes twice change nothing."""

PROGRESS = sa.Table(
    "progress",
    METADATA,
    sa.Column("run", sa.String, primary_key=True),
    sa.Column("stage", sa.String, primary_key=True),
    sa.Column("done", sa.Integer, nullable=False),
    sa.Column("total", sa.Integer, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("at", sa.String, nullable=False),
)

TRAIL = sa.Table(
    "trail",
    METADATA,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False, index=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("previous", sa.String, nullable=False),
    sa.Column("hash", sa.String, nullable=False, unique=True),
)
"""What people and the project did, each entry chained to the one before; append-only."""

PEOPLE = sa.Table(
    "people",
    METADATA,
    sa.Column("who", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
)
"""The only place where a name stands beside a pseudonymous id; a row may be erased, and nothing else changes."""

REASONS = sa.Table(
    "reasons",
    METADATA,
    sa.Column("sealed", sa.String, primary_key=True),
    sa.Column("salt", sa.String, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
)
"""The words of reasons, by their seals: like a name, a row may be erased, and nothing else changes."""
