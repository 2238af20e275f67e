"""Own words of the mails that carry notices, beside those of the letters."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"

_PLACE = ("kind", "tone", "locale", "law_firm_id")
_IN_FORCE = sa.text("in_force_at is not null and retired_at is null")


def upgrade() -> None:
    op.add_column(
        "notice_templates",
        sa.Column("medium", sa.Text(), nullable=False, server_default="letter"),
    )
    op.alter_column("notice_templates", "medium", server_default=None)
    op.create_check_constraint(
        op.f("ck_notice_templates_medium"), "notice_templates", "medium in ('letter', 'mail')"
    )
    _key("agency_id", "medium", *_PLACE)
    op.add_column("deliveries", sa.Column("mail_template_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_deliveries_agency_id_mail_template_id"),
        "deliveries",
        "notice_templates",
        ["agency_id", "mail_template_id"],
        ["agency_id", "id"],
    )


def downgrade() -> None:
    op.drop_column("deliveries", "mail_template_id")
    op.execute("delete from notice_templates where medium = 'mail'")
    op.drop_constraint(op.f("ck_notice_templates_medium"), "notice_templates")
    _key("agency_id", *_PLACE)
    op.drop_column("notice_templates", "medium")


def _key(*columns: str) -> None:
    """One number for each version of a text, and one of them in force."""
    op.drop_constraint("uq_notice_templates_number", "notice_templates")
    op.create_unique_constraint(
        "uq_notice_templates_number",
        "notice_templates",
        [*columns, "number"],
        postgresql_nulls_not_distinct=True,
    )
    op.drop_index("uq_notice_templates_in_force", "notice_templates")
    op.create_index(
        "uq_notice_templates_in_force",
        "notice_templates",
        list(columns),
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=_IN_FORCE,
    )
