"""Limits of plans in versions, and questions to creditors about what lies beyond them."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0046"
down_revision = "0045"

_AT = sa.DateTime(timezone=True)
_KEYS = ("agency_id", "id", "creditor_id", "case_id")
_OF_AGREEMENT = "uq_plan_terms_agency_id_agreement_id"
_OF_VERSION = "uq_plan_terms_agency_id_agreement_id_version"
_RULES = {
    "about": "(plan_id is null) = (amount_minor is not null)",
    "pay_by": "(amount_minor is null) = (pay_by is null)",
    "amount": "amount_minor > 0 and amount_minor < owed_minor",
    "answer": "answer in ('', 'approved', 'refused', 'countered', 'withdrawn')",
    "answered": "(answer = '') = (answered_at is null)",
    "countered": "(answer = 'countered') = (counter_minor is not null or counter_count is not null)",
}


def upgrade() -> None:
    _version_terms()
    op.create_table(
        "plan_referrals",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in _KEYS),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("pay_by", sa.Date(), nullable=True),
        sa.Column("owed_minor", sa.BigInteger(), nullable=False),
        *_texts("currency", "why", "asked_by"),
        sa.Column("asked_at", _AT, nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        *_texts("answer", "answer_why"),
        sa.Column("counter_minor", sa.BigInteger(), nullable=True),
        sa.Column("counter_count", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", _AT, nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_plan_referrals")),
        _refers("creditor_id", "creditors"),
        _refers("case_id", "cases"),
        _refers("plan_id", "plans"),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["users.id"], name=op.f("fk_plan_referrals_answered_by")
        ),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_plan_referrals_{name}"))
            for name, rule in _RULES.items()
        ),
    )
    op.create_index("ix_plan_referrals_case", "plan_referrals", ["agency_id", "case_id", "id"])
    op.create_index(
        "uq_plan_referrals_open",
        "plan_referrals",
        ["agency_id", "case_id"],
        unique=True,
        postgresql_where=sa.text("answer = ''"),
    )
    op.create_index(
        "ix_plan_referrals_creditor",
        "plan_referrals",
        ["agency_id", "creditor_id", "answer_by", "id"],
    )
    protect("plan_referrals", "creditor_id")


def downgrade() -> None:
    op.drop_table("plan_referrals")
    op.execute(
        "delete from plan_terms older using plan_terms newer where older.agency_id = newer.agency_id "
        "and older.agreement_id = newer.agreement_id and older.version < newer.version"
    )
    op.execute("update plan_terms set beyond = 'manager' where beyond = 'creditor'")
    _beyond("'collector', 'manager'")
    op.drop_constraint(_OF_VERSION, "plan_terms")
    op.create_unique_constraint(_OF_AGREEMENT, "plan_terms", ["agency_id", "agreement_id"])
    op.drop_column("plan_terms", "side")
    op.drop_column("plan_terms", "version")


def _version_terms() -> None:
    op.add_column(
        "plan_terms", sa.Column("version", sa.BigInteger(), nullable=False, server_default="1")
    )
    op.add_column(
        "plan_terms", sa.Column("side", sa.Text(), nullable=False, server_default="agency")
    )
    op.create_check_constraint(op.f("ck_plan_terms_version"), "plan_terms", "version > 0")
    op.create_check_constraint(
        op.f("ck_plan_terms_side"), "plan_terms", "side in ('agency', 'creditor')"
    )
    op.drop_constraint(_OF_AGREEMENT, "plan_terms")
    op.create_unique_constraint(_OF_VERSION, "plan_terms", ["agency_id", "agreement_id", "version"])
    _beyond("'collector', 'manager', 'creditor'")


def _beyond(who: str) -> None:
    op.drop_constraint(op.f("ck_plan_terms_beyond"), "plan_terms")
    op.create_check_constraint(op.f("ck_plan_terms_beyond"), "plan_terms", f"beyond in ({who})")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _refers(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{target}.agency_id", f"{target}.id"],
        name=op.f(f"fk_plan_referrals_agency_id_{column}"),
    )
