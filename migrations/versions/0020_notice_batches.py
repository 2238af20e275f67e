"""Notices made many at a time: batches, what was wished for, and the runs through them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.locks import protect

revision = "0020"
down_revision = "0019"

_AT = sa.DateTime(timezone=True)
_TABLES = ("notice_batches", "notice_wishes", "notice_batch_runs")


def upgrade() -> None:
    _batches()
    op.add_column("notices", sa.Column("batch_id", sa.Uuid(), nullable=True))
    op.add_column("notices", sa.Column("picture_key", sa.Text(), nullable=False, server_default=""))
    op.create_foreign_key(
        op.f("fk_notices_agency_id_batch_id"),
        "notices",
        "notice_batches",
        ["agency_id", "batch_id"],
        ["agency_id", "id"],
        postgresql_not_valid=True,
    )
    op.create_index(
        "ix_notices_batch",
        "notices",
        ["agency_id", "batch_id", "id"],
        postgresql_where=sa.text("batch_id is not null"),
    )
    _wishes()
    _runs()
    for table in _TABLES:
        protect(table, "nothing")


def downgrade() -> None:
    op.drop_table("notice_batch_runs")
    op.drop_table("notice_wishes")
    op.drop_column("notices", "picture_key")
    op.drop_column("notices", "batch_id")
    op.drop_table("notice_batches")


def _batches() -> None:
    op.create_table(
        "notice_batches",
        *_own_keys(),
        sa.Column("number", sa.BigInteger(), nullable=False),
        *_texts("title", "origin"),
        sa.Column("wishes", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", _AT, nullable=True),
        _user("notice_batches", "made_by"),
        _user("notice_batches", "approved_by"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_notice_batches")),
        sa.UniqueConstraint("agency_id", "number", name=op.f("uq_notice_batches_agency_id_number")),
        sa.CheckConstraint("origin in ('hand', 'strategy')", name=op.f("ck_notice_batches_origin")),
        sa.CheckConstraint(
            "(approved_by is null) = (approved_at is null)",
            name=op.f("ck_notice_batches_approved_whole"),
        ),
    )


def _wishes() -> None:
    op.create_table(
        "notice_wishes",
        *_own_keys(),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        *_texts("kind", "tone", "channel"),
        sa.Column("action_id", sa.Uuid(), nullable=True),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        *_texts("refused_why", "seen_sha256", "held_why"),
        _refers("notice_wishes", "batch_id", "notice_batches"),
        _refers("notice_wishes", "case_id", "cases"),
        _refers("notice_wishes", "notice_id", "notices"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_notice_wishes")),
        sa.UniqueConstraint(
            "agency_id",
            "batch_id",
            "case_id",
            name=op.f("uq_notice_wishes_agency_id_batch_id_case_id"),
        ),
        sa.CheckConstraint(
            "channel in ('', 'email', 'post', 'both')", name=op.f("ck_notice_wishes_channel")
        ),
        sa.CheckConstraint(
            "tone in ('friendly', 'neutral', 'firm')", name=op.f("ck_notice_wishes_tone")
        ),
        sa.CheckConstraint(
            "notice_id is null or refused_why = ''", name=op.f("ck_notice_wishes_one_fate")
        ),
    )
    op.create_index("ix_notice_wishes_batch", "notice_wishes", ["agency_id", "batch_id", "id"])
    op.create_index(
        "ix_notice_wishes_notice",
        "notice_wishes",
        ["agency_id", "notice_id"],
        unique=True,
        postgresql_where=sa.text("notice_id is not null"),
    )


def _runs() -> None:
    op.create_table(
        "notice_batch_runs",
        *_own_keys(),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        *_texts("verb"),
        sa.Column("args", postgresql.JSONB(), nullable=False),
        sa.Column("by_user", sa.Uuid(), nullable=False),
        sa.Column("started_at", _AT, nullable=False),
        sa.Column("last_id", sa.Uuid(), nullable=True),
        *_numbers("total", "done", "left_out"),
        sa.Column("paced_at", _AT, nullable=False),
        *_numbers("paced_from"),
        sa.Column("active_at", _AT, nullable=False),
        sa.Column("stopped_at", _AT, nullable=True),
        sa.Column("ended_at", _AT, nullable=True),
        _refers("notice_batch_runs", "batch_id", "notice_batches"),
        _user("notice_batch_runs", "by_user"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_notice_batch_runs")),
        sa.CheckConstraint(
            "verb in ('prepare', 'pull', 'release', 'dispatch')",
            name=op.f("ck_notice_batch_runs_verb"),
        ),
    )
    op.create_index(
        "uq_notice_batch_runs_open",
        "notice_batch_runs",
        ["agency_id", "batch_id"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )


def _own_keys() -> list[sa.Column[sa.Uuid]]:
    return [sa.Column(name, sa.Uuid(), nullable=False) for name in ("agency_id", "id")]


def _texts(*names: str) -> list[sa.Column[sa.Text]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[sa.BigInteger]]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{target}.agency_id", f"{target}.id"],
        name=op.f(f"fk_{table}_agency_id_{column}"),
    )


def _user(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_{table}_{column}"))
