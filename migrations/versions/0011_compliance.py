"""What debtors declared about contact, and what becomes of their data in the end."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.locks import protect

revision = "0011"
down_revision = "0010"

_NOW = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "declarations",
        *_own_keys(),
        sa.Column("debtor_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "channel", "locale")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("basis", "name", "address")),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("days", postgresql.JSONB(), nullable=False),
        sa.Column("from_hour", sa.BigInteger(), nullable=True),
        sa.Column("before_hour", sa.BigInteger(), nullable=True),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("document_key", sa.Text(), nullable=False),
        sa.Column("document_name", sa.Text(), nullable=False),
        sa.Column("document_type", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", _NOW, nullable=False),
        sa.Column("revoked_at", _NOW, nullable=True),
        sa.Column("revoked_by", sa.Text(), nullable=False),
        sa.Column("revoked_source", sa.Text(), nullable=False),
        sa.Column("revoked_text", sa.Text(), nullable=False),
        _refers("declarations", "debtor_id", "debtors"),
        _refers("declarations", "case_id", "cases"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_declarations")),
        sa.CheckConstraint(
            "(kind in ('opt_out', 'consent', 'preferred_channel')) = (channel <> '')",
            name=op.f("ck_declarations_channel_of_kind"),
        ),
        sa.CheckConstraint(
            "(kind = 'vulnerable') = (basis <> '')", name=op.f("ck_declarations_basis_of_kind")
        ),
        sa.CheckConstraint(
            "(kind = 'language') = (locale <> '')", name=op.f("ck_declarations_locale_of_kind")
        ),
        sa.CheckConstraint(
            "(kind = 'inconvenient') = (from_hour is not null)",
            name=op.f("ck_declarations_hours_of_kind"),
        ),
        sa.CheckConstraint(
            "from_hour is null or (0 <= from_hour and from_hour < before_hour "
            "and before_hour <= 24)",
            name=op.f("ck_declarations_hours"),
        ),
        sa.CheckConstraint(
            "(revoked_at is null) = (revoked_source = '')",
            name=op.f("ck_declarations_revoked_by_a_way"),
        ),
    )
    op.create_index("ix_declarations_debtor", "declarations", ["agency_id", "debtor_id", "id"])
    op.create_index(
        "uq_declarations_running",
        "declarations",
        ["agency_id", "debtor_id", "kind", "channel"],
        unique=True,
        postgresql_where=sa.text("revoked_at is null and kind <> 'inconvenient'"),
    )
    protect("declarations", "nothing")


def downgrade() -> None:
    op.execute("drop table declarations cascade")


def _own_keys() -> list[sa.Column[sa.Uuid]]:
    return [sa.Column(name, sa.Uuid(), nullable=False) for name in ("agency_id", "id")]


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{target}.agency_id", f"{target}.id"],
        name=op.f(f"fk_{table}_agency_id_{column}"),
    )
