"""Cases that go over to another strategy, and by which move a case came, so that it can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"


def upgrade() -> None:
    op.add_column("strategy_changeovers", sa.Column("undoes_id", sa.Uuid()))
    _refer("strategy_changeovers", "undoes_id")
    op.add_column("courses", sa.Column("changeover_id", sa.Uuid()))
    op.add_column("courses", sa.Column("left_at", sa.BigInteger()))
    _refer("courses", "changeover_id")


def downgrade() -> None:
    op.drop_column("courses", "left_at")
    op.drop_column("courses", "changeover_id")
    op.drop_column("strategy_changeovers", "undoes_id")


def _refer(table: str, column: str) -> None:
    op.create_foreign_key(
        op.f(f"fk_{table}_agency_id_{column}"),
        table,
        "strategy_changeovers",
        ["agency_id", column],
        ["agency_id", "id"],
    )
