"""The end of a debtor's data: holds, erasings and what they left, exports; and the words of events."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.locks import APPLICATION, protect

revision = "0014"
down_revision = "0013"

_AT = sa.DateTime(timezone=True)
_TABLES = ("data_exports", "doomed_files", "erased_debtors", "erasures", "legal_holds")


def upgrade() -> None:
    _legal_holds()
    _erasures()
    _data_exports()
    for table in _TABLES:
        protect(table, "nothing")
    _let_words_of_events_go()


def downgrade() -> None:
    op.execute("drop trigger append_only on events")
    op.execute(
        "create trigger append_only before update or delete on events "
        "for each row execute function refuse_change()"
    )
    op.execute("drop function erase_events(uuid[], text[])")
    op.execute("drop function refuse_all_but_erasing()")
    for table in _TABLES:
        op.execute(f"drop table {table} cascade")


def _legal_holds() -> None:
    op.create_table(
        "legal_holds",
        *_own_keys("legal_holds"),
        sa.Column("debtor_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("placed_by", sa.Text(), nullable=False),
        sa.Column("placed_at", _AT, nullable=False),
        sa.Column("lifted_by", sa.Text(), nullable=False),
        sa.Column("lifted_at", _AT, nullable=True),
        _refers("legal_holds", "debtor_id", "debtors"),
        _refers("legal_holds", "case_id", "cases"),
    )
    op.create_index(
        "uq_legal_holds_running",
        "legal_holds",
        ["agency_id", "debtor_id"],
        unique=True,
        postgresql_where=sa.text("lifted_at is null"),
    )


def _erasures() -> None:
    op.create_table(
        "erasures",
        *_own_keys("erasures"),
        sa.Column("day_key", sa.Text(), nullable=False),
        sa.Column("started_at", _AT, nullable=False),
        sa.Column("ended_at", _AT, nullable=True),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("debtors", sa.BigInteger(), nullable=False),
        sa.Column("files", sa.BigInteger(), nullable=False),
        sa.Column("counts", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["started_by"], ["users.id"], name=op.f("fk_erasures_started_by")),
        sa.UniqueConstraint("agency_id", "day_key", name=op.f("uq_erasures_agency_id_day_key")),
    )
    op.create_table(
        "erased_debtors",
        *_own_keys("erased_debtors"),
        sa.Column("debtor_id", sa.Uuid(), nullable=False),
        sa.Column("erasure_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("cases", postgresql.JSONB(), nullable=False),
        sa.Column("kept", postgresql.JSONB(), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.CheckConstraint("stage in ('file', 'books')", name=op.f("ck_erased_debtors_stage")),
        _refers("erased_debtors", "debtor_id", "debtors"),
        _refers("erased_debtors", "erasure_id", "erasures"),
        sa.UniqueConstraint(
            "agency_id",
            "debtor_id",
            "stage",
            name=op.f("uq_erased_debtors_agency_id_debtor_id_stage"),
        ),
    )
    op.create_index(
        "ix_erased_debtors_erasure", "erased_debtors", ["agency_id", "erasure_id", "id"]
    )
    op.create_table(
        "doomed_files",
        *_own_keys("doomed_files"),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.Column("erasure_id", sa.Uuid(), nullable=True),
        sa.Column("doomed_at", _AT, nullable=False),
        _refers("doomed_files", "erasure_id", "erasures"),
        sa.UniqueConstraint(
            "agency_id", "file_key", name=op.f("uq_doomed_files_agency_id_file_key")
        ),
    )


def _data_exports() -> None:
    op.create_table(
        "data_exports",
        *_own_keys("data_exports"),
        sa.Column("debtor_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", _AT, nullable=False),
        sa.Column("ready_at", _AT, nullable=True),
        sa.Column("expires_at", _AT, nullable=True),
        sa.Column("removed_at", _AT, nullable=True),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name=op.f("fk_data_exports_asked_by")),
        _refers("data_exports", "debtor_id", "debtors"),
        _refers("data_exports", "case_id", "cases"),
        sa.CheckConstraint(
            "(ready_at is null) = (expires_at is null)",
            name=op.f("ck_data_exports_expires_when_ready"),
        ),
        sa.CheckConstraint(
            "(file_key <> '') = (ready_at is not null and removed_at is null)",
            name=op.f("ck_data_exports_file"),
        ),
    )
    op.create_index("ix_data_exports_debtor", "data_exports", ["agency_id", "debtor_id", "id"])


def _let_words_of_events_go() -> None:
    """Events are only added to, but for their words, which this one function may take out."""
    op.execute(
        "create function refuse_all_but_erasing() returns trigger language plpgsql as $$ begin "
        "if tg_op = 'UPDATE' and current_setting('app.erasing', true) = 'on' "
        "and to_jsonb(new) - 'data' = to_jsonb(old) - 'data' then return new; end if; "
        "raise exception '% is only ever added to', tg_table_name "
        "using errcode = 'restrict_violation'; end $$"
    )
    op.execute("drop trigger append_only on events")
    op.execute(
        "create trigger append_only before update or delete on events "
        "for each row execute function refuse_all_but_erasing()"
    )
    op.execute(
        "create function erase_events(ids uuid[], kept text[]) returns void "
        "language plpgsql security definer set search_path = public as $$ begin "
        "if acting_creditor() is not null then "
        "raise exception 'a creditor erases nothing' using errcode = 'insufficient_privilege'; "
        "end if; "
        "perform set_config('app.erasing', 'on', true); "
        "update events set data = coalesce((select jsonb_object_agg(key, value) "
        "from jsonb_each(data) where key = any(kept)), '{}'::jsonb) || '{\"erased\": true}'::jsonb "
        "where agency_id = acting_agency() and id = any(ids); "
        "perform set_config('app.erasing', 'off', true); end $$"
    )
    op.execute("revoke all on function erase_events(uuid[], text[]) from public")
    op.execute(f"grant execute on function erase_events(uuid[], text[]) to {APPLICATION}")


def _own_keys(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f(f"pk_{table}")),
    ]


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{target}.agency_id", f"{target}.id"],
        name=op.f(f"fk_{table}_agency_id_{column}"),
    )
