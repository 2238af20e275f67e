"""An agency's account with the provider may be one that is connected to the platform's."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.locks import APPLICATION

revision = "0059"
down_revision = "0058"

_SEALED = ("secret_key_sealed", "webhook_secret_sealed")
_RULES = {
    "keys": "num_nulls(secret_key_sealed, webhook_secret_sealed)"
    " = case when account_ref is null then 0 else 2 end",
    "disconnected": "disconnected_at is null or not charges_enabled",
}


def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("account_ref", sa.Text(), nullable=True),
        sa.Column("account_name", sa.Text(), nullable=False, server_default=""),
        sa.Column("charges_enabled", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("wanted", JSONB(), nullable=False, server_default="[]"),
        sa.Column("disconnected_at", sa.DateTime(timezone=True), nullable=True),
    )


def upgrade() -> None:
    for column in _columns():
        op.add_column("provider_accounts", column)
    for name in _SEALED:
        op.alter_column("provider_accounts", name, nullable=True)
    for name, rule in _RULES.items():
        op.create_check_constraint(op.f(f"ck_provider_accounts_{name}"), "provider_accounts", rule)
    op.create_table(
        "connected_accounts",
        sa.Column("account_ref", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("connected_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_ref", name=op.f("pk_connected_accounts")),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_connected_accounts_agency_id")
        ),
        sa.CheckConstraint(
            "account_ref ~ '^acct_[A-Za-z0-9]+$'", name=op.f("ck_connected_accounts_account_ref")
        ),
    )
    op.create_index("ix_connected_accounts_agency_id", "connected_accounts", ["agency_id"])
    _lock()


def _lock() -> None:
    """An agency sees and adds its own; a message sees the one that it names; nothing is changed."""
    op.execute(
        "create function told_account() returns text language sql stable parallel safe as "
        "$$ select nullif(current_setting('app.provider_account', true), '') $$"
    )
    op.execute("alter table connected_accounts enable row level security")
    op.execute(
        "create policy agency on connected_accounts using (agency_id = acting_agency()) "
        "with check (agency_id = acting_agency())"
    )
    op.execute(
        "create policy told on connected_accounts for select using (account_ref = told_account())"
    )
    nobody = "case when acting_creditor() is null then true else false end"
    op.execute(
        "create policy creditor on connected_accounts as restrictive "
        f"using ({nobody}) with check ({nobody})"
    )
    op.execute(f"grant select, insert on connected_accounts to {APPLICATION}")


def downgrade() -> None:
    op.drop_table("connected_accounts")
    op.execute("drop function told_account()")
    for name in _RULES:
        op.drop_constraint(op.f(f"ck_provider_accounts_{name}"), "provider_accounts")
    op.execute("delete from provider_accounts where secret_key_sealed is null")
    for name in _SEALED:
        op.alter_column("provider_accounts", name, nullable=False)
    for column in _columns():
        op.drop_column("provider_accounts", column.name)
