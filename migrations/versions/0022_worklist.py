"""The collector's worklist, which follows the cases; who was on which case; when people are reached."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.locks import protect

revision = "0022"
down_revision = "0021"

_AT = sa.DateTime(timezone=True)
_TABLES = ("worklist_entries", "visits", "calling_rates", "peak_hours")

RANK = """
create function worklist_rank(mover text, move text) returns bigint
language sql immutable parallel safe as $$ select case
  when mover = 'nobody' then 200
  when mover = 'debtor' and move = 'promise' then 20
  when mover <> 'agency' then 95
  when move = 'broken_promise' then 10
  when move = 'callback' then 30
  when move in ('request', 'message', 'bounced') then 40
  when move = 'plan' then 50
  when move = 'approval' then 60
  when move = 'review' then 70
  when move in ('dispatch', 'rewrite') then 80
  when move = 'held' then 90
  else 100 end $$
"""
ENTER = """
create function enter_worklist(agency uuid, changed uuid[]) returns void
language sql security definer set search_path = public as $$
  delete from worklist_entries e using cases c
  where e.agency_id = agency and e.id = any(changed)
    and c.agency_id = agency and c.id = e.id and c.closed_at is not null;
  insert into worklist_entries as e
    (agency_id, id, collector_id, rank, place, due_on, worth_minor, segment, may_ring)
  select c.agency_id, c.id, coalesce(c.collector_id, '00000000-0000-0000-0000-000000000000'),
         r.rank, case when r.rank >= 100 then 0
                      else extract(epoch from coalesce(b.due_at, c.move_until))::bigint end,
         c.move_until, 0, 'C', d.phone <> '' or c.move = 'callback'
  from cases c
  join debtors d on d.agency_id = c.agency_id and d.id = c.debtor_id
  cross join lateral (select worklist_rank(c.mover, c.move) as rank) r
  left join lateral (
    select min(due_at) as due_at from callbacks
    where agency_id = c.agency_id and case_id = c.id and done_at is null and dropped_at is null
  ) b on c.move = 'callback'
  where c.agency_id = agency and c.id = any(changed) and c.closed_at is null
  on conflict (agency_id, id) do update
  set collector_id = excluded.collector_id, rank = excluded.rank, due_on = excluded.due_on,
      may_ring = excluded.may_ring,
      place = case when excluded.rank >= 100 then -e.worth_minor else excluded.place end
  where (e.collector_id, e.rank, e.due_on, e.may_ring)
        is distinct from (excluded.collector_id, excluded.rank, excluded.due_on, excluded.may_ring)
     or (excluded.rank < 100 and e.place <> excluded.place)
$$
"""
FOLLOW = """
create function follow_opened_cases() returns trigger
language plpgsql security definer set search_path = public as $$ begin
  perform enter_worklist(agency_id, array_agg(id)) from opened group by agency_id;
  return null;
end $$;
create function follow_changed_cases() returns trigger
language plpgsql security definer set search_path = public as $$ begin
  perform enter_worklist(n.agency_id, array_agg(n.id))
  from after n join before o on o.agency_id = n.agency_id and o.id = n.id
  where (n.mover, n.move, n.move_until, n.collector_id, n.closed_at)
        is distinct from (o.mover, o.move, o.move_until, o.collector_id, o.closed_at)
  group by n.agency_id;
  return null;
end $$;
create function follow_callbacks() returns trigger
language plpgsql security definer set search_path = public as $$ begin
  perform enter_worklist(agency_id, array_agg(case_id)) from noted group by agency_id;
  return null;
end $$;
create trigger follow_opened after insert on cases
  referencing new table as opened for each statement execute function follow_opened_cases();
create trigger follow_changed after update on cases
  referencing old table as before new table as after
  for each statement execute function follow_changed_cases();
create trigger follow_noted after insert on callbacks
  referencing new table as noted for each statement execute function follow_callbacks();
create trigger follow_noted_again after update on callbacks
  referencing new table as noted for each statement execute function follow_callbacks();
"""


def upgrade() -> None:
    _entries()
    _visits()
    _calling_rates()
    _peak_hours()
    for table in _TABLES:
        protect(table, "nothing")
    op.execute(RANK)
    op.execute(ENTER)
    op.execute(FOLLOW)
    op.execute("revoke execute on function enter_worklist(uuid, uuid[]) from public")
    op.execute(
        "select enter_worklist(agency_id, array_agg(id)) from cases "
        "where closed_at is null group by agency_id"
    )


def downgrade() -> None:
    for trigger, table in (
        ("follow_opened", "cases"),
        ("follow_changed", "cases"),
        ("follow_noted", "callbacks"),
        ("follow_noted_again", "callbacks"),
    ):
        op.execute(f"drop trigger {trigger} on {table}")
    for function in ("opened_cases", "changed_cases", "callbacks"):
        op.execute(f"drop function follow_{function}()")
    op.execute("drop function enter_worklist(uuid, uuid[])")
    op.execute("drop function worklist_rank(text, text)")
    for table in reversed(_TABLES):
        op.drop_table(table)


def _entries() -> None:
    op.create_table(
        "worklist_entries",
        *_own_keys(),
        sa.Column("collector_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("worth_minor", sa.BigInteger(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("may_ring", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "id"], ["cases.agency_id", "cases.id"], name="fk_worklist_entries_case"
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_worklist_entries")),
        sa.CheckConstraint("segment in ('A', 'B', 'C')", name=op.f("ck_worklist_entries_segment")),
    )
    day = ["agency_id", "collector_id", "rank", "place", "id"]
    op.create_index("ix_worklist_entries_day", "worklist_entries", day)
    op.create_index(
        "ix_worklist_entries_calls", "worklist_entries", day, postgresql_where=sa.text("may_ring")
    )
    op.create_index(
        "ix_worklist_entries_all", "worklist_entries", ["agency_id", "rank", "place", "id"]
    )


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", _AT, nullable=False),
        sa.Column("last_at", _AT, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["agency_id", column],
                [f"{target}.agency_id", f"{target}.id"],
                name=op.f(f"fk_visits_agency_id_{column}"),
            )
            for column, target in (("case_id", "cases"), ("membership_id", "memberships"))
        ),
        sa.PrimaryKeyConstraint("agency_id", "case_id", "membership_id", name=op.f("pk_visits")),
    )


def _calling_rates() -> None:
    op.create_table(
        "calling_rates",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("debtor_kind", sa.Text(), nullable=False),
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("reached", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "agency_id", "country", "debtor_kind", "band", name=op.f("pk_calling_rates")
        ),
        sa.CheckConstraint("reached between 0 and tries", name=op.f("ck_calling_rates_reached")),
    )


def _peak_hours() -> None:
    op.create_table(
        "peak_hours",
        *_own_keys(),
        sa.Column("days", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("from_hour", sa.BigInteger(), nullable=False),
        sa.Column("before_hour", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_peak_hours")),
        sa.UniqueConstraint("agency_id", name=op.f("uq_peak_hours_agency_id")),
        sa.CheckConstraint(
            "from_hour between 0 and 23 and before_hour between 1 and 24 "
            "and from_hour < before_hour",
            name=op.f("ck_peak_hours_hours"),
        ),
    )


def _own_keys() -> list[sa.Column[sa.Uuid]]:
    return [sa.Column(name, sa.Uuid(), nullable=False) for name in ("agency_id", "id")]
