"""Notices, their release and their dispatch."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.locks import append_only, protect

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "print_batches",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letters", sa.BigInteger(), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("manifest_key", sa.Text(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_print_batches_made_by")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_print_batches")),
        sa.UniqueConstraint("agency_id", "number", name=op.f("uq_print_batches_agency_id_number")),
    )
    op.create_table(
        "notices",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("law_firm_id", sa.Uuid(), nullable=True),
        sa.Column("lawyer_id", sa.Uuid(), nullable=True),
        sa.Column(
            "needs_release",
            sa.Boolean(),
            sa.Computed("law_firm_id is not null", persisted=True),
            nullable=False,
        ),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("prepared_by", sa.Uuid(), nullable=True),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.Column("file_size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("rendered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("render_error", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), nullable=False),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'law_firm_notice') = (law_firm_id is not null)",
            name=op.f("ck_notices_letterhead_of_kind"),
        ),
        sa.CheckConstraint("channel in ('email', 'post', 'both')", name=op.f("ck_notices_channel")),
        sa.CheckConstraint(
            "(law_firm_id is null) = (lawyer_id is null)", name=op.f("ck_notices_signed_by_firm")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "case_id"],
            ["cases.agency_id", "cases.id"],
            name=op.f("fk_notices_agency_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_notices_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "law_firm_id"],
            ["law_firms.agency_id", "law_firms.id"],
            name=op.f("fk_notices_agency_id_law_firm_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "lawyer_id", "law_firm_id"],
            ["lawyers.agency_id", "lawyers.id", "lawyers.law_firm_id"],
            name="fk_notices_lawyer_of_firm",
        ),
        sa.ForeignKeyConstraint(["prepared_by"], ["users.id"], name=op.f("fk_notices_prepared_by")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_notices")),
        sa.UniqueConstraint(
            "agency_id", "id", "law_firm_id", name=op.f("uq_notices_agency_id_id_law_firm_id")
        ),
        sa.UniqueConstraint(
            "agency_id", "id", "needs_release", name=op.f("uq_notices_agency_id_id_needs_release")
        ),
    )
    op.create_index("ix_notices_case", "notices", ["agency_id", "case_id", "id"], unique=False)
    op.create_index(
        "ix_notices_open",
        "notices",
        ["agency_id", "law_firm_id", "id"],
        unique=False,
        postgresql_where=sa.text("withdrawn_at is null and dispatched_at is null"),
    )
    op.create_index(
        "uq_notices_open_of_case",
        "notices",
        ["agency_id", "case_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at is null and dispatched_at is null"),
    )
    op.create_table(
        "releases",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("law_firm_id", sa.Uuid(), nullable=False),
        sa.Column("lawyer_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_user", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome = 'released' or reason <> ''", name=op.f("ck_releases_reason")),
        sa.CheckConstraint("outcome in ('released', 'refused')", name=op.f("ck_releases_outcome")),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_releases_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "lawyer_id", "law_firm_id"],
            ["lawyers.agency_id", "lawyers.id", "lawyers.law_firm_id"],
            name="fk_releases_lawyer_of_firm",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "notice_id", "law_firm_id"],
            ["notices.agency_id", "notices.id", "notices.law_firm_id"],
            name="fk_releases_notice_of_firm",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "notice_id"],
            ["notices.agency_id", "notices.id"],
            name=op.f("fk_releases_agency_id_notice_id"),
        ),
        sa.ForeignKeyConstraint(["by_user"], ["users.id"], name=op.f("fk_releases_by_user")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_releases")),
        sa.UniqueConstraint(
            "agency_id",
            "id",
            "notice_id",
            "sha256",
            "outcome",
            name=op.f("uq_releases_agency_id_id_notice_id_sha256_outcome"),
        ),
        sa.UniqueConstraint(
            "agency_id", "notice_id", "sha256", name=op.f("uq_releases_agency_id_notice_id_sha256")
        ),
    )
    op.create_table(
        "deliveries",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("needs_release", sa.Boolean(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=True),
        sa.Column("release_outcome", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("to_address", sa.Text(), nullable=False),
        sa.Column("message_key", sa.Text(), nullable=False),
        sa.Column("print_batch_id", sa.Uuid(), nullable=True),
        sa.Column("by_user", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("channel in ('email', 'post')", name=op.f("ck_deliveries_channel")),
        sa.CheckConstraint(
            "release_outcome = 'released'", name=op.f("ck_deliveries_release_outcome")
        ),
        sa.CheckConstraint(
            "(release_id is null) = (release_outcome is null)",
            name=op.f("ck_deliveries_release_whole"),
        ),
        sa.CheckConstraint(
            "not needs_release or release_id is not null",
            name=op.f("ck_deliveries_released_by_firm"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_deliveries_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "notice_id", "needs_release"],
            ["notices.agency_id", "notices.id", "notices.needs_release"],
            name="fk_deliveries_need_of_notice",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "notice_id"],
            ["notices.agency_id", "notices.id"],
            name=op.f("fk_deliveries_agency_id_notice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "print_batch_id"],
            ["print_batches.agency_id", "print_batches.id"],
            name=op.f("fk_deliveries_agency_id_print_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "release_id", "notice_id", "sha256", "release_outcome"],
            [
                "releases.agency_id",
                "releases.id",
                "releases.notice_id",
                "releases.sha256",
                "releases.outcome",
            ],
            name="fk_deliveries_release_of_this_file",
        ),
        sa.ForeignKeyConstraint(["by_user"], ["users.id"], name=op.f("fk_deliveries_by_user")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint(
            "agency_id",
            "notice_id",
            "channel",
            name=op.f("uq_deliveries_agency_id_notice_id_channel"),
        ),
    )
    op.create_index(
        "ix_deliveries_to_print",
        "deliveries",
        ["agency_id", "id"],
        unique=False,
        postgresql_where=sa.text("channel = 'post' and print_batch_id is null"),
    )
    protect("notices", "creditor_id")
    protect("releases", "creditor_id")
    protect("print_batches", "nothing")
    protect("deliveries", "creditor_id")
    append_only("releases")


def downgrade() -> None:
    for table in (
        "deliveries",
        "print_batches",
        "releases",
        "notices",
    ):
        op.execute(f"drop table {table} cascade")
