"""Letters that came back, and since when a debtor's address is known to be wrong."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"

_RANK = """
create or replace function worklist_rank(mover text, move text) returns bigint
language sql immutable parallel safe as $$ select case
  when mover = 'nobody' then 200
  when mover = 'debtor' and move = 'promise' then 20
  when mover <> 'agency' then 95
  when move = 'broken_promise' then 10
  when move = 'callback' then 30
  when move in ('request', 'message', 'bounced') then 40
  when move in ('plan_asked', 'broken_plan') then 50
  when move = 'approve' then 60
  when move = 'review' then 70
  when move in ({letters}) then 80
  when move = 'held' then 90
  else 100 end $$
"""
_CHECKS = {
    "ck_deliveries_returned_cause": (
        "returned_cause in ('', 'moved', 'unknown', 'refused', 'unclaimed', 'deceased')"
    ),
    "ck_deliveries_returned_whole": "(returned_on is null) = (returned_cause = '')",
    "ck_deliveries_returned_by_post": "returned_on is null or channel = 'post'",
}


def upgrade() -> None:
    op.add_column("debtors", sa.Column("address_failed_on", sa.Date()))
    op.create_index(
        "ix_debtors_address_failed",
        "debtors",
        ["agency_id", "id"],
        postgresql_where=sa.text("address_failed_on is not null"),
    )
    op.add_column("deliveries", sa.Column("returned_on", sa.Date()))
    op.add_column(
        "deliveries", sa.Column("returned_cause", sa.Text(), nullable=False, server_default="")
    )
    op.add_column("deliveries", sa.Column("returned_by", sa.Uuid()))
    op.create_foreign_key(
        op.f("fk_deliveries_returned_by"), "deliveries", "users", ["returned_by"], ["id"]
    )
    for name, rule in _CHECKS.items():
        op.create_check_constraint(op.f(name), "deliveries", rule)
    op.create_index(
        "ix_deliveries_returned",
        "deliveries",
        ["agency_id", "returned_on", "id"],
        postgresql_where=sa.text("returned_on is not null"),
    )
    op.execute(_RANK.format(letters="'dispatch', 'rewrite', 'address'"))


def downgrade() -> None:
    op.execute(_RANK.format(letters="'dispatch', 'rewrite'"))
    op.drop_index("ix_deliveries_returned", "deliveries")
    for name in _CHECKS:
        op.drop_constraint(op.f(name), "deliveries")
    op.drop_constraint(op.f("fk_deliveries_returned_by"), "deliveries")
    for column in ("returned_by", "returned_cause", "returned_on"):
        op.drop_column("deliveries", column)
    op.drop_index("ix_debtors_address_failed", "debtors")
    op.drop_column("debtors", "address_failed_on")
