"""Files that staff put to a case."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0051"
down_revision = "0050"

_AT = sa.DateTime(timezone=True)
_KEYS = ("agency_id", "id", "case_id", "form_key", "added_by")


def upgrade() -> None:
    op.create_table(
        "case_files",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in _KEYS),
        *(sa.Column(name, sa.Uuid(), nullable=True) for name in ("creditor_id", "removed_by")),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("about", "name", "media_type", "file_key")
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", _AT, nullable=False),
        sa.Column("removed_at", _AT, nullable=True),
        *(
            sa.ForeignKeyConstraint(
                ["agency_id", f"{to}_id"],
                [f"{to}s.agency_id", f"{to}s.id"],
                name=op.f(f"fk_case_files_agency_id_{to}_id"),
            )
            for to in ("case", "creditor")
        ),
        *(
            sa.ForeignKeyConstraint([name], ["users.id"], name=op.f(f"fk_case_files_{name}"))
            for name in ("added_by", "removed_by")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_case_files")),
        sa.UniqueConstraint("agency_id", "form_key", name=op.f("uq_case_files_agency_id_form_key")),
        sa.CheckConstraint(
            "(removed_at is null) = (removed_by is null)", name=op.f("ck_case_files_removed_whole")
        ),
    )
    op.create_index("ix_case_files_case", "case_files", ["agency_id", "case_id", "id"])
    protect("case_files", "creditor_id")


def downgrade() -> None:
    op.drop_table("case_files")
