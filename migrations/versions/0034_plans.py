"""Payment plans: their instalments, what was put off, and how far a creditor lets them go."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0034"
down_revision = "0033"

_AT = sa.DateTime(timezone=True)
_TABLES = ("plan_terms", "plans", "instalments", "deferrals")


def upgrade() -> None:
    _terms()
    _plans()
    op.create_table(
        "instalments",
        *_own_keys("instalments", "plan_id"),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        _refers("instalments", "plan_id", "plans"),
        sa.UniqueConstraint(
            "agency_id", "plan_id", "number", name=op.f("uq_instalments_agency_id_plan_id_number")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_instalments_amount")),
        sa.CheckConstraint("number > 0", name=op.f("ck_instalments_number")),
    )
    op.create_table(
        "deferrals",
        *_own_keys("deferrals", "plan_id"),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("deferred_by", sa.Text(), nullable=False),
        sa.Column("deferred_at", _AT, nullable=False),
        _refers("deferrals", "plan_id", "plans"),
        sa.CheckConstraint("until_on > from_on", name=op.f("ck_deferrals_until_on")),
    )
    op.create_index("ix_deferrals_plan", "deferrals", ["agency_id", "plan_id", "id"])
    op.create_index(
        "uq_deferrals_own",
        "deferrals",
        ["agency_id", "plan_id"],
        unique=True,
        postgresql_where=sa.text("deferred_by = 'debtor'"),
    )
    for table in _TABLES:
        protect(table, "creditor_id")


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)


def _terms() -> None:
    op.create_table(
        "plan_terms",
        *_own_keys("plan_terms", "agreement_id"),
        *_numbers("shortest", "longest", "smallest_minor", "first_percent"),
        sa.Column("interest", sa.Text(), nullable=False),
        *_numbers("grace_days"),
        sa.Column("floors", sa.dialects.postgresql.JSONB(), nullable=False),
        sa.Column("beyond", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", _AT, nullable=False),
        _refers("plan_terms", "agreement_id", "agreements"),
        _user("plan_terms", "changed_by"),
        sa.UniqueConstraint(
            "agency_id", "agreement_id", name=op.f("uq_plan_terms_agency_id_agreement_id")
        ),
        *_checks(
            "plan_terms",
            longest="shortest between 1 and longest and longest <= 60",
            smallest="smallest_minor >= 100",
            first_percent="first_percent between 0 and 90",
            grace_days="grace_days between 1 and 30",
            interest="interest in ('runs', 'waived')",
            beyond="beyond in ('collector', 'manager')",
            floors="jsonb_typeof(floors) = 'array'",
        ),
    )


def _plans() -> None:
    op.create_table(
        "plans",
        *_own_keys("plans", "case_id"),
        *_texts("state", "channel"),
        *_numbers("total_minor"),
        *_texts("currency"),
        *_numbers("day"),
        *_texts("interest"),
        *_numbers("interest_minor", "grace_days"),
        *_texts("beyond_why"),
        sa.Column("allowed_by", sa.Uuid(), nullable=True),
        *_texts("made_by"),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("open_until", sa.Date(), nullable=False),
        sa.Column("shown", sa.dialects.postgresql.JSONB(), nullable=False),
        *_texts("shown_hash"),
        sa.Column("agreed_at", _AT, nullable=True),
        *_texts("agreed_by", "agreed_ip", "agreed_with"),
        sa.Column("next_on", sa.Date(), nullable=True),
        *_numbers("next_minor", "late_minor"),
        sa.Column("judged_at", _AT, nullable=True),
        sa.Column("reminder_for", sa.Date(), nullable=True),
        sa.Column("reminded_at", _AT, nullable=True),
        sa.Column("ended_at", _AT, nullable=True),
        *_texts("ended_why", "letter_key", "letter_hash"),
        _refers("plans", "case_id", "cases"),
        _user("plans", "allowed_by"),
        *_checks(
            "plans",
            total="total_minor > 0",
            state="state in ('asked', 'offered', 'running', 'completed', 'broken', 'ended')",
            interest="interest in ('runs', 'waived')",
            day="day between 1 and 31",
            beyond="(beyond_why = '') = (allowed_by is null)",
            agreed="state <> 'running' or agreed_at is not null",
            ended="state <> 'ended' or ended_at is not null",
        ),
    )
    alive = sa.text("state in ('asked', 'offered', 'running')")
    op.create_index("ix_plans_case", "plans", ["agency_id", "case_id", "id"])
    op.create_index(
        "uq_plans_alive", "plans", ["agency_id", "case_id"], unique=True, postgresql_where=alive
    )
    op.create_index(
        "ix_plans_next", "plans", ["agency_id", "next_on", "id"], postgresql_where=alive
    )


def _own_keys(table: str, belongs_to: str) -> list[sa.schema.SchemaItem]:
    columns = ("agency_id", "id", "creditor_id", belongs_to)
    return [
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in columns),
        _refers(table, "creditor_id", "creditors"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f(f"pk_{table}")),
    ]


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def _checks(table: str, **rules: str) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in rules.items()
    ]


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{target}.agency_id", f"{target}.id"],
        name=op.f(f"fk_{table}_agency_id_{column}"),
    )


def _user(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_{table}_{column}"))
