"""Debtors, placements, cases and claims."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.locks import protect

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "debtors",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("match_key", sa.Text(), nullable=False),
        sa.Column("customer_no", sa.Text(), nullable=False),
        sa.Column("org_no", sa.Text(), nullable=False),
        sa.Column("vat_no", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.CheckConstraint("kind in ('consumer', 'business')", name=op.f("ck_debtors_kind")),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_debtors_agency_id_creditor_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_debtors")),
    )
    op.create_index(
        "uq_debtors_match_key", "debtors", ["agency_id", "creditor_id", "match_key"], unique=True
    )
    op.create_table(
        "cases",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("debtor_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("collector_id", sa.Uuid(), nullable=True),
        sa.Column("mover", sa.Text(), nullable=False),
        sa.Column("move", sa.Text(), nullable=False),
        sa.Column("move_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("move_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "collector_id"],
            ["memberships.agency_id", "memberships.id"],
            name=op.f("fk_cases_agency_id_collector_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_cases_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "debtor_id"],
            ["debtors.agency_id", "debtors.id"],
            name=op.f("fk_cases_agency_id_debtor_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_cases")),
        sa.UniqueConstraint("agency_id", "number", name=op.f("uq_cases_agency_id_number")),
    )
    op.create_index(
        "ix_cases_closed",
        "cases",
        ["agency_id", "closed_at", "id"],
        unique=False,
        postgresql_where=sa.text("closed_at is not null"),
    )
    op.create_index(
        "ix_cases_creditor", "cases", ["agency_id", "creditor_id", "number"], unique=False
    )
    op.create_index("ix_cases_debtor", "cases", ["agency_id", "debtor_id"], unique=False)
    op.create_index(
        "ix_cases_open",
        "cases",
        ["agency_id", "move_until", "id"],
        unique=False,
        postgresql_where=sa.text("closed_at is null"),
    )
    op.create_index(
        "ix_cases_worklist",
        "cases",
        ["agency_id", "mover", "move_until", "id"],
        unique=False,
        postgresql_where=sa.text("closed_at is null"),
    )
    op.create_index(
        "uq_cases_open_debtor",
        "cases",
        ["agency_id", "debtor_id", "currency"],
        unique=True,
        postgresql_where=sa.text("closed_at is null and reopened_at is null"),
    )
    op.create_table(
        "placements",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("placed_by", sa.Uuid(), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "agreement_id"],
            ["agreements.agency_id", "agreements.id"],
            name=op.f("fk_placements_agency_id_agreement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_placements_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(["placed_by"], ["users.id"], name=op.f("fk_placements_placed_by")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_placements")),
        sa.UniqueConstraint("agency_id", "key", name=op.f("uq_placements_agency_id_key")),
        sa.UniqueConstraint("agency_id", "number", name=op.f("uq_placements_agency_id_number")),
    )
    op.create_table(
        "case_terms",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(collation="C"), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "case_id"],
            ["cases.agency_id", "cases.id"],
            name=op.f("fk_case_terms_agency_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_case_terms_agency_id_creditor_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_case_terms")),
        sa.UniqueConstraint(
            "agency_id",
            "term",
            "kind",
            "case_id",
            name=op.f("uq_case_terms_agency_id_term_kind_case_id"),
        ),
    )
    op.create_index(
        "ix_case_terms_case", "case_terms", ["agency_id", "case_id", "term"], unique=False
    )
    op.create_table(
        "closures",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "case_id"],
            ["cases.agency_id", "cases.id"],
            name=op.f("fk_closures_agency_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_closures_agency_id_creditor_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_closures")),
    )
    op.create_index("ix_closures_case", "closures", ["agency_id", "case_id", "id"], unique=False)
    op.create_table(
        "debtor_requests",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "case_id"],
            ["cases.agency_id", "cases.id"],
            name=op.f("fk_debtor_requests_agency_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_debtor_requests_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["users.id"], name=op.f("fk_debtor_requests_answered_by")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_debtor_requests")),
    )
    op.create_index(
        "ix_debtor_requests_case", "debtor_requests", ["agency_id", "case_id", "id"], unique=False
    )
    op.create_table(
        "holds",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("held_by", sa.Text(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "case_id"],
            ["cases.agency_id", "cases.id"],
            name=op.f("fk_holds_agency_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_holds_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(["lifted_by"], ["users.id"], name=op.f("fk_holds_lifted_by")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_holds")),
    )
    op.create_index(
        "uq_holds_running",
        "holds",
        ["agency_id", "case_id"],
        unique=True,
        postgresql_where=sa.text("lifted_at is null"),
    )
    op.create_table(
        "pay_links",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_answers", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "case_id"],
            ["cases.agency_id", "cases.id"],
            name=op.f("fk_pay_links_agency_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_pay_links_agency_id_creditor_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_pay_links")),
        sa.UniqueConstraint(
            "agency_id", "code_hash", name=op.f("uq_pay_links_agency_id_code_hash")
        ),
    )
    op.create_index("ix_pay_links_case", "pay_links", ["agency_id", "case_id"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_by", sa.Uuid(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("outcome = 'accepted' or text <> ''", name=op.f("ck_reviews_text")),
        sa.CheckConstraint(
            "outcome in ('accepted', 'asked', 'refused')", name=op.f("ck_reviews_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "case_id"],
            ["cases.agency_id", "cases.id"],
            name=op.f("fk_reviews_agency_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_reviews_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(["replied_by"], ["users.id"], name=op.f("fk_reviews_replied_by")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["users.id"], name=op.f("fk_reviews_reviewed_by")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_reviews")),
    )
    op.create_index("ix_reviews_case", "reviews", ["agency_id", "case_id", "id"], unique=False)
    op.create_table(
        "claims",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=True),
        sa.Column("invoice_no", sa.Text(), nullable=False),
        sa.Column("invoice_date", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("principal_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("reminded_channel", sa.Text(), nullable=False),
        sa.Column("fee_percent", sa.Numeric(), nullable=False),
        sa.Column("fee_reasons", postgresql.JSONB(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("due_on >= invoice_date", name=op.f("ck_claims_due_on")),
        sa.CheckConstraint("fee_percent between 0 and 100", name=op.f("ck_claims_fee_percent")),
        sa.CheckConstraint("principal_minor > 0", name=op.f("ck_claims_principal")),
        sa.ForeignKeyConstraint(
            ["agency_id", "case_id"],
            ["cases.agency_id", "cases.id"],
            name=op.f("fk_claims_agency_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_claims_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "placement_id"],
            ["placements.agency_id", "placements.id"],
            name=op.f("fk_claims_agency_id_placement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "review_id"],
            ["reviews.agency_id", "reviews.id"],
            name=op.f("fk_claims_agency_id_review_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_claims")),
    )
    op.create_index("ix_claims_case", "claims", ["agency_id", "case_id"], unique=False)
    op.create_index("ix_claims_placement", "claims", ["agency_id", "placement_id"], unique=False)
    op.create_index(
        "uq_claims_invoice",
        "claims",
        ["agency_id", "creditor_id", "invoice_no"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    protect("debtors", "creditor_id")
    protect("placements", "creditor_id")
    protect("cases", "creditor_id")
    protect("reviews", "creditor_id")
    protect("claims", "creditor_id")
    protect("holds", "creditor_id")
    protect("closures", "creditor_id")
    protect("debtor_requests", "creditor_id")
    protect("pay_links", "creditor_id")
    protect("case_terms", "creditor_id")


def downgrade() -> None:
    for table in (
        "case_terms",
        "pay_links",
        "debtor_requests",
        "closures",
        "holds",
        "claims",
        "reviews",
        "cases",
        "placements",
        "debtors",
    ):
        op.execute(f"drop table {table} cascade")
