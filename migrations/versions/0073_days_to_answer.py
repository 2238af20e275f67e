"""How many days a creditor has to answer what lies beyond its limits."""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"


def upgrade() -> None:
    op.add_column(
        "plan_terms",
        sa.Column("answer_days", sa.BigInteger(), nullable=False, server_default="5"),
    )
    op.create_check_constraint(
        op.f("ck_plan_terms_answer_days"), "plan_terms", "answer_days between 2 and 14"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_plan_terms_answer_days"), "plan_terms")
    op.drop_column("plan_terms", "answer_days")
