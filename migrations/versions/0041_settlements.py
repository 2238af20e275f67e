"""Settlements: less than the balance, in force if it is paid by a day."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0041"
down_revision = "0040"

_AT = sa.DateTime(timezone=True)
_KEYS = ("agency_id", "id", "creditor_id", "case_id")
_RULES = {
    "amount": "amount_minor > 0 and amount_minor < balance_minor",
    "state": "state in ('offered', 'agreed', 'in_force', 'void', 'ended')",
    "beyond": "(beyond_why = '') = (allowed_by is null)",
    "in_force": "(state = 'in_force') = (entry_id is not null)",
    "agreed": "state not in ('agreed', 'in_force') or agreed_at is not null",
}


def upgrade() -> None:
    op.create_table(
        "settlements",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in _KEYS),
        *_texts("state", "channel"),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("balance_minor", sa.BigInteger(), nullable=False),
        *_texts("currency"),
        sa.Column("pay_by", sa.Date(), nullable=False),
        *_texts("beyond_why"),
        sa.Column("allowed_by", sa.Uuid(), nullable=True),
        *_texts("made_by"),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("shown", sa.dialects.postgresql.JSONB(), nullable=False),
        *_texts("shown_hash"),
        sa.Column("agreed_at", _AT, nullable=True),
        *_texts("agreed_by", "agreed_ip", "agreed_with"),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", _AT, nullable=True),
        *_texts("ended_why"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_settlements")),
        _refers("creditor_id", "creditors"),
        _refers("case_id", "cases"),
        _refers("entry_id", "entries"),
        sa.ForeignKeyConstraint(
            ["allowed_by"], ["users.id"], name=op.f("fk_settlements_allowed_by")
        ),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_settlements_{name}"))
            for name, rule in _RULES.items()
        ),
    )
    alive = sa.text("state in ('offered', 'agreed')")
    op.create_index("ix_settlements_case", "settlements", ["agency_id", "case_id", "id"])
    op.create_index(
        "uq_settlements_alive",
        "settlements",
        ["agency_id", "case_id"],
        unique=True,
        postgresql_where=alive,
    )
    op.create_index(
        "ix_settlements_due", "settlements", ["agency_id", "pay_by", "id"], postgresql_where=alive
    )
    protect("settlements", "creditor_id")


def downgrade() -> None:
    op.drop_table("settlements")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _refers(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{target}.agency_id", f"{target}.id"],
        name=op.f(f"fk_settlements_agency_id_{column}"),
    )
