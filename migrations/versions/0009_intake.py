"""What creditors are about to hand over, and the evidence for it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.locks import protect

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "batches",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("rows_total", sa.BigInteger(), nullable=False),
        sa.Column("rows_done", sa.BigInteger(), nullable=False),
        sa.Column("rows_refused", sa.BigInteger(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.Column("placement_id", sa.Uuid(), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "source in ('form', 'csv', 'einvoice', 'xlsx')", name=op.f("ck_batches_source")
        ),
        sa.ForeignKeyConstraint(["accepted_by"], ["users.id"], name=op.f("fk_batches_accepted_by")),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_batches_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "placement_id"],
            ["placements.agency_id", "placements.id"],
            name=op.f("fk_batches_agency_id_placement_id"),
        ),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_batches_made_by")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_batches")),
    )
    op.create_index(
        "ix_batches_creditor", "batches", ["agency_id", "creditor_id", "id"], unique=False
    )
    op.create_table(
        "batch_rows",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("claim", postgresql.JSONB(), nullable=False),
        sa.Column("errors", postgresql.JSONB(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(), nullable=False),
        sa.Column("fee_percent", sa.Numeric(), nullable=True),
        sa.Column("fee_reasons", postgresql.JSONB(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "batch_id"],
            ["batches.agency_id", "batches.id"],
            name=op.f("fk_batch_rows_agency_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "claim_id"],
            ["claims.agency_id", "claims.id"],
            name=op.f("fk_batch_rows_agency_id_claim_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_batch_rows_agency_id_creditor_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_batch_rows")),
        sa.UniqueConstraint(
            "agency_id", "batch_id", "line", name=op.f("uq_batch_rows_agency_id_batch_id_line")
        ),
        sa.UniqueConstraint("agency_id", "claim_id", name=op.f("uq_batch_rows_agency_id_claim_id")),
    )
    op.create_table(
        "documents",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=True),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.Column("shown_to_debtor", sa.Boolean(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "row_id is not null or claim_id is not null", name=op.f("ck_documents_of_something")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "case_id"],
            ["cases.agency_id", "cases.id"],
            name=op.f("fk_documents_agency_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "claim_id"],
            ["claims.agency_id", "claims.id"],
            name=op.f("fk_documents_agency_id_claim_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_documents_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "row_id"],
            ["batch_rows.agency_id", "batch_rows.id"],
            name=op.f("fk_documents_agency_id_row_id"),
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["users.id"], name=op.f("fk_documents_uploaded_by")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_documents")),
        sa.UniqueConstraint(
            "agency_id",
            "row_id",
            "claim_id",
            "sha256",
            name=op.f("uq_documents_agency_id_row_id_claim_id_sha256"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index("ix_documents_case", "documents", ["agency_id", "case_id", "id"], unique=False)
    op.create_index("ix_documents_row", "documents", ["agency_id", "row_id"], unique=False)
    protect("batches", "creditor_id")
    protect("batch_rows", "creditor_id")
    protect("documents", "creditor_id")


def downgrade() -> None:
    for table in (
        "documents",
        "batch_rows",
        "batches",
    ):
        op.execute(f"drop table {table} cascade")
