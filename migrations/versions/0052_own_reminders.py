"""Reminders in the creditor's own name: agreed on, under its letterhead, and for the invoice alone."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"

_LETTERHEAD = ("signatory", "signatory_title", "logo_key", "logo_media_type")


def upgrade() -> None:
    op.add_column(
        "agreements",
        sa.Column("own_reminders", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    for name in _LETTERHEAD:
        op.add_column("creditors", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("claims", sa.Column("spared_until", sa.Date()))


def downgrade() -> None:
    op.drop_column("claims", "spared_until")
    for name in _LETTERHEAD:
        op.drop_column("creditors", name)
    op.drop_column("agreements", "own_reminders")
