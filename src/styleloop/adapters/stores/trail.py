"""The trail: what was decided, published, edited and withdrawn, each entry chained to the one before it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from styleloop.adapters.stores.engine import reading
from styleloop.adapters.stores.tables import TABLES, TRAIL
from styleloop.types.audit import Audited
from styleloop.types.record import Record, canonical
from styleloop.types.review import Decision, Edit, Publication, Withdrawal, kept
from styleloop.types.trail import START, Entry, Kind, entry_hash

AT_ONCE = 500
"""Pieces asked about in one question."""
Told = tuple[Kind, dict[str, Any]]
"""What an entry says."""
_KINDS: dict[type[Record], Kind] = {
    Decision: "decision",
    Publication: "publication",
    Edit: "edit",
    Withdrawal: "withdrawal",
}
_OF_FINDING = ("guardrail", "rule", "severity", "message", "cited")
_OF_DECISION = ("variant", "seal", "market", "who", "role", "reason", "sealed")


class Trail:
    """Reads the chain, and lengthens it inside the transaction of what it records."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], datetime]) -> None:
        self._engine, self._clock = engine, clock

    def record(self, records: Iterable[Record], connection: sa.Connection) -> None:
        """Entries for records that were just kept: one each.

        A decision has one more for every remark that it sets aside, and one that says what the checks had looked at
        and what they had not, where that is known.
        """
        told: list[Told] = []
        given = list(records)
        looked = _looked([one.variant for one in given if isinstance(one, Decision)], connection)
        for one in given:
            body = kept(one)
            told.append((_KINDS[type(one)], body))
            if isinstance(one, Decision) and one.dismissed:
                told += _dismissals(one, body, connection)
            if isinstance(one, Decision) and one.action != "reopen" and one.variant in looked:
                told.append(("audit", {"decision": one.id, "variant": one.variant, **looked[one.variant]}))
        self.add(told, connection)

    def add(self, told: Sequence[Told], connection: sa.Connection) -> None:
        """Lengthen the chain; writers are alone from the beginning of their transaction (`engine.writing`)."""
        if not told:
            return
        last = connection.execute(sa.select(TRAIL.c.seq, TRAIL.c.hash).order_by(TRAIL.c.seq.desc()).limit(1)).first()
        seq, previous = (last.seq, last.hash) if last else (0, START)
        at = self._clock().isoformat(timespec="microseconds")
        rows = []
        for kind, body in told:
            seq += 1
            row = {"seq": seq, "at": at, "kind": kind, "body": canonical(body), "previous": previous}
            previous = entry_hash(seq, at, kind, body, previous)
            rows.append({**row, "hash": previous})
        connection.execute(TRAIL.insert(), rows)

    def rows(self, kind: str = "", connection: sa.Connection | None = None) -> tuple[dict[str, Any], ...]:
        """Entries as they lie there, oldest first, whether they hold or not; of one kind, where one is named."""
        query = sa.select(TRAIL).order_by(TRAIL.c.seq)
        if kind:
            query = query.where(TRAIL.c.kind == kind)
        if connection is not None:
            return tuple(_row(row) for row in connection.execute(query))
        with reading(self._engine) as own:
            return tuple(_row(row) for row in own.execute(query))

    def every(self, kind: str = "") -> tuple[Entry, ...]:
        """As `rows`, as records.

        Raises:
            ValueError: an entry is not what it was when it was written.
        """
        return tuple(Entry.model_validate(row) for row in self.rows(kind))


def _row(row: Any) -> dict[str, Any]:
    told = dict(row._mapping)
    return {**told, "body": json.loads(told["body"])}


def _dismissals(decision: Decision, body: dict[str, Any], connection: sa.Connection) -> list[Told]:
    findings = TABLES["findings"]
    query = sa.select(findings.c.id, findings.c.body).where(findings.c.id.in_(decision.dismissed))
    known = {row.id: json.loads(row.body) for row in connection.execute(query)}
    said = {name: body[name] for name in _OF_DECISION if name in body}
    return [
        (
            "dismissal",
            {
                "decision": decision.id,
                "finding": name,
                **{field: known.get(name, {}).get(field, "") for field in _OF_FINDING},
                **said,
            },
        )
        for name in decision.dismissed
    ]


def _looked(variants: Sequence[str], connection: sa.Connection) -> dict[str, dict[str, Any]]:
    """What the checks said of pieces when they last looked, and what they could not look at, by piece."""
    audits, findings = TABLES["audits"], TABLES["findings"]
    found: dict[str, Audited] = {}
    severities: dict[str, list[str]] = {}
    for begin in range(0, len(variants), AT_ONCE):
        some = variants[begin : begin + AT_ONCE]
        newest = sa.select(audits.c.body).where(audits.c.subject.in_(some)).order_by(audits.c.seq)
        for body in connection.execute(newest).scalars():
            audited = Audited.model_validate_json(body)
            found[audited.subject] = audited
        said = sa.select(findings.c.subject, findings.c.body).where(findings.c.subject.in_(some))
        for row in connection.execute(said):
            severities.setdefault(row.subject, []).append(json.loads(row.body)["severity"])
    return {
        name: {
            "audited": one.id,
            "day": one.day.isoformat(),
            "checked": list(one.checked),
            "not_checked": list(one.missing),
            "said": one.words(severities.get(name, ())),
        }
        for name, one in found.items()
    }
