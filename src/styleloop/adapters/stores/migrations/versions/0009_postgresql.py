"""On PostgreSQL, append-only by triggers: beside a rule no insert may skip what is there, and a rule is silent."""

from alembic import op

revision = "0009"
down_revision = "0008"

APPEND_ONLY = (
    "allocations",
    "assets",
    "audits",
    "briefs",
    "campaigns",
    "decisions",
    "drafts",
    "edits",
    "experiments",
    "findings",
    "promotions",
    "publications",
    "responses",
    "scores",
    "segments",
    "styles",
    "trail",
    "variants",
    "withdrawals",
)


def upgrade() -> None:
    """Put triggers where the rules were; number the rows of two tables whose order SQLite keeps by itself."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        "CREATE FUNCTION styleloop_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"
    )
    for table in APPEND_ONLY:
        for number in (1, 2):
            op.execute(f"DROP RULE {table}_kept_{number} ON {table}")
        for verbs, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER {table}_kept_by_{each.lower()} BEFORE {verbs} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION styleloop_append_only()"
            )
    for table in ("measurements", "progress"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN rowid BIGSERIAL")
