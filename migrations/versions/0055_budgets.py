"""Income and outgo of debtors, asked with consent, and the share of it that goes to debts."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0055"
down_revision = "0054"

_AT = sa.DateTime(timezone=True)
_RULES = {
    "household": "adults between 1 and 20 and children between 0 and 30",
    "percent": "percent between 0 and 100",
    "bearable": "bearable_minor >= 0",
    "revoked": "(revoked_on is null) = (revoked_source = '')",
    "emptied": "revoked_on is null or lines_sealed is null",
}


def upgrade() -> None:
    op.create_table(
        "budgets",
        *(
            sa.Column(name, sa.Uuid(), nullable=False)
            for name in ("agency_id", "id", "debtor_id", "case_id")
        ),
        *_texts("country", "currency"),
        *_numbers("adults", "children"),
        sa.Column("lines_sealed", sa.LargeBinary(), nullable=True),
        *_numbers("percent", "bearable_minor"),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        *_texts("stated_by", "source"),
        sa.Column("stated_on", sa.Date(), nullable=False),
        *_texts("consent", "recorded_by"),
        sa.Column("recorded_at", _AT, nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        *_texts("revoked_source"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_budgets")),
        _refers("debtor_id", "debtors"),
        _refers("case_id", "cases"),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_budgets_{name}"))
            for name, rule in _RULES.items()
        ),
    )
    op.create_index("ix_budgets_debtor", "budgets", ["agency_id", "debtor_id", "id"])
    op.create_table(
        "bearable_shares",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_numbers("percent"),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_bearable_shares")),
        sa.ForeignKeyConstraint(["set_by"], ["users.id"], name=op.f("fk_bearable_shares_set_by")),
        sa.CheckConstraint("percent between 0 and 100", name=op.f("ck_bearable_shares_percent")),
    )
    op.add_column("plan_referrals", sa.Column("bearable_minor", sa.BigInteger(), nullable=True))
    for table in ("budgets", "bearable_shares"):
        protect(table, "nothing")


def downgrade() -> None:
    op.drop_column("plan_referrals", "bearable_minor")
    op.drop_table("bearable_shares")
    op.drop_table("budgets")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def _refers(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{target}.agency_id", f"{target}.id"],
        name=op.f(f"fk_budgets_agency_id_{column}"),
    )
