"""Refunds above a limit wait for a second person."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0037"
down_revision = "0036"

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("provider_accounts", sa.Column("refund_limit_minor", sa.BigInteger()))
    op.create_check_constraint(
        op.f("ck_provider_accounts_refund_limit"), "provider_accounts", "refund_limit_minor >= 0"
    )
    op.create_table(
        "refund_wishes",
        *(
            sa.Column(name, sa.Uuid(), nullable=False)
            for name in ("agency_id", "id", "payment_id", "key")
        ),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("currency", "reason", "note")),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", _AT, nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", _AT, nullable=True),
        sa.Column("is_approved", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "payment_id"],
            ["payments.agency_id", "payments.id"],
            name=op.f("fk_refund_wishes_agency_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name=op.f("fk_refund_wishes_asked_by")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["users.id"], name=op.f("fk_refund_wishes_decided_by")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_refund_wishes")),
        sa.UniqueConstraint("agency_id", "key", name=op.f("uq_refund_wishes_agency_id_key")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refund_wishes_amount")),
        sa.CheckConstraint(
            "(decided_at is null) = (decided_by is null)",
            name=op.f("ck_refund_wishes_decided_whole"),
        ),
        sa.CheckConstraint(
            "decided_by <> asked_by or not is_approved", name=op.f("ck_refund_wishes_two_people")
        ),
    )
    op.create_index(
        "uq_refund_wishes_waiting",
        "refund_wishes",
        ["agency_id", "payment_id"],
        unique=True,
        postgresql_where=sa.text("decided_at is null"),
    )
    protect("refund_wishes", "nothing")


def downgrade() -> None:
    op.drop_table("refund_wishes")
    op.drop_constraint(op.f("ck_provider_accounts_refund_limit"), "provider_accounts")
    op.drop_column("provider_accounts", "refund_limit_minor")
