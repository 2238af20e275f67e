"""Events, and the chain that seals them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.locks import append_only, protect

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "unsealed_events",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_unsealed_events")),
    )
    op.create_table(
        "events",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("creditor_id", sa.Uuid(), nullable=True),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_events_actor_id")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_events")),
    )
    op.create_index(
        "ix_events_case",
        "events",
        ["agency_id", "case_id", "id"],
        unique=False,
        postgresql_where="case_id is not null",
    )
    op.create_index("ix_events_subject", "events", ["agency_id", "subject_id", "id"], unique=False)
    op.create_table(
        "seals",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "event_id"],
            ["events.agency_id", "events.id"],
            name=op.f("fk_seals_agency_id_event_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_seals")),
        sa.UniqueConstraint("agency_id", "event_id", name=op.f("uq_seals_agency_id_event_id")),
        sa.UniqueConstraint("agency_id", "position", name=op.f("uq_seals_agency_id_position")),
    )
    protect("events", "creditor_id")
    protect("unsealed_events", "all")
    protect("seals", "nothing")
    append_only("events")
    append_only("seals")
    op.execute(
        "create function note_unsealed() returns trigger language plpgsql as $$ begin "
        "insert into unsealed_events (agency_id, id) values (new.agency_id, new.id); "
        "return null; end $$"
    )
    op.execute(
        "create trigger unsealed after insert on events "
        "for each row execute function note_unsealed()"
    )


def downgrade() -> None:
    for table in (
        "seals",
        "unsealed_events",
        "events",
    ):
        op.execute(f"drop table {table} cascade")
    op.execute("drop function note_unsealed()")
