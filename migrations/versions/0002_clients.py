"""Creditors and their agreements, law firms, and who works for whom."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.locks import protect

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "agency_settings",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("legal_name", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("register_no", sa.Text(), nullable=False),
        sa.Column("vat_no", sa.Text(), nullable=False),
        sa.Column("client_account_name", sa.Text(), nullable=False),
        sa.Column("client_account_iban", sa.Text(), nullable=False),
        sa.Column("client_account_bic", sa.Text(), nullable=False),
        sa.Column("accent", sa.Text(), nullable=False),
        sa.Column("logo_key", sa.Text(), nullable=False),
        sa.Column("logo_media_type", sa.Text(), nullable=False),
        sa.Column("second_factor_required", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_agency_settings")),
        sa.UniqueConstraint("agency_id", name=op.f("uq_agency_settings_agency_id")),
    )
    op.create_table(
        "counters",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_counters")),
        sa.UniqueConstraint("agency_id", "series", name=op.f("uq_counters_agency_id_series")),
    )
    op.create_table(
        "creditors",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("legal_name", sa.Text(), nullable=False),
        sa.Column("register_no", sa.Text(), nullable=False),
        sa.Column("vat_no", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("payout_iban", sa.Text(), nullable=False),
        sa.Column("payout_bic", sa.Text(), nullable=False),
        sa.Column("deducts_vat", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_creditors")),
        sa.UniqueConstraint("agency_id", "name", name=op.f("uq_creditors_agency_id_name")),
        sa.UniqueConstraint("agency_id", "number", name=op.f("uq_creditors_agency_id_number")),
    )
    op.create_table(
        "law_firms",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("website", sa.Text(), nullable=False),
        sa.Column("register_lines", sa.Text(), nullable=False),
        sa.Column("logo_key", sa.Text(), nullable=False),
        sa.Column("logo_media_type", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_law_firms")),
        sa.UniqueConstraint("agency_id", "name", name=op.f("uq_law_firms_agency_id_name")),
    )
    op.create_table(
        "agreements",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("tariff", postgresql.JSONB(), nullable=False),
        sa.Column("vat_percent", sa.Numeric(), nullable=False),
        sa.Column("remit_days", sa.BigInteger(), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("vat_percent between 0 and 30", name=op.f("ck_agreements_vat_percent")),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_agreements_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(["agreed_by"], ["users.id"], name=op.f("fk_agreements_agreed_by")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_agreements")),
        sa.UniqueConstraint(
            "agency_id",
            "creditor_id",
            "valid_from",
            name=op.f("uq_agreements_agency_id_creditor_id_valid_from"),
        ),
    )
    op.create_table(
        "engagements",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("law_firm_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_engagements_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "law_firm_id"],
            ["law_firms.agency_id", "law_firms.id"],
            name=op.f("fk_engagements_agency_id_law_firm_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_engagements")),
        sa.UniqueConstraint(
            "agency_id",
            "creditor_id",
            "law_firm_id",
            name=op.f("uq_engagements_agency_id_creditor_id_law_firm_id"),
        ),
    )
    op.create_index(
        "ix_engagements_law_firm", "engagements", ["agency_id", "law_firm_id"], unique=False
    )
    op.create_table(
        "invitations",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_invitations_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["users.id"], name=op.f("fk_invitations_invited_by")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_invitations")),
        sa.UniqueConstraint(
            "agency_id", "token_hash", name=op.f("uq_invitations_agency_id_token_hash")
        ),
    )
    op.create_table(
        "memberships",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(creditor_id is null) = (role in ('collector','manager','finance','lawyer','admin'))",
            name=op.f("ck_memberships_role_fits_side"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_memberships_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_memberships")),
        sa.UniqueConstraint(
            "agency_id",
            "user_id",
            "creditor_id",
            name=op.f("uq_memberships_agency_id_user_id_creditor_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index("ix_memberships_user_id", "memberships", ["user_id"], unique=False)
    op.create_table(
        "lawyers",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("law_firm_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("bar_no", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "law_firm_id"],
            ["law_firms.agency_id", "law_firms.id"],
            name=op.f("fk_lawyers_agency_id_law_firm_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "membership_id"],
            ["memberships.agency_id", "memberships.id"],
            name=op.f("fk_lawyers_agency_id_membership_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_lawyers")),
        sa.UniqueConstraint(
            "agency_id", "id", "law_firm_id", name=op.f("uq_lawyers_agency_id_id_law_firm_id")
        ),
        sa.UniqueConstraint(
            "agency_id", "membership_id", name=op.f("uq_lawyers_agency_id_membership_id")
        ),
    )
    protect("creditors", "id")
    protect("memberships", "creditor_id")
    protect("invitations", "creditor_id")
    protect("agency_settings", "read")
    protect("agreements", "creditor_id")
    protect("law_firms", "nothing")
    protect("lawyers", "nothing")
    protect("engagements", "creditor_id")
    protect("counters", "all")
    op.execute("create policy own on memberships for select using (user_id = acting_user())")


def downgrade() -> None:
    for table in (
        "counters",
        "engagements",
        "lawyers",
        "law_firms",
        "agreements",
        "agency_settings",
        "invitations",
        "memberships",
        "creditors",
    ):
        op.execute(f"drop table {table} cascade")
