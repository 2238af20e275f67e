"""Cases of several currencies on the worklist: each currency in a stretch of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"

_WIDTH = 1 << 47
_START = f"""
create function worklist_start(currency text, own text) returns bigint
language sql immutable parallel safe as $$ select case when currency = own then 0 else
  (((ascii(substr(currency, 1, 1)) - 65) * 26 + ascii(substr(currency, 2, 1)) - 65) * 26
   + ascii(substr(currency, 3, 1)) - 65 + 1) * {_WIDTH}::bigint end $$
"""
_JOIN = """
  join agencies a on a.id = c.agency_id
  cross join lateral (select worklist_start(c.currency, a.currency) as start) s"""
_ENTER = """
create or replace function enter_worklist(agency uuid, changed uuid[]) returns void
language sql security definer set search_path = public as $$
  delete from worklist_entries e using cases c
  where e.agency_id = agency and e.id = any(changed)
    and c.agency_id = agency and c.id = e.id and c.closed_at is not null;
  insert into worklist_entries as e
    (agency_id, id, collector_id, rank, place, due_on, worth_minor, segment, may_ring{column})
  select c.agency_id, c.id, coalesce(c.collector_id, '00000000-0000-0000-0000-000000000000'),
         r.rank, case when r.rank >= 100 then {start}
                      else extract(epoch from coalesce(b.due_at, c.move_until))::bigint end,
         c.move_until, 0, 'C', d.phone <> '' or c.move = 'callback'{currency}
  from cases c
  join debtors d on d.agency_id = c.agency_id and d.id = c.debtor_id{join}
  cross join lateral (select worklist_rank(c.mover, c.move) as rank) r
  left join lateral (
    select min(due_at) as due_at from callbacks
    where agency_id = c.agency_id and case_id = c.id and done_at is null and dropped_at is null
  ) b on c.move = 'callback'
  where c.agency_id = agency and c.id = any(changed) and c.closed_at is null
  on conflict (agency_id, id) do update
  set collector_id = excluded.collector_id, rank = excluded.rank, due_on = excluded.due_on,
      may_ring = excluded.may_ring,
      place = case when excluded.rank >= 100 then {worth} else excluded.place end
  where (e.collector_id, e.rank, e.due_on, e.may_ring)
        is distinct from (excluded.collector_id, excluded.rank, excluded.due_on, excluded.may_ring)
     or (excluded.rank < 100 and e.place <> excluded.place)
$$
"""


def upgrade() -> None:
    op.add_column(
        "worklist_entries", sa.Column("currency", sa.Text(), nullable=False, server_default="EUR")
    )
    op.add_column(
        "worklist_entries",
        sa.Column("currency_start", sa.BigInteger(), nullable=False, server_default="0"),
    )
    op.execute(_START)
    op.execute(
        "update worklist_entries e set currency = c.currency from cases c "
        "where c.agency_id = e.agency_id and c.id = e.id and c.currency <> e.currency"
    )
    op.alter_column("worklist_entries", "currency", server_default=None)
    op.execute(
        "update worklist_entries e set currency_start = worklist_start(e.currency, a.currency) "
        "from agencies a where a.id = e.agency_id and e.currency <> a.currency"
    )
    op.execute(
        "update worklist_entries set place = currency_start - worth_minor "
        "where rank >= 100 and currency_start <> 0"
    )
    op.alter_column("worklist_entries", "currency_start", server_default=None)
    op.execute(
        _ENTER.format(
            column=", currency, currency_start",
            start="s.start",
            currency=", c.currency, s.start",
            join=_JOIN,
            worth="e.currency_start - e.worth_minor",
        )
    )


def downgrade() -> None:
    op.execute(_ENTER.format(column="", start="0", currency="", join="", worth="-e.worth_minor"))
    op.execute("update worklist_entries set place = -worth_minor where rank >= 100")
    op.drop_column("worklist_entries", "currency_start")
    op.drop_column("worklist_entries", "currency")
    op.execute("drop function worklist_start(text, text)")
