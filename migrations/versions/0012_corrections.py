"""Which interest runs on a claim, and what was corrected of claims after they were accepted."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column(
        "claims", sa.Column("interest_basis", sa.Text(), nullable=False, server_default="law")
    )
    op.add_column("claims", sa.Column("agreed_percent", sa.Numeric(), nullable=True))
    op.add_column("claims", sa.Column("agreed_from", sa.Date(), nullable=True))
    op.create_check_constraint(
        op.f("ck_claims_interest_basis"),
        "claims",
        "interest_basis in ('law', 'agreed', 'none')",
    )
    op.create_check_constraint(
        op.f("ck_claims_agreed_percent"),
        "claims",
        "(interest_basis = 'agreed') = (agreed_percent is not null) "
        "and coalesce(agreed_percent, 0) between 0 and 100 "
        "and (agreed_from is null or agreed_percent is not null)",
    )
    op.create_table(
        "corrections",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("counts_from", sa.Date(), nullable=True),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("due_after", sa.Date(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "kind in ('credit_note', 'due_date', 'withdrawal')", name=op.f("ck_corrections_kind")
        ),
        sa.CheckConstraint(
            "case kind when 'due_date' then due_before <> due_after and amount_minor = 0 "
            "when 'credit_note' then amount_minor > 0 and counts_from is not null "
            "and reference <> '' and entry_id is not null else why <> '' end",
            name=op.f("ck_corrections_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_corrections_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "case_id"],
            ["cases.agency_id", "cases.id"],
            name=op.f("fk_corrections_agency_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "claim_id"],
            ["claims.agency_id", "claims.id"],
            name=op.f("fk_corrections_agency_id_claim_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "entry_id"],
            ["entries.agency_id", "entries.id"],
            name=op.f("fk_corrections_agency_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_corrections_made_by")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_corrections")),
    )
    op.create_index("ix_corrections_case", "corrections", ["agency_id", "case_id", "id"])
    op.create_index(
        "uq_corrections_credit_note",
        "corrections",
        ["agency_id", "creditor_id", "claim_id", "reference"],
        unique=True,
        postgresql_where="kind = 'credit_note'",
    )
    protect("corrections", "creditor_id")


def downgrade() -> None:
    op.execute("drop table corrections cascade")
    op.drop_constraint(op.f("ck_claims_agreed_percent"), "claims", type_="check")
    op.drop_constraint(op.f("ck_claims_interest_basis"), "claims", type_="check")
    for column in ("agreed_from", "agreed_percent", "interest_basis"):
        op.drop_column("claims", column)
