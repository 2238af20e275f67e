"""Published forms that letters must carry, each edition as it was sent in."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.create_table(
        "enclosures",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.BigInteger(), nullable=False),
        sa.Column("sent_in_by", sa.Uuid(), nullable=False),
        sa.Column("sent_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("pages > 0", name=op.f("ck_enclosures_pages")),
        sa.ForeignKeyConstraint(
            ["sent_in_by"], ["users.id"], name=op.f("fk_enclosures_sent_in_by")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_enclosures")),
    )
    op.create_index(
        "uq_enclosures_in_force",
        "enclosures",
        ["agency_id", "country", "kind", "name"],
        unique=True,
        postgresql_where=sa.text("replaced_at is null"),
    )
    protect("enclosures", "nothing")


def downgrade() -> None:
    op.drop_table("enclosures")
