"""The words of a case are their own key: no record, no key of the creditor for each of them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.drop_constraint("fk_case_terms_agency_id_creditor_id", "case_terms")
    op.drop_constraint("pk_case_terms", "case_terms")
    op.drop_column("case_terms", "id")
    op.drop_constraint("uq_case_terms_agency_id_term_kind_case_id", "case_terms")
    op.create_primary_key("pk_case_terms", "case_terms", ["agency_id", "term", "kind", "case_id"])


def downgrade() -> None:
    op.drop_constraint("pk_case_terms", "case_terms")
    op.add_column(
        "case_terms",
        sa.Column("id", sa.Uuid(), nullable=False, server_default=sa.text("gen_random_uuid()")),
    )
    op.alter_column("case_terms", "id", server_default=None)
    op.create_primary_key("pk_case_terms", "case_terms", ["agency_id", "id"])
    op.create_unique_constraint(
        "uq_case_terms_agency_id_term_kind_case_id",
        "case_terms",
        ["agency_id", "term", "kind", "case_id"],
    )
    op.create_foreign_key(
        "fk_case_terms_agency_id_creditor_id",
        "case_terms",
        "creditors",
        ["agency_id", "creditor_id"],
        ["agency_id", "id"],
    )
