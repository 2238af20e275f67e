"""What creditors are paid, and from which payments."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "remittances",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("collected_minor", sa.BigInteger(), nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("fee_vat_minor", sa.BigInteger(), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("payout_iban", sa.Text(), nullable=False),
        sa.Column("payout_bic", sa.Text(), nullable=False),
        sa.Column("prepared_by", sa.Uuid(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.Uuid(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("statement_key", sa.Text(), nullable=False),
        sa.Column("statement_sha256", sa.Text(), nullable=False),
        sa.Column("csv_key", sa.Text(), nullable=False),
        sa.Column("bank_file_key", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(approved_at is null) = (entry_id is null)",
            name=op.f("ck_remittances_posted_when_approved"),
        ),
        sa.CheckConstraint(
            "(approved_at is null) = (approved_by is null)",
            name=op.f("ck_remittances_approved_by"),
        ),
        sa.CheckConstraint(
            "approved_at is null or cancelled_at is null", name=op.f("ck_remittances_decided_once")
        ),
        sa.CheckConstraint("approved_by <> prepared_by", name=op.f("ck_remittances_four_eyes")),
        sa.CheckConstraint("net_minor > 0", name=op.f("ck_remittances_pays_out")),
        sa.CheckConstraint(
            "sent_at is null or (approved_at is not null and statement_key <> '' "
            "and csv_key <> '' and bank_file_key <> '')",
            name=op.f("ck_remittances_written_when_sent"),
        ),
        sa.CheckConstraint(
            "net_minor = collected_minor - fee_minor - fee_vat_minor",
            name=op.f("ck_remittances_net"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_remittances_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "entry_id"],
            ["entries.agency_id", "entries.id"],
            name=op.f("fk_remittances_agency_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["users.id"], name=op.f("fk_remittances_approved_by")
        ),
        sa.ForeignKeyConstraint(
            ["cancelled_by"], ["users.id"], name=op.f("fk_remittances_cancelled_by")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["users.id"], name=op.f("fk_remittances_prepared_by")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_remittances")),
        sa.UniqueConstraint("agency_id", "number", name=op.f("uq_remittances_agency_id_number")),
    )
    op.create_index(
        "ix_remittances_creditor",
        "remittances",
        ["agency_id", "creditor_id", "number"],
        unique=False,
    )
    op.create_index(
        "uq_remittances_prepared",
        "remittances",
        ["agency_id", "creditor_id", "currency"],
        unique=True,
        postgresql_where=sa.text("approved_at is null and cancelled_at is null"),
    )
    op.create_table(
        "remittance_lines",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("remittance_id", sa.Uuid(), nullable=False),
        sa.Column("allocation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "allocation_id"],
            ["allocations.agency_id", "allocations.id"],
            name=op.f("fk_remittance_lines_agency_id_allocation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_remittance_lines_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "remittance_id"],
            ["remittances.agency_id", "remittances.id"],
            name=op.f("fk_remittance_lines_agency_id_remittance_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_remittance_lines")),
        sa.UniqueConstraint(
            "agency_id", "allocation_id", name=op.f("uq_remittance_lines_agency_id_allocation_id")
        ),
    )
    op.create_index(
        "ix_remittance_lines_remittance",
        "remittance_lines",
        ["agency_id", "remittance_id"],
        unique=False,
    )
    protect("remittances", "creditor_id")
    protect("remittance_lines", "creditor_id")


def downgrade() -> None:
    for table in (
        "remittance_lines",
        "remittances",
    ):
        op.execute(f"drop table {table} cascade")
