"""Payments, their allocations and refunds, and the provider's messages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.locks import append_only, protect

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "provider_events",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", postgresql.JSONB(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_provider_events")),
        sa.UniqueConstraint(
            "agency_id",
            "provider",
            "event_id",
            name=op.f("uq_provider_events_agency_id_provider_event_id"),
        ),
    )
    op.create_index(
        "ix_provider_events_waiting",
        "provider_events",
        ["agency_id", "received_at"],
        unique=False,
        postgresql_where=sa.text("handled_at is null"),
    )
    op.create_table(
        "provider_accounts",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("secret_key_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("secret_key_hint", sa.Text(), nullable=False),
        sa.Column("webhook_secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["users.id"], name=op.f("fk_provider_accounts_changed_by")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_provider_accounts")),
        sa.UniqueConstraint(
            "agency_id", "provider", name=op.f("uq_provider_accounts_agency_id_provider")
        ),
    )
    op.create_table(
        "payments",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("pay_link_id", sa.Uuid(), nullable=True),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("checkout_id", sa.Text(), nullable=True),
        sa.Column("checkout_url", sa.Text(), nullable=False),
        sa.Column("payment_intent", sa.Text(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(paid_at is null) = (entry_id is null)", name=op.f("ck_payments_posted_when_paid")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payments_amount")),
        sa.ForeignKeyConstraint(
            ["agency_id", "case_id"],
            ["cases.agency_id", "cases.id"],
            name=op.f("fk_payments_agency_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_payments_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "entry_id"],
            ["entries.agency_id", "entries.id"],
            name=op.f("fk_payments_agency_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "pay_link_id"],
            ["pay_links.agency_id", "pay_links.id"],
            name=op.f("fk_payments_agency_id_pay_link_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_payments")),
        sa.UniqueConstraint(
            "agency_id", "payment_intent", name=op.f("uq_payments_agency_id_payment_intent")
        ),
    )
    op.create_index("ix_payments_case", "payments", ["agency_id", "case_id", "id"], unique=False)
    op.create_index(
        "uq_payments_underway",
        "payments",
        ["agency_id", "case_id"],
        unique=True,
        postgresql_where=sa.text("paid_at is null and ended_at is null"),
    )
    op.create_table(
        "refunds",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("provider_ref", sa.Text(), nullable=False),
        sa.Column("refunded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refunds_amount")),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_refunds_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "entry_id"],
            ["entries.agency_id", "entries.id"],
            name=op.f("fk_refunds_agency_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "payment_id"],
            ["payments.agency_id", "payments.id"],
            name=op.f("fk_refunds_agency_id_payment_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_refunds")),
        sa.UniqueConstraint(
            "agency_id", "provider_ref", name=op.f("uq_refunds_agency_id_provider_ref")
        ),
    )
    op.create_index("ix_refunds_payment", "refunds", ["agency_id", "payment_id"], unique=False)
    op.create_table(
        "allocations",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("refund_id", sa.Uuid(), nullable=True),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("costs_minor", sa.BigInteger(), nullable=False),
        sa.Column("interest_minor", sa.BigInteger(), nullable=False),
        sa.Column("principal_minor", sa.BigInteger(), nullable=False),
        sa.Column("fee_percent", sa.Numeric(), nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("fee_vat_percent", sa.Numeric(), nullable=False),
        sa.Column("fee_vat_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "case_id"],
            ["cases.agency_id", "cases.id"],
            name=op.f("fk_allocations_agency_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "claim_id"],
            ["claims.agency_id", "claims.id"],
            name=op.f("fk_allocations_agency_id_claim_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_allocations_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "entry_id"],
            ["entries.agency_id", "entries.id"],
            name=op.f("fk_allocations_agency_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "payment_id"],
            ["payments.agency_id", "payments.id"],
            name=op.f("fk_allocations_agency_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "refund_id"],
            ["refunds.agency_id", "refunds.id"],
            name=op.f("fk_allocations_agency_id_refund_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_allocations")),
    )
    op.create_index(
        "ix_allocations_creditor",
        "allocations",
        ["agency_id", "creditor_id", "booked_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_allocations_payment", "allocations", ["agency_id", "payment_id"], unique=False
    )
    protect("provider_accounts", "nothing")
    protect("payments", "creditor_id")
    protect("refunds", "creditor_id")
    protect("allocations", "creditor_id")
    protect("provider_events", "nothing")
    append_only("allocations")
    append_only("refunds")


def downgrade() -> None:
    for table in (
        "provider_events",
        "allocations",
        "refunds",
        "payments",
        "provider_accounts",
    ):
        op.execute(f"drop table {table} cascade")
