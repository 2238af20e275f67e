"""When an agency last took its account with the provider back."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"


def upgrade() -> None:
    op.add_column(
        "provider_accounts", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.execute("update provider_accounts set left_at = disconnected_at")


def downgrade() -> None:
    op.drop_column("provider_accounts", "left_at")
