"""Which cases went over to the version they follow, so that they are not compared with others."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.add_column(
        "courses", sa.Column("changed_over_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("courses", "changed_over_at")
