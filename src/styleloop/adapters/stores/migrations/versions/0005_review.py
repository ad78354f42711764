"""Edits, withdrawals, the names of people, and the trail with what was decided and published before there was one."""

import hashlib
import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NOUNS = {"edits": ("variant", "line", "made"), "withdrawals": ("publication",)}


def upgrade() -> None:
    """Make the tables, let the database itself refuse to rewrite all but the names, and write down what came before."""
    for name, columns in NOUNS.items():
        op.create_table(
            name,
            sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
            sa.Column("id", sa.String, nullable=False, unique=True),
            *(sa.Column(column, sa.String, nullable=False) for column in columns),
            sa.Column("body", sa.Text, nullable=False),
        )
        for column in columns:
            op.create_index(f"ix_{name}_{column}", name, [column])
    trail = op.create_table(
        "trail",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("previous", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False, unique=True),
    )
    op.create_index("ix_trail_kind", "trail", ["kind"])
    op.create_table(
        "people",
        sa.Column("who", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
    )
    rows = _before()
    if rows:
        op.bulk_insert(trail, rows)
    for table, known in (("edits", "id = NEW.id"), ("withdrawals", "id = NEW.id"), ("trail", "hash = NEW.hash")):
        _forbid_rewriting(table, known)


def _before() -> list[dict[str, object]]:
    """Decisions, what they set aside, and publications, by the time each states, as the first entries of the chain."""
    connection = op.get_bind()
    findings = {row.id: json.loads(row.body) for row in connection.execute(sa.text("SELECT id, body FROM findings"))}
    told: list[tuple[str, str, dict[str, object]]] = []
    for row in connection.execute(sa.text("SELECT body FROM decisions ORDER BY seq")):
        body = json.loads(row.body)
        told.append((body["at"], "decision", body))
        for name in body.get("dismissed", ()):
            found = {
                k: findings.get(name, {}).get(k, "") for k in ("guardrail", "rule", "severity", "message", "cited")
            }
            said = {k: body[k] for k in ("variant", "seal", "market", "who", "role", "reason")}
            told.append((body["at"], "dismissal", {"decision": body["id"], "finding": name, **found, **said}))
    for row in connection.execute(sa.text("SELECT body FROM publications ORDER BY seq")):
        body = json.loads(row.body)
        told.append((body["at"], "publication", body))
    told.sort(key=lambda one: datetime.fromisoformat(one[0]).timestamp())
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    rows: list[dict[str, object]] = []
    previous = ""
    for seq, (_, kind, body) in enumerate(told, 1):
        entry = {"seq": seq, "at": now, "kind": kind, "body": {**body, "backfilled": True}, "previous": previous}
        previous = hashlib.sha256(_canonical(entry).encode()).hexdigest()
        rows.append({**entry, "body": _canonical(entry["body"]), "hash": previous})
    return rows


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _forbid_rewriting(table: str, known: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE RULE {table}_kept_1 AS ON UPDATE TO {table} DO INSTEAD NOTHING")
        op.execute(f"CREATE RULE {table}_kept_2 AS ON DELETE TO {table} DO INSTEAD NOTHING")
        return
    # A record said twice is one record; an entry of the trail that would be lost must not be lost in silence.
    twice = "RAISE(ABORT, 'trail is append-only')" if table == "trail" else "RAISE(IGNORE)"
    op.execute(  # REPLACE would delete without firing the triggers below
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE seq = NEW.seq OR {known}) BEGIN SELECT {twice}; END"
    )
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
