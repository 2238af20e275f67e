"""A payment on whose page the card or account is kept as well."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"


def upgrade() -> None:
    op.add_column(
        "payments",
        sa.Column("keeps_method", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("saved_methods", sa.Column("payment_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_saved_methods_agency_id_payment_id"),
        "saved_methods",
        "payments",
        ["agency_id", "payment_id"],
        ["agency_id", "id"],
    )
    op.create_index(
        "uq_saved_methods_payment",
        "saved_methods",
        ["agency_id", "payment_id"],
        unique=True,
        postgresql_where=sa.text("payment_id is not null"),
    )


def downgrade() -> None:
    op.drop_column("saved_methods", "payment_id")
    op.drop_column("payments", "keeps_method")
