"""For which claim a debtor pays, as it said when it began; that stays as it is."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"


def upgrade() -> None:
    op.add_column("payments", sa.Column("designated_claim_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_payments_agency_id_designated_claim_id"),
        "payments",
        "claims",
        ["agency_id", "designated_claim_id"],
        ["agency_id", "id"],
    )
    op.create_check_constraint(
        op.f("ck_payments_guest_designates_nothing"),
        "payments",
        "guest_link_id is null or designated_claim_id is null",
    )
    op.execute(
        "create trigger keep_designation before update of designated_claim_id on payments "
        "for each row when (old.designated_claim_id is distinct from new.designated_claim_id) "
        "execute function refuse_change()"
    )


def downgrade() -> None:
    op.execute("drop trigger keep_designation on payments")
    op.drop_constraint(op.f("ck_payments_guest_designates_nothing"), "payments")
    op.drop_column("payments", "designated_claim_id")
