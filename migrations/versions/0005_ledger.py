"""The double-entry journal, which balances and is never changed."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import append_only, protect

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("book in ('client', 'own', 'claims')", name=op.f("ck_accounts_book")),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_accounts_agency_id_creditor_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_accounts")),
        sa.UniqueConstraint(
            "agency_id",
            "kind",
            "currency",
            "creditor_id",
            name=op.f("uq_accounts_agency_id_kind_currency_creditor_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "case_balances",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("principal_minor", sa.BigInteger(), nullable=False),
        sa.Column("interest_minor", sa.BigInteger(), nullable=False),
        sa.Column("costs_minor", sa.BigInteger(), nullable=False),
        sa.Column("paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("open_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_case_balances_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "id"], ["cases.agency_id", "cases.id"], name="fk_case_balances_case"
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_case_balances")),
    )
    op.create_index(
        "ix_case_balances_open", "case_balances", ["agency_id", "open_minor", "id"], unique=False
    )
    op.create_table(
        "entries",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("creditor_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("lines > 0", name=op.f("ck_entries_lines")),
        sa.ForeignKeyConstraint(
            ["agency_id", "case_id"],
            ["cases.agency_id", "cases.id"],
            name=op.f("fk_entries_agency_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_entries_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "reverses_id"],
            ["entries.agency_id", "entries.id"],
            name=op.f("fk_entries_agency_id_reverses_id"),
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_entries_recorded_by")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_entries")),
        sa.UniqueConstraint("agency_id", "id", "lines", name=op.f("uq_entries_agency_id_id_lines")),
        sa.UniqueConstraint("agency_id", "key", name=op.f("uq_entries_agency_id_key")),
        sa.UniqueConstraint(
            "agency_id", "reverses_id", name=op.f("uq_entries_agency_id_reverses_id")
        ),
    )
    op.create_index(
        "ix_entries_booked_on", "entries", ["agency_id", "booked_on", "id"], unique=False
    )
    op.create_index("ix_entries_case", "entries", ["agency_id", "case_id", "id"], unique=False)
    op.create_table(
        "postings",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("of_lines", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("memo", sa.Text(), nullable=False),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_postings_amount")),
        sa.CheckConstraint("line between 1 and of_lines", name=op.f("ck_postings_line")),
        sa.ForeignKeyConstraint(
            ["agency_id", "account_id"],
            ["accounts.agency_id", "accounts.id"],
            name=op.f("fk_postings_agency_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "entry_id", "of_lines"],
            ["entries.agency_id", "entries.id", "entries.lines"],
            name=op.f("fk_postings_agency_id_entry_id_of_lines"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_postings")),
        sa.UniqueConstraint(
            "agency_id", "entry_id", "line", name=op.f("uq_postings_agency_id_entry_id_line")
        ),
    )
    op.create_index(
        "ix_postings_account", "postings", ["agency_id", "account_id", "entry_id"], unique=False
    )
    op.create_index(
        "ix_postings_case",
        "postings",
        ["agency_id", "case_id"],
        unique=False,
        postgresql_where="case_id is not null",
    )
    protect("accounts", "creditor_id")
    protect("entries", "creditor_id")
    protect("postings", "creditor_id")
    protect("case_balances", "creditor_id")
    append_only("entries")
    append_only("postings")
    op.execute(
        """
        create function entry_must_balance() returns trigger language plpgsql as $$
        begin
          if (
            select coalesce(sum(lines), 0) <> new.lines or bool_or(amount <> 0 or mixed)
            from (
              select count(*) as lines, sum(p.amount_minor) as amount,
                     bool_or(a.currency <> p.currency) as mixed
              from postings p
              join accounts a on a.agency_id = p.agency_id and a.id = p.account_id
              where p.agency_id = new.agency_id and p.entry_id = new.id
              group by a.book, p.currency
            ) books
          ) then
            raise exception 'entry % does not balance', new.id using errcode = 'check_violation';
          end if;
          return null;
        end $$
        """
    )
    op.execute(
        "create constraint trigger balanced after insert on entries "
        "deferrable initially deferred for each row execute function entry_must_balance()"
    )


def downgrade() -> None:
    for table in (
        "case_balances",
        "postings",
        "entries",
        "accounts",
    ):
        op.execute(f"drop table {table} cascade")
    op.execute("drop function entry_must_balance()")
