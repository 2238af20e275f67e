"""Statements to creditors go when the books' time has run out; until then they are there."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_WRITTEN = "statement_key <> '' and csv_key <> '' and bank_file_key <> ''"


def upgrade() -> None:
    op.add_column(
        "remittances", sa.Column("files_erased_at", sa.DateTime(timezone=True), nullable=True)
    )
    _hold(f"({_WRITTEN} or files_erased_at is not null)")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_remittances_written_when_sent"), "remittances")
    op.drop_column("remittances", "files_erased_at")
    op.create_check_constraint(
        op.f("ck_remittances_written_when_sent"),
        "remittances",
        f"sent_at is null or (approved_at is not null and {_WRITTEN})",
        postgresql_not_valid=True,
    )


def _hold(has_files: str) -> None:
    op.drop_constraint(op.f("ck_remittances_written_when_sent"), "remittances")
    op.create_check_constraint(
        op.f("ck_remittances_written_when_sent"),
        "remittances",
        f"sent_at is null or (approved_at is not null and {has_files})",
    )
