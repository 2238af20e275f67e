"""Costs that courts awarded, and above which amount a second person approves."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0071"
down_revision = "0070"

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "court_awards",
        *(
            sa.Column(name, sa.Uuid(), nullable=False)
            for name in (
                *("agency_id", "id", "creditor_id", "case_id", "claim_id", "case_file_id"),
                *("form_key", "entered_by"),
            )
        ),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("court", "reference", "currency", "reversed_why")
        ),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("entered_at", _AT, nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", _AT, nullable=True),
        sa.Column("is_refused", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("reversed_by", sa.Uuid(), nullable=True),
        sa.Column("reversed_at", _AT, nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_court_awards")),
        sa.UniqueConstraint(
            "agency_id", "form_key", name=op.f("uq_court_awards_agency_id_form_key")
        ),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_court_awards_{name}"))
            for name, rule in (
                ("amount", "amount_minor > 0"),
                ("two_people", "decided_by <> entered_by or is_refused"),
                ("decided_whole", "(decided_at is null) = (decided_by is null)"),
                ("refused", "not is_refused or entry_id is null"),
                ("reversed_whole", "(reversed_at is null) = (reversed_by is null)"),
            )
        ),
        *(
            _refers(f"{name}_id", table)
            for name, table in (
                ("creditor", "creditors"),
                ("case", "cases"),
                ("claim", "claims"),
                ("case_file", "case_files"),
                ("entry", "entries"),
            )
        ),
        *(
            sa.ForeignKeyConstraint([name], ["users.id"], name=op.f(f"fk_court_awards_{name}"))
            for name in ("entered_by", "decided_by", "reversed_by")
        ),
    )
    op.create_index("ix_court_awards_case", "court_awards", ["agency_id", "case_id", "id"])
    protect("court_awards", "creditor_id")
    op.create_table(
        "award_limits",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("agency_id", "id")),
        sa.Column("limit_minor", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_award_limits")),
        sa.UniqueConstraint("agency_id", name=op.f("uq_award_limits_agency_id")),
        sa.CheckConstraint("limit_minor >= 0", name=op.f("ck_award_limits_limit")),
    )
    protect("award_limits", "nothing")


def downgrade() -> None:
    op.drop_table("award_limits")
    op.drop_table("court_awards")


def _refers(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{target}.agency_id", f"{target}.id"],
        name=op.f(f"fk_court_awards_agency_id_{column}"),
    )
