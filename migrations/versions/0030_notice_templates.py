"""The agency's own texts of notices, in versions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.locks import protect

revision = "0030"
down_revision = "0029"

_AT = sa.DateTime(timezone=True)
_KEY = ["agency_id", "kind", "tone", "locale", "law_firm_id"]


def upgrade() -> None:
    op.create_table(
        "notice_templates",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "tone", "locale")),
        sa.Column("law_firm_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("countries", postgresql.JSONB(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("changed_at", _AT, nullable=False),
        sa.Column("in_force_by", sa.Uuid(), nullable=True),
        sa.Column("in_force_at", _AT, nullable=True),
        sa.Column("retired_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "law_firm_id"],
            ["law_firms.agency_id", "law_firms.id"],
            name=op.f("fk_notice_templates_agency_id_law_firm_id"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["users.id"], name=op.f("fk_notice_templates_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["in_force_by"], ["users.id"], name=op.f("fk_notice_templates_in_force_by")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_notice_templates")),
        sa.UniqueConstraint(
            *_KEY,
            "number",
            name="uq_notice_templates_number",
            postgresql_nulls_not_distinct=True,
        ),
        sa.CheckConstraint(
            "tone in ('friendly', 'neutral', 'firm')", name=op.f("ck_notice_templates_tone")
        ),
        sa.CheckConstraint(
            "(kind = 'law_firm_notice') = (law_firm_id is not null)",
            name=op.f("ck_notice_templates_letterhead_of_kind"),
        ),
        sa.CheckConstraint(
            "(in_force_at is null) = (in_force_by is null)",
            name=op.f("ck_notice_templates_in_force_whole"),
        ),
        sa.CheckConstraint(
            "retired_at is null or in_force_at is not null",
            name=op.f("ck_notice_templates_retired_after"),
        ),
    )
    op.create_index(
        "uq_notice_templates_in_force",
        "notice_templates",
        _KEY,
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("in_force_at is not null and retired_at is null"),
    )
    op.execute(
        """
        create function keep_text_in_force() returns trigger language plpgsql as $$
        begin
            if old.in_force_at is not null and (new.subject, new.body, new.countries, new.in_force_at)
                is distinct from (old.subject, old.body, old.countries, old.in_force_at) then
                raise exception 'A text that was put in force stays as it is.';
            end if;
            return new;
        end $$
        """
    )
    op.execute(
        "create trigger keep_text before update on notice_templates "
        "for each row execute function keep_text_in_force()"
    )
    protect("notice_templates", "nothing")


def downgrade() -> None:
    op.drop_table("notice_templates")
    op.execute("drop function keep_text_in_force()")
