"""Lets several payments of a case be under way at once; the amounts are kept apart by its lock."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"

_UNDERWAY = sa.text("paid_at is null and ended_at is null")


def upgrade() -> None:
    op.create_index(
        "ix_payments_underway", "payments", ["agency_id", "case_id"], postgresql_where=_UNDERWAY
    )
    op.drop_index("uq_payments_underway", "payments")


def downgrade() -> None:
    op.create_index(
        "uq_payments_underway",
        "payments",
        ["agency_id", "case_id"],
        unique=True,
        postgresql_where=_UNDERWAY,
    )
    op.drop_index("ix_payments_underway", "payments")
