"""The log of who was to be shown how much: one row per test and day, never rewritten."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TABLE = "allocations"


def upgrade() -> None:
    """Make the table, and let the database itself refuse to rewrite it."""
    op.create_table(
        TABLE,
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("test", sa.String, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index(f"ix_{TABLE}_test", TABLE, ["test"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE RULE {TABLE}_kept_1 AS ON UPDATE TO {TABLE} DO INSTEAD NOTHING")
        op.execute(f"CREATE RULE {TABLE}_kept_2 AS ON DELETE TO {TABLE} DO INSTEAD NOTHING")
        return
    op.execute(  # REPLACE would delete without firing the triggers below
        f"CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE} "
        f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE seq = NEW.seq OR id = NEW.id) BEGIN SELECT RAISE(IGNORE); END"
    )
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
        )
