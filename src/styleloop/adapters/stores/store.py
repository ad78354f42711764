"""The project's memory: one shelf per noun, blobs by hash, and the few tables that are not nouns."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Literal

import sqlalchemy as sa

from styleloop.adapters.stores.blobs import Blobs
from styleloop.adapters.stores.engine import open_engine, reading, writing
from styleloop.adapters.stores.migrate import upgrade
from styleloop.adapters.stores.people import People
from styleloop.adapters.stores.reasons import Reasons
from styleloop.adapters.stores.shelf import Shelf, insert_once
from styleloop.adapters.stores.tables import APPROVED_FRAMES, CAME, IMPORTS, MEASUREMENTS, PROGRESS, PROMOTIONS
from styleloop.adapters.stores.trail import Trail
from styleloop.types.asset import Asset, Response
from styleloop.types.audit import Audited, Finding
from styleloop.types.brief import Brief, Campaign
from styleloop.types.experiment import Allocation, Experiment
from styleloop.types.measurement import Measurement
from styleloop.types.product import Product
from styleloop.types.record import Record
from styleloop.types.review import Decision, Edit, Publication, Withdrawal
from styleloop.types.segment import Segment
from styleloop.types.style import Score, StyleVector
from styleloop.types.variant import Draft, Variant
from styleloop.types.verdict import Criterion

Role = Literal["speaks", "challenges", "stands down", "held"]
"""What a version did: began to speak, was put up beside the one that speaks, was taken down again, or was held."""


class Turn(Record):
    """One thing that happens to the style of a market."""

    market: str
    style: str
    why: str
    role: Role = "speaks"
    share: float = 0.0
    """Of a campaign's lines that a challenger makes."""
    undo: bool = False
    """Whether it takes back what was before it."""
    criteria: tuple[Criterion, ...] = ()
    """What the gate judged it by."""


class Promotion(Turn):
    """One line of the history of a market's style: what happened, and when."""

    at: str


class Progress(Record):
    """How far one stage of one run is."""

    run: str
    stage: str
    done: int
    total: int
    note: str = ""
    at: str = ""


