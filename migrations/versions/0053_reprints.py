"""Copies of letters that have gone out."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0053"
down_revision = "0052"

_AT = sa.DateTime(timezone=True)
_CHECKS = {
    "reason": "reason in ('lost', 'returned', 'asked', 'court')",
    "way": "way in ('post', 'email', 'download')",
    "printed_for_the_post": "print_batch_id is null or way = 'post'",
    "court_file_by_hand": "reason <> 'court' or way = 'download'",
}


def upgrade() -> None:
    op.create_unique_constraint(
        op.f("uq_notices_agency_id_id_sha256"), "notices", ["agency_id", "id", "sha256"]
    )
    op.create_table(
        "reprints",
        *(
            sa.Column(name, sa.Uuid(), nullable=False)
            for name in ("agency_id", "id", "creditor_id", "notice_id", "form_key", "by_user")
        ),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("sha256", "reason", "way", "to_address", "file_key", "message_key")
        ),
        sa.Column("print_batch_id", sa.Uuid(), nullable=True),
        sa.Column("at", _AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_reprints_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "notice_id", "sha256"],
            ["notices.agency_id", "notices.id", "notices.sha256"],
            name="fk_reprints_very_file_of_notice",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "print_batch_id"],
            ["print_batches.agency_id", "print_batches.id"],
            name=op.f("fk_reprints_agency_id_print_batch_id"),
        ),
        sa.ForeignKeyConstraint(["by_user"], ["users.id"], name=op.f("fk_reprints_by_user")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_reprints")),
        sa.UniqueConstraint("agency_id", "form_key", name=op.f("uq_reprints_agency_id_form_key")),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_reprints_{name}"))
            for name, rule in _CHECKS.items()
        ),
    )
    op.create_index("ix_reprints_notice", "reprints", ["agency_id", "notice_id", "id"])
    op.create_index(
        "ix_reprints_to_print",
        "reprints",
        ["agency_id", "id"],
        postgresql_where=sa.text("way = 'post' and print_batch_id is null"),
    )
    protect("reprints", "creditor_id")


def downgrade() -> None:
    op.drop_table("reprints")
    op.drop_constraint(op.f("uq_notices_agency_id_id_sha256"), "notices")
