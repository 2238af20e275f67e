"""The agency's own mailbox, from which mail is picked up."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "mailboxes",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("agency_id", "id", "changed_by")),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("host", "user_name", "folder", "fault")
        ),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("port", "uid_validity", "last_uid")
        ),
        sa.Column("password_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["users.id"], name=op.f("fk_mailboxes_changed_by")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_mailboxes")),
        sa.UniqueConstraint("agency_id", name=op.f("uq_mailboxes_agency_id")),
        sa.CheckConstraint("port between 1 and 65535", name=op.f("ck_mailboxes_port")),
    )
    protect("mailboxes", "nothing")


def downgrade() -> None:
    op.drop_table("mailboxes")
