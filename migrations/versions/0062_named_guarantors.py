"""A debtor names who guarantees its plan, and what that is to it."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"


def upgrade() -> None:
    op.add_column(
        "plans",
        sa.Column("needs_guarantor", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("guarantors", sa.Column("relation", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("guarantors", "relation")
    op.drop_column("plans", "needs_guarantor")
