"""A creditor reads the accounts that belong to no creditor; what is posted there stays its own."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.execute(
        "alter policy creditor on accounts using ("
        "case when acting_creditor() is null or creditor_id is null then true "
        "else creditor_id = acting_creditor() end)"
    )


def downgrade() -> None:
    op.execute(
        "alter policy creditor on accounts using ("
        "case when acting_creditor() is null then true "
        "else creditor_id = acting_creditor() end)"
    )
