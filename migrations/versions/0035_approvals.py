"""Steps that wait for a manager, and plans that are asked for or broken, are obligations of the worklist."""

from alembic import op

revision = "0035"
down_revision = "0034"

_RANK = """
create or replace function worklist_rank(mover text, move text) returns bigint
language sql immutable parallel safe as $$ select case
  when mover = 'nobody' then 200
  when mover = 'debtor' and move = 'promise' then 20
  when mover <> 'agency' then 95
  when move = 'broken_promise' then 10
  when move = 'callback' then 30
  when move in ('request', 'message', 'bounced') then 40
  when move in ({plans}) then 50
  when move = '{approval}' then 60
  when move = 'review' then 70
  when move in ('dispatch', 'rewrite') then 80
  when move = 'held' then 90
  else 100 end $$
"""
_ENTER_AGAIN = """
select enter_worklist(agency_id, array_agg(id)) from cases
where closed_at is null and move in ('plan_asked', 'broken_plan', 'approve') group by agency_id
"""


def upgrade() -> None:
    op.execute(_RANK.format(plans="'plan_asked', 'broken_plan'", approval="approve"))
    op.execute(_ENTER_AGAIN)


def downgrade() -> None:
    op.execute(_RANK.format(plans="'plan'", approval="approval"))
    op.execute(_ENTER_AGAIN)
