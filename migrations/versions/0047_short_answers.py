"""Short answers."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0047"
down_revision = "0046"

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "short_answers",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("agency_id", "id", "changed_by")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("locale", "title", "text")),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("used_at", _AT, nullable=True),
        sa.Column("changed_at", _AT, nullable=False),
        sa.Column("archived_at", _AT, nullable=True),
        sa.Column("archived_by", sa.Uuid(), nullable=True),
        *(
            sa.ForeignKeyConstraint([name], ["users.id"], name=op.f(f"fk_short_answers_{name}"))
            for name in ("changed_by", "archived_by")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_short_answers")),
        sa.CheckConstraint("title <> '' and text <> ''", name=op.f("ck_short_answers_words")),
        sa.CheckConstraint("used >= 0", name=op.f("ck_short_answers_used")),
        sa.CheckConstraint(
            "(archived_at is null) = (archived_by is null)",
            name=op.f("ck_short_answers_archived_whole"),
        ),
    )
    op.create_index(
        "uq_short_answers_title",
        "short_answers",
        ["agency_id", "locale", "title"],
        unique=True,
        postgresql_where=sa.text("archived_at is null"),
    )
    protect("short_answers", "nothing")


def downgrade() -> None:
    op.drop_table("short_answers")
