"""Released versions of strategies stay as they are, and running cases can go over to another."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.locks import protect

revision = "0023"
down_revision = "0022"

_AT = sa.DateTime(timezone=True)

_REFUSE_STEP = """
create function refuse_change_of_released() returns trigger language plpgsql as $$
declare
  released timestamptz;
begin
  if tg_op <> 'INSERT' then
    select released_at into released from strategy_versions
      where agency_id = old.agency_id and id = old.version_id for share;
  end if;
  if released is null and tg_op <> 'DELETE' then
    select released_at into released from strategy_versions
      where agency_id = new.agency_id and id = new.version_id for share;
  end if;
  if released is not null then
    raise exception 'the steps of a released version cannot be changed';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$
"""
"""The row of the version is held, so that a step cannot slip in while it is being released."""


def upgrade() -> None:
    op.execute(_REFUSE_STEP)
    op.execute(
        "create trigger released before insert or update or delete on strategy_steps "
        "for each row execute function refuse_change_of_released()"
    )
    op.execute(
        "create trigger released before update or delete on strategy_versions "
        "for each row when (old.released_at is not null) execute function refuse_change()"
    )
    _changeovers()
    protect("strategy_changeovers", "nothing")


def downgrade() -> None:
    op.drop_table("strategy_changeovers")
    op.execute("drop trigger released on strategy_versions")
    op.execute("drop trigger released on strategy_steps")
    op.execute("drop function refuse_change_of_released()")


def _changeovers() -> None:
    op.create_table(
        "strategy_changeovers",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("strategy_id", sa.Uuid(), nullable=False),
        sa.Column("from_version_id", sa.Uuid(), nullable=False),
        sa.Column("to_version_id", sa.Uuid(), nullable=False),
        sa.Column("places", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("cases", sa.BigInteger(), nullable=False),
        sa.Column("moved", sa.BigInteger(), nullable=False),
        sa.Column("last_case", sa.Uuid(), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", _AT, nullable=False),
        sa.Column("stopped_at", _AT, nullable=True),
        sa.Column("ended_at", _AT, nullable=True),
        sa.CheckConstraint(
            "from_version_id <> to_version_id", name=op.f("ck_strategy_changeovers_versions")
        ),
        sa.CheckConstraint(
            "cases >= 0 and moved >= 0", name=op.f("ck_strategy_changeovers_counts")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["agency_id", column],
                [f"{table}.agency_id", f"{table}.id"],
                name=op.f(f"fk_strategy_changeovers_agency_id_{column}"),
            )
            for column, table in (
                ("strategy_id", "strategies"),
                ("from_version_id", "strategy_versions"),
                ("to_version_id", "strategy_versions"),
            )
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["users.id"], name=op.f("fk_strategy_changeovers_asked_by")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_strategy_changeovers")),
    )
    op.create_index(
        "uq_strategy_changeovers_running",
        "strategy_changeovers",
        ["agency_id", "strategy_id"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
