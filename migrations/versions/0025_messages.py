"""Messages in and out with their files, what mails are about, and addresses that fail."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0025"
down_revision = "0024"

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("mails", sa.Column("about", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "debtors", sa.Column("email_failing", sa.Text(), nullable=False, server_default="")
    )
    _messages()
    op.create_table(
        "message_files",
        *_own_keys(),
        sa.Column("creditor_id", sa.Uuid(), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        *_texts("name", "media_type", "file_key", "refused_why"),
        sa.Column("size", sa.BigInteger(), nullable=False),
        _refers("message_files", "creditor_id", "creditors"),
        _refers("message_files", "message_id", "messages"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_message_files")),
        sa.CheckConstraint(
            "(file_key = '') = (refused_why <> '')", name=op.f("ck_message_files_kept_or_refused")
        ),
    )
    op.create_index("ix_message_files_message", "message_files", ["agency_id", "message_id", "id"])
    op.create_table(
        "message_settings",
        *_own_keys(),
        sa.Column("answer_days", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_message_settings")),
        sa.UniqueConstraint("agency_id", name=op.f("uq_message_settings_agency_id")),
        sa.CheckConstraint(
            "answer_days between 1 and 20", name=op.f("ck_message_settings_answer_days")
        ),
    )
    protect("messages", "creditor_id")
    protect("message_files", "creditor_id")
    protect("message_settings", "read")


def downgrade() -> None:
    for table in ("message_settings", "message_files", "messages"):
        op.drop_table(table)
    op.drop_column("debtors", "email_failing")
    op.drop_column("mails", "about")


def _messages() -> None:
    op.create_table(
        "messages",
        *_own_keys(),
        sa.Column("creditor_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        *_texts("party", "direction", "way", "nature", "source_id", "thread_ids"),
        *_texts(
            "sender", "sender_name", "recipient", "subject", "text", "raw_key", "failed_address"
        ),
        sa.Column("at", _AT, nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("answers_id", sa.Uuid(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("read_at", _AT, nullable=True),
        sa.Column("settled_at", _AT, nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        *_texts("settled_how", "settled_why"),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        *_texts("interrupted_mover", "interrupted_move"),
        sa.Column("interrupted_until", sa.Date(), nullable=True),
        _refers("messages", "creditor_id", "creditors"),
        _refers("messages", "case_id", "cases"),
        _refers("messages", "answers_id", "messages"),
        _refers("messages", "contact_id", "contacts"),
        _user("written_by"),
        _user("settled_by"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_messages")),
        sa.UniqueConstraint(
            "agency_id",
            "source_id",
            "case_id",
            name=op.f("uq_messages_agency_id_source_id_case_id"),
            postgresql_nulls_not_distinct=True,
        ),
        _one_of("party", "debtor", "creditor", "other"),
        _one_of("direction", "out", "in"),
        _one_of("way", "email", "sms", "page"),
        _one_of("nature", "message", "automatic", "bounce"),
        _one_of("settled_how", "answered", "logged", "no_answer", "dropped", ""),
        _check("settled", "(settled_at is null) = (settled_how = '')"),
        _check("why", "settled_how not in ('no_answer', 'dropped') or settled_why <> ''"),
        _check("logged", "settled_how <> 'logged' or contact_id is not null"),
        _check("answer_in", "answer_by is null or direction = 'in'"),
        _check("creditor", "creditor_id is null or party = 'creditor'"),
    )
    op.create_index("ix_messages_case", "messages", ["agency_id", "case_id", "id"])
    op.create_index(
        "ix_messages_waiting",
        "messages",
        ["agency_id", "answer_by", "id"],
        postgresql_where=sa.text("answer_by is not null and settled_at is null"),
    )


def _own_keys() -> list[sa.Column[sa.Uuid]]:
    return [sa.Column(name, sa.Uuid(), nullable=False) for name in ("agency_id", "id")]


def _texts(*names: str) -> list[sa.Column[sa.Text]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _one_of(column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return _check(column, f"{column} in ({listed})")


def _check(name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_messages_{name}"))


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{target}.agency_id", f"{target}.id"],
        name=op.f(f"fk_{table}_agency_id_{column}"),
    )


def _user(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_messages_{column}"))
