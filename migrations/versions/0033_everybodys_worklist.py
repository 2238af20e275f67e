"""The worklist of everybody by an index of its own, which is never taken for that of one collector."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

_NAME, _TABLE = "ix_worklist_entries_all", "worklist_entries"


def upgrade() -> None:
    op.drop_index(_NAME, _TABLE)
    op.create_index(_NAME, _TABLE, ["agency_id", sa.text("(rank + 0)"), "place", "id"])


def downgrade() -> None:
    op.drop_index(_NAME, _TABLE)
    op.create_index(_NAME, _TABLE, ["agency_id", "rank", "place", "id"])
