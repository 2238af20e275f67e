"""Lawyers' reasons go with the claim file; a refund's reason is a code and never a sentence."""

from alembic import op

from migrations.locks import APPLICATION

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.create_check_constraint(op.f("ck_refunds_reason"), "refunds", "reason ~ '^[a-z_]*$'")
    op.execute(
        "create function refuse_all_but_reasons() returns trigger language plpgsql as $$ begin "
        "if tg_op = 'UPDATE' and current_setting('app.erasing', true) = 'on' "
        "and to_jsonb(new) - 'reason' = to_jsonb(old) - 'reason' then return new; end if; "
        "raise exception '% is only ever added to', tg_table_name "
        "using errcode = 'restrict_violation'; end $$"
    )
    op.execute("drop trigger append_only on releases")
    op.execute(
        "create trigger append_only before update or delete on releases "
        "for each row execute function refuse_all_but_reasons()"
    )
    op.execute(
        "create function erase_reasons(ids uuid[], words text) returns bigint "
        "language plpgsql security definer set search_path = public as $$ "
        "declare erased bigint; begin "
        "if acting_creditor() is not null then "
        "raise exception 'a creditor erases nothing' using errcode = 'insufficient_privilege'; "
        "end if; "
        "perform set_config('app.erasing', 'on', true); "
        "update releases set reason = words from notices "
        "where releases.agency_id = acting_agency() and notices.agency_id = releases.agency_id "
        "and notices.id = releases.notice_id and notices.case_id = any(ids) "
        "and releases.reason not in ('', words); "
        "get diagnostics erased = row_count; "
        "perform set_config('app.erasing', 'off', true); return erased; end $$"
    )
    op.execute("revoke all on function erase_reasons(uuid[], text) from public")
    op.execute(f"grant execute on function erase_reasons(uuid[], text) to {APPLICATION}")


def downgrade() -> None:
    op.execute("drop trigger append_only on releases")
    op.execute(
        "create trigger append_only before update or delete on releases "
        "for each row execute function refuse_change()"
    )
    op.execute("drop function erase_reasons(uuid[], text)")
    op.execute("drop function refuse_all_but_reasons()")
    op.drop_constraint(op.f("ck_refunds_reason"), "refunds")
