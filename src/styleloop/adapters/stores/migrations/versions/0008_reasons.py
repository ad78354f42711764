"""The words of reasons, apart from what they are the reasons of: a row may be erased. Older reasons stay as typed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table; nothing forbids to delete from it."""
    op.create_table(
        "reasons",
        sa.Column("sealed", sa.String, primary_key=True),
        sa.Column("salt", sa.String, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
    )
