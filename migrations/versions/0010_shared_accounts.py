"""A creditor reads the accounts that belong to no creditor; what is posted there stays its own.

Accounts are never deleted, and now nobody could.
"""

from alembic import op

from migrations.locks import APPLICATION

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.execute(
        "alter policy creditor on accounts using ("
        "case when acting_creditor() is null or creditor_id is null then true "
        "else creditor_id = acting_creditor() end)"
    )
    op.execute(f"revoke delete on accounts from {APPLICATION}")


def downgrade() -> None:
    op.execute(f"grant delete on accounts to {APPLICATION}")
    op.execute(
        "alter policy creditor on accounts using ("
        "case when acting_creditor() is null then true "
        "else creditor_id = acting_creditor() end)"
    )
