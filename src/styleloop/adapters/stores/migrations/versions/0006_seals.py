"""Decisions are found by the seal they are bound to: identical content keeps its decision, whichever piece shows it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column and fill it from the records; the rows are append-only again when it is done."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.add_column("decisions", sa.Column("seal", sa.String, nullable=False, server_default=""))
    if postgresql:
        op.execute("DROP RULE decisions_kept_1 ON decisions")
        op.execute("UPDATE decisions SET seal = (body::json ->> 'seal')")
        op.execute("CREATE RULE decisions_kept_1 AS ON UPDATE TO decisions DO INSTEAD NOTHING")
    else:
        op.execute("DROP TRIGGER decisions_no_update")
        op.execute("UPDATE decisions SET seal = json_extract(body, '$.seal')")
        op.execute(
            "CREATE TRIGGER decisions_no_update BEFORE UPDATE ON decisions "
            "BEGIN SELECT RAISE(ABORT, 'decisions is append-only'); END"
        )
    op.create_index("ix_decisions_seal", "decisions", ["seal"])
