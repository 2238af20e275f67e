"""What was paid too much by case, what debtors say of it, and where it went."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0070"
down_revision = "0069"

_AT = sa.DateTime(timezone=True)
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
_ANSWERS = "'request', 'message', 'bounced', 'chargeback'"
_FILL = """
update case_balances b set surplus_minor = s.minor,
  surplus_since = case when s.minor > 0 then s.since end
from (
  select p.agency_id, p.case_id, -sum(p.amount_minor) as minor,
    min(e.booked_on) filter (where p.amount_minor < 0) as since
  from postings p
  join accounts a on a.agency_id = p.agency_id and a.id = p.account_id
  join entries e on e.agency_id = p.agency_id and e.id = p.entry_id
  where a.kind = 'debtor_funds' and p.case_id is not null
  group by p.agency_id, p.case_id
) s
where s.agency_id = b.agency_id and s.case_id = b.id and s.minor <> 0
"""


def upgrade() -> None:
    op.execute(_RANK.format(answers=f"{_ANSWERS}, 'surplus'"))
    op.add_column(
        "case_balances",
        sa.Column("surplus_minor", sa.BigInteger(), nullable=False, server_default="0"),
    )
    op.add_column("case_balances", sa.Column("surplus_since", sa.Date(), nullable=True))
    op.execute(_FILL)
    op.create_index(
        "ix_case_balances_surplus",
        "case_balances",
        ["agency_id", "surplus_since", "id"],
        postgresql_where=sa.text("surplus_minor > 0"),
    )
    _choices()
    _moves()
    op.create_table(
        "surplus_settings",
        *_ids("agency_id", "id"),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_surplus_settings")),
        sa.UniqueConstraint("agency_id", name=op.f("uq_surplus_settings_agency_id")),
        sa.CheckConstraint("days between 1 and 90", name=op.f("ck_surplus_settings_days")),
    )
    protect("surplus_settings", "nothing")


def downgrade() -> None:
    for table in ("surplus_settings", "surplus_moves", "surplus_choices"):
        op.drop_table(table)
    op.drop_column("case_balances", "surplus_since")
    op.drop_column("case_balances", "surplus_minor")
    op.execute(_RANK.format(answers=_ANSWERS))


def _choices() -> None:
    op.create_table(
        "surplus_choices",
        *_ids("agency_id", "id", "creditor_id", "case_id"),
        sa.Column("to_case_id", sa.Uuid(), nullable=True),
        sa.Column("form_key", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("said_by", "channel", "shown", "locale", "note")
        ),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("chosen_at", _AT, nullable=False),
        sa.Column("ended_at", _AT, nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_surplus_choices")),
        sa.UniqueConstraint(
            "agency_id", "form_key", name=op.f("uq_surplus_choices_agency_id_form_key")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_surplus_choices_amount")),
        _refers("surplus_choices", "creditor_id", "creditors"),
        _refers("surplus_choices", "case_id", "cases"),
        _refers("surplus_choices", "to_case_id", "cases"),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["users.id"], name=op.f("fk_surplus_choices_recorded_by")
        ),
    )
    op.create_index("ix_surplus_choices_case", "surplus_choices", ["agency_id", "case_id", "id"])
    protect("surplus_choices", "nothing")


def _moves() -> None:
    op.create_table(
        "surplus_moves",
        *_ids("agency_id", "id", "creditor_id", "from_id", "to_id", "refund_id"),
        sa.Column("moved_at", _AT, nullable=False),
        sa.Column("ended_at", _AT, nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_surplus_moves")),
        sa.UniqueConstraint("agency_id", "to_id", name=op.f("uq_surplus_moves_agency_id_to_id")),
        _refers("surplus_moves", "creditor_id", "creditors"),
        _refers("surplus_moves", "from_id", "payments"),
        _refers("surplus_moves", "to_id", "payments"),
        _refers("surplus_moves", "refund_id", "refunds"),
    )
    op.create_index("ix_surplus_moves_from", "surplus_moves", ["agency_id", "from_id", "id"])
    protect("surplus_moves", "creditor_id")


def _ids(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Uuid(), nullable=False) for name in names]


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{target}.agency_id", f"{target}.id"],
        name=op.f(f"fk_{table}_agency_id_{column}"),
    )
