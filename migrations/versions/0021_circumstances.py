"""What foreign law asks of a claim, and what corrections say of more than a day or an amount."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0021"
down_revision = "0020"

_KINDS = "'credit_note', 'due_date', 'withdrawal'"
_WHOLE = (
    "case kind when 'due_date' then due_before <> due_after and amount_minor = 0 "
    "when 'credit_note' then amount_minor > 0 and counts_from is not null "
    "and reference <> '' and entry_id is not null else why <> '' end"
)
_FLAGS = ("costs_clause", "due_agreed")


def upgrade() -> None:
    no = sa.text("false")
    for column in (*_FLAGS, "disputed"):
        op.add_column("claims", sa.Column(column, sa.Boolean(), nullable=False, server_default=no))
    op.add_column("claims", sa.Column("agreed_costs_minor", sa.BigInteger(), nullable=True))
    op.add_column("claims", sa.Column("agreed_costs_percent", sa.Numeric(), nullable=True))
    op.add_column("claims", sa.Column("proven_costs_minor", sa.BigInteger(), nullable=True))
    op.add_column(
        "claims", sa.Column("letters", JSONB(), nullable=False, server_default=sa.text("'[]'"))
    )
    op.create_check_constraint(
        op.f("ck_claims_costs"),
        "claims",
        "coalesce(agreed_costs_minor, 1) > 0 and coalesce(proven_costs_minor, 1) > 0 "
        "and coalesce(agreed_costs_percent, 1) > 0 and coalesce(agreed_costs_percent, 1) <= 100 "
        "and (agreed_costs_minor is null or agreed_costs_percent is null)",
    )
    op.create_check_constraint(
        op.f("ck_claims_letters"), "claims", "jsonb_typeof(letters) = 'array'"
    )
    for column in _FLAGS:
        op.add_column(
            "agreements", sa.Column(column, sa.Boolean(), nullable=False, server_default=no)
        )
    op.add_column("agreements", sa.Column("agreed_costs_percent", sa.Numeric(), nullable=True))
    op.create_check_constraint(
        op.f("ck_agreements_agreed_costs_percent"),
        "agreements",
        "coalesce(agreed_costs_percent, 1) > 0 and coalesce(agreed_costs_percent, 1) <= 100",
    )
    op.add_column("corrections", sa.Column("changes", JSONB(), nullable=True))
    _rule(
        f"{_KINDS}, 'interest', 'circumstances', 'description'",
        f"{_WHOLE} and (changes is not null) = "
        "(kind in ('interest', 'circumstances', 'description'))",
    )


def downgrade() -> None:
    op.execute("delete from corrections where changes is not null")
    _rule(_KINDS, _WHOLE)
    op.drop_column("corrections", "changes")
    op.drop_constraint(op.f("ck_agreements_agreed_costs_percent"), "agreements")
    for column in (*_FLAGS, "agreed_costs_percent"):
        op.drop_column("agreements", column)
    for name in ("costs", "letters"):
        op.drop_constraint(op.f(f"ck_claims_{name}"), "claims")
    for column in (
        *_FLAGS,
        "disputed",
        "letters",
        "agreed_costs_minor",
        "agreed_costs_percent",
        "proven_costs_minor",
    ):
        op.drop_column("claims", column)


def _rule(kinds: str, whole: str) -> None:
    for name in ("kind", "whole"):
        op.drop_constraint(op.f(f"ck_corrections_{name}"), "corrections")
    op.create_check_constraint(op.f("ck_corrections_kind"), "corrections", f"kind in ({kinds})")
    op.create_check_constraint(op.f("ck_corrections_whole"), "corrections", whole)
