"""Notes of staff on a case."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0039"
down_revision = "0038"

_AT = sa.DateTime(timezone=True)
_PEOPLE = ("written_by", "pinned_by", "withdrawn_by")


def upgrade() -> None:
    op.create_table(
        "notes",
        *(
            sa.Column(name, sa.Uuid(), nullable=False)
            for name in ("agency_id", "id", "case_id", "form_key", "written_by")
        ),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("text", "withdrawn_why")),
        *(sa.Column(name, sa.Uuid(), nullable=True) for name in ("pinned_by", "withdrawn_by")),
        sa.Column("at", _AT, nullable=False),
        *(sa.Column(name, _AT, nullable=True) for name in ("pinned_at", "withdrawn_at")),
        sa.ForeignKeyConstraint(
            ["agency_id", "case_id"],
            ["cases.agency_id", "cases.id"],
            name=op.f("fk_notes_agency_id_case_id"),
        ),
        *(
            sa.ForeignKeyConstraint([name], ["users.id"], name=op.f(f"fk_notes_{name}"))
            for name in _PEOPLE
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_notes")),
        sa.UniqueConstraint("agency_id", "form_key", name=op.f("uq_notes_agency_id_form_key")),
        sa.CheckConstraint(
            "(pinned_at is null) = (pinned_by is null)", name=op.f("ck_notes_pinned")
        ),
        sa.CheckConstraint(
            "(withdrawn_at is null) = (withdrawn_by is null) "
            "and (withdrawn_at is null) = (withdrawn_why = '')",
            name=op.f("ck_notes_withdrawn"),
        ),
        sa.CheckConstraint(
            "withdrawn_at is null or pinned_at is null", name=op.f("ck_notes_pinned_while_it_holds")
        ),
    )
    op.create_index("ix_notes_case", "notes", ["agency_id", "case_id", "id"])
    protect("notes", "nothing")


def downgrade() -> None:
    op.drop_table("notes")
