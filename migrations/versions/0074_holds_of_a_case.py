"""All holds of a case by an index: its pages read them, lifted or not."""

from alembic import op

revision = "0074"
down_revision = "0073"


def upgrade() -> None:
    op.create_index("ix_holds_case", "holds", ["agency_id", "case_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_holds_case", "holds")
