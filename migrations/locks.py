"""The database's own locks: who sees a table's rows, and which tables are only ever added to."""

from alembic import op

APPLICATION = "portal_app"
"""The role the application connects as. It owns nothing and cannot bypass row-level security."""

# Cases and no bare `is null`, no `or`: the planner takes half the rows to pass a case. Of those it
# would take one in two hundred, and then loop over a table, or sort it whole, where an index would do.
_AGENCY = "case when acting_creditor() is null then true else false end"
_CREDITORS = {
    "nothing": (_AGENCY, _AGENCY),
    "read": ("true", _AGENCY),
    "all": ("true", "true"),
}


def protect(table: str, creditors_see: str) -> None:
    """Show a tenant table's rows to its agency only, and to a creditor only what is its own."""
    own = (
        f"case when acting_creditor() is null then true "
        f"else {creditors_see} = acting_creditor() end"
    )
    using, check = _CREDITORS.get(creditors_see, (own, own))
    op.execute(f"alter table {table} enable row level security")
    op.execute(
        f"create policy agency on {table} using (agency_id = acting_agency()) "
        f"with check (agency_id = acting_agency())"
    )
    op.execute(
        f"create policy creditor on {table} as restrictive using ({using}) with check ({check})"
    )
    op.execute(f"grant select, insert, update, delete on {table} to {APPLICATION}")


def share(table: str) -> None:
    """Let the application use a table that belongs to no agency."""
    op.execute(f"grant select, insert, update, delete on {table} to {APPLICATION}")


def append_only(table: str) -> None:
    """Refuse to change or remove rows, whoever asks."""
    op.execute(f"revoke update, delete on {table} from {APPLICATION}")
    op.execute(
        f"create trigger append_only before update or delete on {table} "
        "for each row execute function refuse_change()"
    )
