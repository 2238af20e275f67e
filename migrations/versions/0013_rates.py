"""Interest rates that an agency entered itself."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "entered_rates",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("percent", sa.Numeric(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("percent between 0 and 100", name=op.f("ck_entered_rates_percent")),
        sa.CheckConstraint("source <> ''", name=op.f("ck_entered_rates_source")),
        sa.CheckConstraint("confirmed_by <> entered_by", name=op.f("ck_entered_rates_four_eyes")),
        sa.CheckConstraint(
            "(confirmed_at is null) = (confirmed_by is null)",
            name=op.f("ck_entered_rates_confirmed"),
        ),
        sa.CheckConstraint(
            "(withdrawn_at is null) = (withdrawn_by is null)",
            name=op.f("ck_entered_rates_withdrawn"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["users.id"], name=op.f("fk_entered_rates_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["users.id"], name=op.f("fk_entered_rates_confirmed_by")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["users.id"], name=op.f("fk_entered_rates_withdrawn_by")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_entered_rates")),
    )
    op.create_index(
        "uq_entered_rates_standing",
        "entered_rates",
        ["agency_id", "country", "kind", "valid_from"],
        unique=True,
        postgresql_where="withdrawn_at is null",
    )
    protect("entered_rates", "read")


def downgrade() -> None:
    op.execute("drop table entered_rates cascade")
