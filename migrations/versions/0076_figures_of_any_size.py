"""What first pages and the books show costs the same in a house of any size: how many cases stand how, what
came in last and where debtors live by indexes; what stands on an account carried forward each night."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.locks import append_only, protect

revision = "0076"
down_revision = "0075"

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_index(
        "ix_cases_standing", "cases", ["agency_id", "creditor_id", "closed_at", "mover"]
    )
    op.create_index("ix_debtors_country", "debtors", ["agency_id", "country"])
    op.create_index("ix_payments_received", "payments", ["agency_id", "creditor_id", "paid_at"])
    op.create_index(
        "ix_case_balances_creditor", "case_balances", ["agency_id", "creditor_id", "open_minor"]
    )
    op.create_table(
        "carried_balances",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("agency_id", "id", "before")),
        sa.Column("creditor_id", sa.Uuid(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("carried_at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_carried_balances")),
        sa.ForeignKeyConstraint(
            ["agency_id", "id"],
            ["accounts.agency_id", "accounts.id"],
            name=op.f("fk_carried_balances_account"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_carried_balances_agency_id_creditor_id"),
        ),
    )
    protect("carried_balances", "creditor_id")
    op.create_table(
        "recounts",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("agency_id", "id")),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("faults", JSONB(), nullable=False),
        sa.Column("counted_at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_recounts")),
    )
    op.create_index("ix_recounts_currency", "recounts", ["agency_id", "currency", "id"])
    protect("recounts", "nothing")
    append_only("recounts")


def downgrade() -> None:
    op.drop_table("recounts")
    op.drop_table("carried_balances")
    op.drop_index("ix_case_balances_creditor", "case_balances")
    op.drop_index("ix_payments_received", "payments")
    op.drop_index("ix_debtors_country", "debtors")
    op.drop_index("ix_cases_standing", "cases")
