"""A market's history says more than who spoke: who was tried beside it, what was held, and by which criteria."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TABLE = "promotions"


def upgrade() -> None:
    """Every row so far was about a version that began to speak."""
    op.add_column(TABLE, sa.Column("role", sa.String, nullable=False, server_default="speaks"))
    op.add_column(TABLE, sa.Column("body", sa.Text, nullable=False, server_default="{}"))
