"""Check postings all at once, when they are written: what they refer to, and that they balance.

Each used to be looked up by two keys, and each entry summed by itself when it was committed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"

_MUST_BALANCE = """
create function postings_must_balance() returns trigger language plpgsql
  -- By the keys, whatever the server believed of the tables' sizes when it planned this.
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  wrong uuid;
begin
  select whole.entry_id into wrong
  from (
    select agency_id, entry_id, count(*) as lines, min(of_lines) as least, max(of_lines) as most
    from added group by agency_id, entry_id
  ) whole
  left join entries e on e.agency_id = whole.agency_id and e.id = whole.entry_id
  where e.lines is distinct from whole.lines or least <> whole.lines or most <> whole.lines
  limit 1;
  if wrong is not null then
    raise exception 'entry % does not have these lines', wrong
      using errcode = 'check_violation', constraint = 'postings_whole';
  end if;
  select p.entry_id into wrong
  from added p
  left join accounts a on a.agency_id = p.agency_id and a.id = p.account_id
  group by p.agency_id, p.entry_id, a.book, p.currency
  having sum(p.amount_minor) <> 0 or bool_or(a.currency is distinct from p.currency)
  limit 1;
  if wrong is not null then
    raise exception 'entry % does not balance', wrong
      using errcode = 'check_violation', constraint = 'postings_balanced';
  end if;
  return null;
end $$
"""


def upgrade() -> None:
    op.execute("drop trigger balanced on entries")
    op.execute("drop function entry_must_balance()")
    op.execute(_MUST_BALANCE)
    op.execute(
        "create trigger balanced after insert on postings referencing new table as added "
        "for each statement execute function postings_must_balance()"
    )
    op.drop_constraint("fk_postings_agency_id_entry_id_of_lines", "postings")
    op.drop_constraint("fk_postings_agency_id_account_id", "postings")
    op.create_foreign_key(
        "fk_entries_postings",
        "entries",
        "postings",
        ["agency_id", "id", "lines"],
        ["agency_id", "entry_id", "line"],
        deferrable=True,
        initially="DEFERRED",
    )
    op.drop_constraint("uq_entries_agency_id_id_lines", "entries")


def downgrade() -> None:
    op.drop_constraint("fk_entries_postings", "entries")
    op.execute("drop trigger balanced on postings")
    op.execute("drop function postings_must_balance()")
    op.create_unique_constraint(
        "uq_entries_agency_id_id_lines", "entries", ["agency_id", "id", "lines"]
    )
    op.create_foreign_key(
        "fk_postings_agency_id_entry_id_of_lines",
        "postings",
        "entries",
        ["agency_id", "entry_id", "of_lines"],
        ["agency_id", "id", "lines"],
    )
    op.create_foreign_key(
        "fk_postings_agency_id_account_id",
        "postings",
        "accounts",
        ["agency_id", "account_id"],
        ["agency_id", "id"],
    )
    op.execute(sa.text(_EACH_MUST_BALANCE))
    op.execute(
        "create constraint trigger balanced after insert on entries "
        "deferrable initially deferred for each row execute function entry_must_balance()"
    )


_EACH_MUST_BALANCE = """
create function entry_must_balance() returns trigger language plpgsql as $$
begin
  if (
    select coalesce(sum(lines), 0) <> new.lines or bool_or(amount <> 0 or mixed)
    from (
      select count(*) as lines, sum(p.amount_minor) as amount,
             bool_or(a.currency <> p.currency) as mixed
      from postings p
      join accounts a on a.agency_id = p.agency_id and a.id = p.account_id
      where p.agency_id = new.agency_id and p.entry_id = new.id
      group by a.book, p.currency
    ) books
  ) then
    raise exception 'entry % does not balance', new.id using errcode = 'check_violation';
  end if;
  return null;
end $$
"""
