"""What moves at the card provider: its fees, chargebacks, refunds that come back, debits under way."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.locks import append_only, protect

revision = "0036"
down_revision = "0035"

_AT = sa.DateTime(timezone=True)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{to}.agency_id", f"{to}.id"],
        name=op.f(f"fk_{table}_agency_id_{column}"),
    )


def upgrade() -> None:
    op.add_column("payments", sa.Column("awaited_since", _AT, nullable=True))
    op.add_column(
        "provider_accounts",
        sa.Column(
            "methods", postgresql.JSONB(), nullable=False, server_default=sa.text("'[\"card\"]'")
        ),
    )
    op.create_table(
        "refund_undoings",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("agency_id", "id")),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("creditor_id", "refund_id")),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undone_at", _AT, nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        _refers("refund_undoings", "creditor_id", "creditors"),
        _refers("refund_undoings", "refund_id", "refunds"),
        _refers("refund_undoings", "entry_id", "entries"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_refund_undoings")),
        sa.UniqueConstraint(
            "agency_id", "refund_id", name=op.f("uq_refund_undoings_agency_id_refund_id")
        ),
        sa.CheckConstraint("reason ~ '^[a-z_]+$'", name=op.f("ck_refund_undoings_reason")),
    )
    op.create_table(
        "provider_movements",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("agency_id", "id")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("reference", "kind", "source")),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("amount_minor", "fee_minor")
        ),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("happened_at", _AT, nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("difference", sa.Text(), nullable=False),
        sa.Column("seen_at", _AT, nullable=False),
        _refers("provider_movements", "payment_id", "payments"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_provider_movements")),
        sa.UniqueConstraint(
            "agency_id", "reference", name=op.f("uq_provider_movements_agency_id_reference")
        ),
    )
    op.create_index(
        "ix_provider_movements_happened_at",
        "provider_movements",
        ["agency_id", "happened_at", "id"],
    )
    op.create_index(
        "ix_provider_movements_payment", "provider_movements", ["agency_id", "payment_id"]
    )
    op.create_table(
        "chargebacks",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("agency_id", "id")),
        *(
            sa.Column(name, sa.Uuid(), nullable=False)
            for name in ("creditor_id", "case_id", "payment_id")
        ),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("currency", "reason", "state")),
        sa.Column("opened_at", _AT, nullable=False),
        *(sa.Column(name, _AT, nullable=True) for name in ("answer_by", "answered_at")),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", _AT, nullable=True),
        _refers("chargebacks", "creditor_id", "creditors"),
        _refers("chargebacks", "case_id", "cases"),
        _refers("chargebacks", "payment_id", "payments"),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["users.id"], name=op.f("fk_chargebacks_answered_by")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_chargebacks")),
        sa.UniqueConstraint(
            "agency_id", "reference", name=op.f("uq_chargebacks_agency_id_reference")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_chargebacks_amount")),
        sa.CheckConstraint(
            "state in ('open', 'answered', 'won', 'lost')", name=op.f("ck_chargebacks_state")
        ),
        sa.CheckConstraint("reason ~ '^[a-z_]*$'", name=op.f("ck_chargebacks_reason")),
    )
    op.create_index("ix_chargebacks_case", "chargebacks", ["agency_id", "case_id", "id"])
    protect("refund_undoings", "creditor_id")
    protect("provider_movements", "nothing")
    protect("chargebacks", "creditor_id")
    append_only("refund_undoings")


def downgrade() -> None:
    for table in ("chargebacks", "provider_movements", "refund_undoings"):
        op.drop_table(table)
    op.drop_column("provider_accounts", "methods")
    op.drop_column("payments", "awaited_since")
