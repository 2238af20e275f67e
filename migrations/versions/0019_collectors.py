"""What collectors can, how much they can carry, and who stands in for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.locks import protect

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "collector_profiles",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("capacity", sa.BigInteger(), nullable=False),
        sa.Column("absent_from", sa.Date(), nullable=True),
        sa.Column("absent_until", sa.Date(), nullable=True),
        sa.Column("stand_in_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "id"],
            ["memberships.agency_id", "memberships.id"],
            name="fk_collector_profiles_membership",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "stand_in_id"],
            ["memberships.agency_id", "memberships.id"],
            name=op.f("fk_collector_profiles_agency_id_stand_in_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_collector_profiles")),
        sa.CheckConstraint(
            "level in ('novice', 'experienced', 'expert')",
            name=op.f("ck_collector_profiles_level"),
        ),
        sa.CheckConstraint(
            "capacity between 0 and 100000", name=op.f("ck_collector_profiles_capacity")
        ),
        sa.CheckConstraint(
            "(absent_from is null) = (absent_until is null) and absent_from <= absent_until",
            name=op.f("ck_collector_profiles_absence"),
        ),
        sa.CheckConstraint(
            "stand_in_id is null or (stand_in_id <> id and absent_from is not null)",
            name=op.f("ck_collector_profiles_stand_in"),
        ),
    )
    op.create_index(
        "ix_collector_profiles_stand_in",
        "collector_profiles",
        ["agency_id", "stand_in_id"],
        postgresql_where=sa.text("stand_in_id is not null"),
    )
    protect("collector_profiles", "nothing")


def downgrade() -> None:
    op.drop_table("collector_profiles")
