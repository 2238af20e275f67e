"""When a creditor's answer was carried out, so that a job that runs again does nothing a second time."""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"


def upgrade() -> None:
    op.add_column(
        "plan_referrals", sa.Column("carried_out_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.execute(
        "update plan_referrals set carried_out_at = answered_at "
        "where answer in ('approved', 'refused', 'countered')"
    )


def downgrade() -> None:
    op.drop_column("plan_referrals", "carried_out_at")
