"""Rules by which cases find their collector; contacts by who logged them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.locks import protect

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.create_table(
        "assignment_rules",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=True),
        *(
            sa.Column(name, postgresql.ARRAY(sa.Text()), nullable=False)
            for name in ("countries", "languages", "segments")
        ),
        sa.Column("debtor_kind", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("from_minor", sa.BigInteger(), nullable=False),
        sa.Column("below_minor", sa.BigInteger(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _refers("assignment_rules", "creditor_id", "creditors"),
        sa.ForeignKeyConstraint(
            ["made_by"], ["users.id"], name=op.f("fk_assignment_rules_made_by")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_assignment_rules")),
        sa.CheckConstraint(
            "debtor_kind in ('', 'consumer', 'business')",
            name=op.f("ck_assignment_rules_debtor_kind"),
        ),
        sa.CheckConstraint(
            "from_minor >= 0 and (below_minor is null or below_minor > from_minor)",
            name=op.f("ck_assignment_rules_band"),
        ),
    )
    op.create_index("ix_assignment_rules_rank", "assignment_rules", ["agency_id", "rank", "id"])
    op.create_table(
        "assignment_rule_takers",
        *(
            sa.Column(name, sa.Uuid(), nullable=False)
            for name in ("agency_id", "rule_id", "collector_id")
        ),
        _refers("assignment_rule_takers", "rule_id", "assignment_rules"),
        _refers("assignment_rule_takers", "collector_id", "memberships"),
        sa.PrimaryKeyConstraint(
            "agency_id", "rule_id", "collector_id", name=op.f("pk_assignment_rule_takers")
        ),
    )
    for table in ("assignment_rules", "assignment_rule_takers"):
        protect(table, "nothing")
    op.create_index("ix_contacts_logged", "contacts", ["agency_id", "logged_by", "logged_at"])


def downgrade() -> None:
    op.drop_index("ix_contacts_logged", "contacts")
    op.drop_table("assignment_rule_takers")
    op.drop_table("assignment_rules")


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{target}.agency_id", f"{target}.id"],
        name=op.f(f"fk_{table}_agency_id_{column}"),
    )
