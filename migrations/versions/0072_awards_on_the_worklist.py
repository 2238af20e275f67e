"""Puts awards that wait for a second person among the answers owed."""

from alembic import op

revision = "0072"
down_revision = "0071"

_RANK = """
create or replace function worklist_rank(mover text, move text) returns bigint
language sql immutable parallel safe as $$ select case
  when mover = 'nobody' then 200
  when mover = 'debtor' and move = 'promise' then 20
  when mover <> 'agency' then 95
  when move = 'broken_promise' then 10
  when move = 'callback' then 30
  when move in ({answers}) then 40
  when move in ('plan_asked', 'broken_plan', 'plan_at_risk', 'plan_unanswered') then 50
  when move = 'approve' then 60
  when move = 'review' then 70
  when move in ('dispatch', 'rewrite', 'address') then 80
  when move = 'held' then 90
  else 100 end $$
"""
_ANSWERS = "'request', 'message', 'bounced', 'chargeback', 'surplus'"


def upgrade() -> None:
    op.execute(_RANK.format(answers=f"{_ANSWERS}, 'award'"))


def downgrade() -> None:
    op.execute(_RANK.format(answers=_ANSWERS))
