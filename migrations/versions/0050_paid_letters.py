"""The letter that says that all is paid, kept as it was written."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0050"
down_revision = "0049"

_AT = sa.DateTime(timezone=True)
_REFERS = (("creditor_id", "creditors"), ("case_id", "cases"), ("closure_id", "closures"))


def upgrade() -> None:
    op.create_table(
        "paid_letters",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("agency_id", "id")),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name, _ in _REFERS),
        sa.Column("written_at", _AT, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("file_key", "file_hash")),
        sa.Column("file_size", sa.BigInteger(), nullable=False),
        sa.Column("told_at", _AT, nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_paid_letters")),
        sa.UniqueConstraint(
            "agency_id", "closure_id", name=op.f("uq_paid_letters_agency_id_closure_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["agency_id", column],
                [f"{target}.agency_id", f"{target}.id"],
                name=op.f(f"fk_paid_letters_agency_id_{column}"),
            )
            for column, target in _REFERS
        ),
    )
    op.create_index("ix_paid_letters_case", "paid_letters", ["agency_id", "case_id"])
    protect("paid_letters", "creditor_id")


def downgrade() -> None:
    op.drop_table("paid_letters")
