"""Under which version of the limits a plan was made, and of which questions a creditor was reminded."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"

_RANK = """
create or replace function worklist_rank(mover text, move text) returns bigint
language sql immutable parallel safe as $$ select case
  when mover = 'nobody' then 200
  when mover = 'debtor' and move = 'promise' then 20
  when mover <> 'agency' then 95
  when move = 'broken_promise' then 10
  when move = 'callback' then 30
  when move in ('request', 'message', 'bounced', 'chargeback') then 40
  when move in ({plans}) then 50
  when move = 'approve' then 60
  when move = 'review' then 70
  when move in ('dispatch', 'rewrite', 'address') then 80
  when move = 'held' then 90
  else 100 end $$
"""
_PLANS = "'plan_asked', 'broken_plan', 'plan_at_risk'"


def upgrade() -> None:
    op.execute(_RANK.format(plans=f"{_PLANS}, 'plan_unanswered'"))
    op.add_column("plan_referrals", sa.Column("reminded_at", sa.DateTime(timezone=True)))
    op.add_column("plans", sa.Column("terms_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_plans_agency_id_terms_id"),
        "plans",
        "plan_terms",
        ["agency_id", "terms_id"],
        ["agency_id", "id"],
    )


def downgrade() -> None:
    op.drop_column("plans", "terms_id")
    op.drop_column("plan_referrals", "reminded_at")
    op.execute(_RANK.format(plans=_PLANS))
