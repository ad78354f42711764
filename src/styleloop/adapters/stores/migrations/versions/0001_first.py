"""The first schema: every noun, measurements, promotions, imports, progress."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NOUNS = {
    "assets": ("role", "locale", "name"),
    "products": (),
    "responses": ("subject", "test"),
    "styles": ("market", "parent"),
    "campaigns": ("product",),
    "briefs": ("campaign", "market"),
    "drafts": ("brief", "market"),
    "scores": ("subject",),
    "variants": ("campaign", "market", "line"),
    "findings": ("subject", "guardrail"),
    "decisions": ("variant", "market"),
    "publications": ("variant", "name"),
    "experiments": ("campaign", "market"),
}
APPEND_ONLY = (*(name for name in NOUNS if name != "products"), "promotions")


def upgrade() -> None:
    """Make the tables, and let the database itself refuse to rewrite history."""
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
    _others()
    for name in APPEND_ONLY:
        _forbid_rewriting(name)


def _others() -> None:
    op.create_table(
        "measurements",
        sa.Column("subject", sa.String, primary_key=True),
        sa.Column("extractor", sa.String, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "promotions",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("market", sa.String, nullable=False),
        sa.Column("style", sa.String, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False, unique=True),
    )
    op.create_index("ix_promotions_market", "promotions", ["market"])
    op.create_table(
        "approved_frames",
        sa.Column("pattern", sa.String, primary_key=True),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
    )
    op.create_table(
        "imports",
        sa.Column("file", sa.String, primary_key=True),
        sa.Column("sha256", sa.String, primary_key=True),
        sa.Column("report", sa.Text, nullable=False),
        sa.Column("at", sa.String, nullable=False),
    )
    op.create_table(
        "progress",
        sa.Column("run", sa.String, primary_key=True),
        sa.Column("stage", sa.String, primary_key=True),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("at", sa.String, nullable=False),
    )


def _forbid_rewriting(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE RULE {table}_kept_1 AS ON UPDATE TO {table} DO INSTEAD NOTHING")
        op.execute(f"CREATE RULE {table}_kept_2 AS ON DELETE TO {table} DO INSTEAD NOTHING")
        return
    known = f"seq = NEW.seq OR {'key = NEW.key' if table == 'promotions' else 'id = NEW.id'}"
    op.execute(  # REPLACE would delete without firing the triggers below
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {known}) BEGIN SELECT RAISE(IGNORE); END"
    )
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
