"""An index by which plans are found by when they were agreed, for how they hold."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"


def upgrade() -> None:
    op.create_index(
        "ix_plans_agreed",
        "plans",
        ["agency_id", "agreed_at"],
        postgresql_where=sa.text("agreed_at is not null"),
    )


def downgrade() -> None:
    op.drop_index("ix_plans_agreed", "plans")
