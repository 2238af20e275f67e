"""Notices under another name than the agency's are few, and found by an index of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"

_LENT = sa.text("kind in ('law_firm_notice', 'own_reminder')")


def upgrade() -> None:
    op.create_index(
        "ix_notices_lent_name", "notices", ["agency_id", "kind", "id"], postgresql_where=_LENT
    )


def downgrade() -> None:
    op.drop_index("ix_notices_lent_name", "notices")
