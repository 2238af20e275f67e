"""The worklist of everybody by a column of its own, which the row policies let an index answer.

Of `rank + 0` they did not: an addition may fail with words of its own, so it is asked only of rows
that the policies have let through, which is too late for an index.
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"

_NAME, _TABLE = "ix_worklist_entries_all", "worklist_entries"


def upgrade() -> None:
    op.drop_index(_NAME, _TABLE)
    op.add_column(
        _TABLE,
        sa.Column(
            "everybodys_rank", sa.BigInteger(), sa.Computed("rank", persisted=True), nullable=False
        ),
    )
    op.create_index(_NAME, _TABLE, ["agency_id", "everybodys_rank", "place", "id"])


def downgrade() -> None:
    op.drop_index(_NAME, _TABLE)
    op.drop_column(_TABLE, "everybodys_rank")
    op.create_index(_NAME, _TABLE, ["agency_id", sa.text("(rank + 0)"), "place", "id"])
