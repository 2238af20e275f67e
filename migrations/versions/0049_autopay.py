"""Instalments that are taken by themselves: the saved card or account with its consent, and each try."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0049"
down_revision = "0048"

_AT = sa.DateTime(timezone=True)
_METHOD_RULES = {
    "state": "state in ('asked', 'active', 'over')",
    "kind": "kind in ('', 'card', 'sepa_debit')",
    "active": "state <> 'active' or (active_at is not null and method_ref is not null "
    "and customer_ref is not null and shown_hash <> '')",
    "over": "(state = 'over') = (over_at is not null)",
    "expiry": "exp_month is null or exp_month between 1 and 12",
}
_ATTEMPT_RULES = {
    "state": "state in ('planned', 'sending', 'processing', 'paid', 'declined', 'held_back')",
    "amount": "amount_minor > 0",
    "number": "number > 0",
    "paid_for": "state in ('planned', 'held_back') or payment_id is not null",
    "retry": "retry_on is null or state = 'declined'",
}
_CONSENT = """
create function charge_needs_consent() returns trigger language plpgsql as $$ begin
  perform 1 from saved_methods m
    where m.agency_id = new.agency_id and m.id = new.saved_method_id
      and m.plan_id = new.plan_id and m.state = 'active' for share;
  if not found then
    raise exception 'No live consent for this plan: nothing is charged.'
      using errcode = 'check_violation', constraint = 'charge_needs_consent';
  end if;
  return new;
end $$
"""
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


def upgrade() -> None:
    op.execute(_RANK.format(plans="'plan_asked', 'broken_plan', 'plan_at_risk'"))
    op.create_table(
        "saved_methods",
        *_ids("agency_id", "id", "creditor_id", "case_id", "plan_id"),
        *_texts("state", "kind"),
        sa.Column("customer_ref", sa.Text(), nullable=True),
        sa.Column("method_ref", sa.Text(), nullable=True),
        sa.Column("checkout_id", sa.Text(), nullable=True),
        *_texts("checkout_url", "brand", "last4"),
        sa.Column("exp_month", sa.BigInteger(), nullable=True),
        sa.Column("exp_year", sa.BigInteger(), nullable=True),
        sa.Column("mandate_ref", sa.Text(), nullable=True),
        *_texts("mandate_url"),
        sa.Column("shown", sa.dialects.postgresql.JSONB(), nullable=False),
        *_texts("shown_hash", "agreed_by", "agreed_ip", "agreed_with", "locale"),
        sa.Column("agreed_at", _AT, nullable=False),
        sa.Column("active_at", _AT, nullable=True),
        sa.Column("announced_for", sa.Date(), nullable=True),
        *_texts("risk"),
        sa.Column("risk_for", sa.Date(), nullable=True),
        sa.Column("over_at", _AT, nullable=True),
        *_texts("over_why"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_saved_methods")),
        *(_refers("saved_methods", f"{each}_id", f"{each}s") for each in _PARENTS),
        *_checks("saved_methods", _METHOD_RULES),
    )
    for state in ("active", "asked"):
        op.create_index(
            f"uq_saved_methods_{state}",
            "saved_methods",
            ["agency_id", "plan_id"],
            unique=True,
            postgresql_where=sa.text(f"state = '{state}'"),
        )
    op.create_index("ix_saved_methods_case", "saved_methods", ["agency_id", "case_id", "id"])
    op.create_index("ix_saved_methods_method", "saved_methods", ["agency_id", "method_ref"])
    protect("saved_methods", "creditor_id")
    op.create_table(
        "charge_attempts",
        *_ids("agency_id", "id", "creditor_id", "case_id", "plan_id", "saved_method_id"),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        *_texts("currency", "state", "code"),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("planned_at", _AT, nullable=False),
        sa.Column("sent_at", _AT, nullable=True),
        sa.Column("answered_at", _AT, nullable=True),
        sa.Column("retry_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_charge_attempts")),
        *(_refers("charge_attempts", f"{each}_id", f"{each}s") for each in _PARENTS),
        _refers("charge_attempts", "saved_method_id", "saved_methods"),
        _refers("charge_attempts", "payment_id", "payments"),
        sa.UniqueConstraint(
            "agency_id",
            "plan_id",
            "due_on",
            "number",
            name=op.f("uq_charge_attempts_agency_id_plan_id_due_on_number"),
        ),
        sa.UniqueConstraint(
            "agency_id", "payment_id", name=op.f("uq_charge_attempts_agency_id_payment_id")
        ),
        *_checks("charge_attempts", _ATTEMPT_RULES),
    )
    op.create_index(
        "uq_charge_attempts_alive",
        "charge_attempts",
        ["agency_id", "plan_id"],
        unique=True,
        postgresql_where=sa.text("state in ('planned', 'sending', 'processing')"),
    )
    op.create_index("ix_charge_attempts_case", "charge_attempts", ["agency_id", "case_id", "id"])
    protect("charge_attempts", "creditor_id")
    op.execute(_CONSENT)
    op.execute(
        "create trigger charge_needs_consent before insert or update of state on charge_attempts "
        "for each row when (new.state = 'sending') execute function charge_needs_consent()"
    )


def downgrade() -> None:
    op.execute(_RANK.format(plans="'plan_asked', 'broken_plan'"))
    op.drop_table("charge_attempts")
    op.execute("drop function charge_needs_consent()")
    op.drop_table("saved_methods")


_PARENTS = ("creditor", "case", "plan")


def _ids(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Uuid(), nullable=False) for name in names]


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _checks(table: str, rules: dict[str, str]) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in rules.items()
    ]


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{target}.agency_id", f"{target}.id"],
        name=op.f(f"fk_{table}_agency_id_{column}"),
    )
