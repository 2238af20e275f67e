"""Links for somebody who pays for a debtor, and which payments came by them."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0048"
down_revision = "0047"

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "guest_links",
        *(
            sa.Column(name, sa.Uuid(), nullable=False)
            for name in ("agency_id", "id", "creditor_id", "case_id")
        ),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("expires_at", _AT, nullable=False),
        sa.Column("revoked_at", _AT, nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_guest_links")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_guest_links_amount")),
        sa.UniqueConstraint(
            "agency_id", "code_hash", name=op.f("uq_guest_links_agency_id_code_hash")
        ),
        *(_refers("guest_links", f"{name}_id", f"{name}s") for name in ("creditor", "case")),
    )
    op.create_index("ix_guest_links_case", "guest_links", ["agency_id", "case_id", "id"])
    protect("guest_links", "nothing")
    op.add_column("payments", sa.Column("guest_link_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_payments_agency_id_guest_link_id"),
        "payments",
        "guest_links",
        ["agency_id", "guest_link_id"],
        ["agency_id", "id"],
    )
    op.create_index(
        "ix_payments_guest_link",
        "payments",
        ["agency_id", "guest_link_id"],
        postgresql_where=sa.text("guest_link_id is not null"),
    )


def downgrade() -> None:
    op.drop_column("payments", "guest_link_id")
    op.drop_table("guest_links")


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{target}.agency_id", f"{target}.id"],
        name=op.f(f"fk_{table}_agency_id_{column}"),
    )
