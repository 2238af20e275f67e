"""Lets the application have the tables of planning analysed, whose first run fills them at a stroke."""

from alembic import op

from migrations.locks import APPLICATION

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    # The application owns no table, so that it cannot analyse one by itself.
    op.execute(
        "create function analyze_planning() returns void language plpgsql security definer "
        "set search_path = public as $$ begin analyze public.courses; analyze public.actions; end $$"
    )
    op.execute("revoke all on function analyze_planning() from public")
    op.execute(f"grant execute on function analyze_planning() to {APPLICATION}")


def downgrade() -> None:
    op.execute("drop function analyze_planning()")