class Store:
    """Opens (and, when needed, brings up to date) the database and the blobs of one project."""

    def __init__(self, url: str, blobs: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.engine = open_engine(url)
        upgrade(self.engine)
        self.blobs = Blobs(blobs)
        self._clock = clock

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    @cached_property
    def trail(self) -> Trail:
        """What people and the project did, chained."""
        return Trail(self.engine, self._clock)

    @cached_property
    def people(self) -> People:
        """Who the pseudonymous ids are."""
        return People(self.engine, self._clock)

    @cached_property
    def reasons(self) -> Reasons:
        """Why people did what they did, in their own words."""
        return Reasons(self.engine)

    @cached_property
    def assets(self) -> Shelf[Asset]:
        """Everything in the library."""
        return Shelf(self.engine, Asset)

    @cached_property
    def products(self) -> Shelf[Product]:
        """What the brand sells; the newest state by sku."""
        return Shelf(self.engine, Product)

    @cached_property
    def responses(self) -> Shelf[Response]:
        """How people responded."""
        return Shelf(self.engine, Response)

    @cached_property
    def styles(self) -> Shelf[StyleVector]:
        """Every style version there ever was."""
        return Shelf(self.engine, StyleVector)

    @cached_property
    def campaigns(self) -> Shelf[Campaign]:
        """What was asked for."""
        return Shelf(self.engine, Campaign)

    @cached_property
    def briefs(self) -> Shelf[Brief]:
        """What the drafters were told."""
        return Shelf(self.engine, Brief)

    @cached_property
    def drafts(self) -> Shelf[Draft]:
        """What was chosen to be drawn."""
        return Shelf(self.engine, Draft)

    @cached_property
    def scores(self) -> Shelf[Score]:
        """How drafts stand against a style version."""
        return Shelf(self.engine, Score)

    @cached_property
    def variants(self) -> Shelf[Variant]:
        """Drawn drafts."""
        return Shelf(self.engine, Variant)

    @cached_property
    def findings(self) -> Shelf[Finding]:
        """What the checks objected to."""
        return Shelf(self.engine, Finding)

    @cached_property
    def audits(self) -> Shelf[Audited]:
        """How far each piece was looked at; none of a piece that was made before this was kept."""
        return Shelf(self.engine, Audited)

    @cached_property
    def decisions(self) -> Shelf[Decision]:
        """What people decided."""
        return Shelf(self.engine, Decision, self.trail)

    @cached_property
    def publications(self) -> Shelf[Publication]:
        """What left."""
        return Shelf(self.engine, Publication, self.trail)

    @cached_property
    def edits(self) -> Shelf[Edit]:
        """What people wrote into lines."""
        return Shelf(self.engine, Edit, self.trail)

    @cached_property
    def withdrawals(self) -> Shelf[Withdrawal]:
        """What is no longer live."""
        return Shelf(self.engine, Withdrawal, self.trail)

    @cached_property
    def experiments(self) -> Shelf[Experiment]:
        """Randomised tests."""
        return Shelf(self.engine, Experiment)

    @cached_property
    def segments(self) -> Shelf[Segment]:
        """The translation memory; of one place the newest word."""
        return Shelf(self.engine, Segment)

    @cached_property
    def allocations(self) -> Shelf[Allocation]:
        """Who was to be shown how much, by test and day."""
        return Shelf(self.engine, Allocation)

    def keep_measurements(self, measured: Mapping[str, Sequence[Measurement]]) -> None:
        """Keep the numbers of each subject, by extractor version."""
        rows: list[dict[str, object]] = []
        for subject, numbers in measured.items():
            for extractor in sorted({m.extractor for m in numbers}):
                pairs = [[m.name, m.value, m.unit] for m in numbers if m.extractor == extractor]
                rows.append({"subject": subject, "extractor": extractor, "body": json.dumps(pairs)})
        if rows:
            with writing(self.engine) as connection:
                insert_once(connection, MEASUREMENTS, rows)

    def measurements(self, extractors: Iterable[str]) -> dict[str, tuple[Measurement, ...]]:
        """Every subject's numbers by these extractor versions, and by no other."""
        query = sa.select(MEASUREMENTS).where(MEASUREMENTS.c.extractor.in_(sorted(extractors))).order_by(CAME)
        found: dict[str, list[Measurement]] = {}
        with reading(self.engine) as connection:
            for subject, extractor, body in connection.execute(query):
                found.setdefault(subject, []).extend(
                    Measurement(subject=subject, name=name, value=value, unit=unit, extractor=extractor)
                    for name, value, unit in json.loads(body)
                )
        return {subject: tuple(sorted(numbers, key=lambda m: m.name)) for subject, numbers in found.items()}

    def promote(self, promotions: Iterable[tuple[str, str, str, str]], connection: sa.Connection | None = None) -> None:
        """Let styles speak from now on: (market, style, why, key), all of them or none; a key counts once.

        All at once, because a market's next version depends on which global version speaks.
        In the transaction of `connection`, where one is given.
        """
        self.record(
            [(Turn(market=market, style=style, why=why), key) for market, style, why, key in promotions], connection
        )

    def record(self, turns: Iterable[tuple[Turn, str]], connection: sa.Connection | None = None) -> None:
        """Keep what happened, each with its key, all of it or nothing; a key counts once.

        In the transaction of `connection`, where one is given.
        """
        at = self._now()
        columns = {"market", "style", "why", "role"}
        rows: list[dict[str, object]] = [
            {**t.model_dump(include=columns), "body": t.model_dump_json(exclude=columns), "at": at, "key": key}
            for t, key in turns
        ]
        if rows and connection is not None:
            insert_once(connection, PROMOTIONS, rows)
        elif rows:
            with writing(self.engine) as own:
                insert_once(own, PROMOTIONS, rows)

    def chronicle(self, market: str) -> tuple[Promotion, ...]:
        """Everything that happened to a market's style, oldest first: what was tried and what was held, too."""
        query = sa.select(PROMOTIONS).where(PROMOTIONS.c.market == market).order_by(PROMOTIONS.c.seq)
        with reading(self.engine) as connection:
            rows = connection.execute(query).all()
        return tuple(
            Promotion(market=r.market, style=r.style, why=r.why, role=r.role, at=r.at, **json.loads(r.body))
            for r in rows
        )

    def history(self, market: str) -> tuple[Promotion, ...]:
        """Who spoke for a market, oldest first."""
        return tuple(turn for turn in self.chronicle(market) if turn.role == "speaks")

    def challenger(self, market: str) -> Promotion | None:
        """What was put up beside the version that speaks, as long as it stands; None when nothing is."""
        turns = [turn for turn in self.chronicle(market) if turn.role != "held"]
        return turns[-1] if turns and turns[-1].role == "challenges" else None

    def current(self, market: str) -> StyleVector | None:
        """The style version that speaks for a market now, or None."""
        past = self.history(market)
        return self.styles.get(past[-1].style) if past else None

    def approve_frame(self, pattern: str, who: str) -> None:
        """A person said yes to a frame that was seen only once."""
        with writing(self.engine) as connection:
            insert_once(connection, APPROVED_FRAMES, [{"pattern": pattern, "who": who, "at": self._now()}])

    def approved_frames(self) -> frozenset[str]:
        """Frames that a person said yes to."""
        with reading(self.engine) as connection:
            return frozenset(connection.execute(sa.select(APPROVED_FRAMES.c.pattern)).scalars())

    def imported(self, file: str, sha256: str) -> str | None:
        """The report of an import of exactly these bytes, or None."""
        query = sa.select(IMPORTS.c.report).where(IMPORTS.c.file == file, IMPORTS.c.sha256 == sha256)
        with reading(self.engine) as connection:
            return connection.execute(query).scalar()

    def remember_import(self, connection: sa.Connection, file: str, sha256: str, report: str) -> None:
        """Note, in the import's own transaction, that this file was read."""
        connection.execute(IMPORTS.delete().where(IMPORTS.c.file == file))  # what counts is what was read last
        insert_once(connection, IMPORTS, [{"file": file, "sha256": sha256, "report": report, "at": self._now()}])

    def report_progress(self, run: str, stage: str, done: int, total: int, note: str = "") -> None:
        """Say how far a stage is; the newest word wins."""
        row = {"run": run, "stage": stage, "done": done, "total": total, "note": note, "at": self._now()}
        with writing(self.engine) as connection:
            same = (PROGRESS.c.run == run) & (PROGRESS.c.stage == stage)
            if connection.execute(PROGRESS.update().where(same).values(**row)).rowcount == 0:
                insert_once(connection, PROGRESS, [row])

    def progress(self, run: str = "") -> tuple[Progress, ...]:
        """How far every stage of one run (or of all) is, in the order they began."""
        query = sa.select(PROGRESS).order_by(CAME)
        if run:
            query = query.where(PROGRESS.c.run == run)
        with reading(self.engine) as connection:
            return tuple(Progress(**row._mapping) for row in connection.execute(query))

    def _now(self) -> str:
        return self._clock().isoformat(timespec="microseconds")
