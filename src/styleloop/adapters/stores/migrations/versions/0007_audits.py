"""How far each piece was looked at, and what no check could look at. Of older pieces nothing is known: no row."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TABLE = "audits"
COLUMNS = ("subject",)


def upgrade() -> None:
    """Make the table, and let the database itself refuse to rewrite it."""
    op.create_table(
        TABLE,
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        *(sa.Column(column, sa.String, nullable=False) for column in COLUMNS),
        sa.Column("body", sa.Text, nullable=False),
    )
    for column in COLUMNS:
        op.create_index(f"ix_{TABLE}_{column}", TABLE, [column])
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
