"""Contacts with debtors, what they promised, and when they want to be called."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0017"
down_revision = "0016"

_AT = sa.DateTime(timezone=True)
_TABLES = ("contacts", "callbacks", "promises", "promise_limits")


def upgrade() -> None:
    _callbacks()
    _contacts()
    _promises()
    op.create_table(
        "promise_limits",
        *_own_keys(),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("percent", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_promise_limits")),
        sa.UniqueConstraint("agency_id", name=op.f("uq_promise_limits_agency_id")),
        sa.CheckConstraint("days between 1 and 90", name=op.f("ck_promise_limits_days")),
        sa.CheckConstraint("percent between 1 and 100", name=op.f("ck_promise_limits_percent")),
    )
    for table in _TABLES:
        protect(table, "creditor_id" if table == "promises" else "nothing")


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)


def _callbacks() -> None:
    op.create_table(
        "callbacks",
        *_own_keys(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", _AT, nullable=False),
        *_texts("asked_by", "phone", "note"),
        sa.Column("planned_by", sa.Uuid(), nullable=False),
        sa.Column("planned_at", _AT, nullable=False),
        sa.Column("done_at", _AT, nullable=True),
        sa.Column("dropped_at", _AT, nullable=True),
        _refers("callbacks", "case_id", "cases"),
        _user("callbacks", "planned_by"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_callbacks")),
        sa.CheckConstraint(
            "done_at is null or dropped_at is null", name=op.f("ck_callbacks_over_once")
        ),
    )
    op.create_index("ix_callbacks_case", "callbacks", ["agency_id", "case_id", "id"])
    op.create_index(
        "ix_callbacks_due",
        "callbacks",
        ["agency_id", "due_at", "id"],
        postgresql_where=sa.text("done_at is null and dropped_at is null"),
    )


def _contacts() -> None:
    op.create_table(
        "contacts",
        *_own_keys(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("debtor_id", sa.Uuid(), nullable=False),
        sa.Column("callback_id", sa.Uuid(), nullable=True),
        sa.Column("form_key", sa.Uuid(), nullable=False),
        *_texts("kind", "direction", "spoke", "spoke_name", "outcome", "reason", "note", "phone"),
        sa.Column("at", _AT, nullable=False),
        *_texts("flaw", "flaw_article", "document_key", "document_name", "document_type"),
        sa.Column("logged_by", sa.Uuid(), nullable=False),
        sa.Column("logged_at", _AT, nullable=False),
        _refers("contacts", "case_id", "cases"),
        _refers("contacts", "debtor_id", "debtors"),
        _refers("contacts", "callback_id", "callbacks"),
        _user("contacts", "logged_by"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("agency_id", "form_key", name=op.f("uq_contacts_agency_id")),
        _one_of("kind", "call", "letter", "email", "visit"),
        _one_of("direction", "out", "in"),
        _one_of("spoke", "debtor", "agent", "other", "nobody"),
        _one_of(
            "outcome",
            *("promise", "callback", "dispute", "refused", "other"),
            *("no_answer", "message_left", "wrong_number"),
        ),
        _one_of(
            "reason",
            *("", "no_money", "lost_income", "waits_for_money", "other_debts", "forgot"),
            *("no_invoice", "says_paid", "contests", "personal", "will_not"),
        ),
        sa.CheckConstraint("kind = 'call' or phone = ''", name=op.f("ck_contacts_phone_of_calls")),
        sa.CheckConstraint("flaw = '' or direction = 'out'", name=op.f("ck_contacts_flaw_of_ours")),
    )
    op.create_index("ix_contacts_case", "contacts", ["agency_id", "case_id", "id"])
    op.create_index("ix_contacts_debtor", "contacts", ["agency_id", "debtor_id", "at"])


def _promises() -> None:
    op.create_table(
        "promises",
        *_own_keys(),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        *_texts("channel", "beyond_why"),
        sa.Column("allowed_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", _AT, nullable=False),
        *_texts("made_by", "state"),
        sa.Column("received_minor", sa.BigInteger(), nullable=False),
        sa.Column("judged_at", _AT, nullable=True),
        sa.Column("ended_at", _AT, nullable=True),
        *_texts("ended_why"),
        sa.Column("reminder_at", _AT, nullable=True),
        sa.Column("reminded_at", _AT, nullable=True),
        _refers("promises", "creditor_id", "creditors"),
        _refers("promises", "case_id", "cases"),
        _user("promises", "allowed_by"),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_promises")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_promises_amount")),
        sa.CheckConstraint(
            "state in ('running', 'kept', 'partly_kept', 'broken', 'ended')",
            name=op.f("ck_promises_state"),
        ),
        sa.CheckConstraint(
            "state <> 'ended' or ended_at is not null", name=op.f("ck_promises_ended")
        ),
        sa.CheckConstraint(
            "(beyond_why = '') = (allowed_by is null)", name=op.f("ck_promises_beyond")
        ),
    )
    running = sa.text("state = 'running'")
    op.create_index("ix_promises_case", "promises", ["agency_id", "case_id", "id"])
    op.create_index(
        "uq_promises_running",
        "promises",
        ["agency_id", "case_id"],
        unique=True,
        postgresql_where=running,
    )
    op.create_index(
        "ix_promises_due", "promises", ["agency_id", "due_on", "id"], postgresql_where=running
    )


def _own_keys() -> list[sa.Column[sa.Uuid]]:
    return [sa.Column(name, sa.Uuid(), nullable=False) for name in ("agency_id", "id")]


def _texts(*names: str) -> list[sa.Column[sa.Text]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _one_of(column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} in ({listed})", name=op.f(f"ck_contacts_{column}"))


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", column],
        [f"{target}.agency_id", f"{target}.id"],
        name=op.f(f"fk_{table}_agency_id_{column}"),
    )


def _user(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_{table}_{column}"))
