"""Somebody who guarantees a payment plan by a link of its own."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0056"
down_revision = "0055"

_AT = sa.DateTime(timezone=True)
_REFERS = (("creditor_id", "creditors"), ("case_id", "cases"), ("plan_id", "plans"))
_RULES = {
    "state": "state in ('asked', 'signed', 'declined', 'ended')",
    "most": "most_minor > 0",
    "agreed": "(state = 'signed') <= (agreed_at is not null)",
}


def upgrade() -> None:
    op.create_table(
        "guarantors",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("agency_id", "id")),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name, _ in _REFERS),
        *_texts("state", "name", "kind", "email", "country", "locale"),
        sa.Column("is_condition", sa.Boolean(), nullable=False),
        sa.Column("most_minor", sa.BigInteger(), nullable=False),
        *_texts("currency"),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("holds_until", "open_until")),
        *_texts("law"),
        *(
            sa.Column(name, sa.LargeBinary(), nullable=False)
            for name in ("code_hash", "code_sealed")
        ),
        *_texts("asked_by"),
        sa.Column("asked_at", _AT, nullable=False),
        sa.Column("shown", sa.dialects.postgresql.JSONB(), nullable=False),
        *_texts("shown_hash"),
        sa.Column("agreed_at", _AT, nullable=True),
        *_texts("agreed_by", "agreed_ip", "agreed_with"),
        sa.Column("ended_at", _AT, nullable=True),
        *_texts("letter_key", "letter_hash"),
        sa.Column("guest_link_id", sa.Uuid(), nullable=True),
        sa.Column("paid_before_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_guarantors")),
        sa.UniqueConstraint(
            "agency_id", "code_hash", name=op.f("uq_guarantors_agency_id_code_hash")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["agency_id", column],
                [f"{target}.agency_id", f"{target}.id"],
                name=op.f(f"fk_guarantors_agency_id_{column}"),
            )
            for column, target in (*_REFERS, ("guest_link_id", "guest_links"))
        ),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_guarantors_{name}"))
            for name, rule in _RULES.items()
        ),
    )
    op.create_index("ix_guarantors_case", "guarantors", ["agency_id", "case_id", "id"])
    op.create_index(
        "uq_guarantors_alive",
        "guarantors",
        ["agency_id", "plan_id"],
        unique=True,
        postgresql_where=sa.text("state in ('asked', 'signed')"),
    )
    op.create_index(
        "ix_guarantors_asked",
        "guarantors",
        ["agency_id", "open_until"],
        postgresql_where=sa.text("state = 'asked'"),
    )
    protect("guarantors", "creditor_id")


def downgrade() -> None:
    op.drop_table("guarantors")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]
