"""Notices and steps that go as text messages, and the numbers at which texts arrive."""

from collections.abc import Mapping

import phonenumbers
import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"

_SIZE = 5_000
_BEFORE = {
    ("notices", "channel"): "channel in ('email', 'post', 'both')",
    ("deliveries", "channel"): "channel in ('email', 'post')",
    ("notice_wishes", "channel"): "channel in ('', 'email', 'post', 'both')",
    ("notice_templates", "medium"): "medium in ('letter', 'mail')",
    ("strategy_steps", "channel"): "channel in ('', 'email', 'post', 'both', 'best')",
    ("strategy_steps", "reach"): "reach in ('', 'email', 'phone', 'no_email', 'no_phone')",
    ("actions", "channel"): "channel in ('', 'email', 'post', 'both', 'best')",
}
_AFTER = {
    ("notices", "channel"): "channel in ('email', 'post', 'both', 'sms')",
    ("deliveries", "channel"): "channel in ('email', 'post', 'sms')",
    ("notice_wishes", "channel"): "channel in ('', 'email', 'post', 'both', 'sms')",
    ("notice_templates", "medium"): "medium in ('letter', 'mail', 'text')",
    ("strategy_steps", "channel"): "channel in ('', 'email', 'post', 'both', 'sms', 'best')",
    ("strategy_steps", "reach"): (
        "reach in ('', 'email', 'phone', 'no_email', 'no_phone', 'text', 'no_text')"
    ),
    ("actions", "channel"): "channel in ('', 'email', 'post', 'both', 'sms', 'best')",
}


def upgrade() -> None:
    _checks(_AFTER)
    for name in ("mobile", "text_failing"):
        op.add_column("debtors", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    _know_mobiles()
    op.add_column("notices", sa.Column("held_until", sa.DateTime(timezone=True)))
    op.add_column("notices", sa.Column("held_by", sa.Uuid()))
    op.create_foreign_key(op.f("fk_notices_held_by"), "notices", "users", ["held_by"], ["id"])
    op.create_check_constraint(
        op.f("ck_notices_held_text"), "notices", "held_until is null or channel = 'sms'"
    )
    op.create_check_constraint(
        op.f("ck_notices_held_whole"), "notices", "(held_until is null) = (held_by is null)"
    )
    op.add_column("messages", sa.Column("notice_id", sa.Uuid()))
    op.create_foreign_key(
        op.f("fk_messages_agency_id_notice_id"),
        "messages",
        "notices",
        ["agency_id", "notice_id"],
        ["agency_id", "id"],
    )
    op.create_index(
        "uq_messages_notice",
        "messages",
        ["agency_id", "notice_id"],
        unique=True,
        postgresql_where=sa.text("notice_id is not null"),
    )


def downgrade() -> None:
    op.drop_index("uq_messages_notice", "messages")
    op.drop_column("messages", "notice_id")
    op.drop_column("notices", "held_until")
    op.drop_column("notices", "held_by")
    for name in ("mobile", "text_failing"):
        op.drop_column("debtors", name)
    _checks(_BEFORE)


def _checks(rules: Mapping[tuple[str, str], str]) -> None:
    for (table, column), rule in rules.items():
        name = op.f(f"ck_{table}_{column}")
        op.drop_constraint(name, table)
        op.create_check_constraint(name, table, rule)


def _know_mobiles() -> None:
    """Which of the numbers on file take text messages, some thousand debtors at a time."""
    connection, last = op.get_bind(), None
    some = sa.text(
        "select agency_id, id, phone, country from debtors where phone <> '' "
        "and (cast(:agency as uuid) is null or (agency_id, id) > (:agency, :id)) "
        "order by agency_id, id limit :size"
    )
    note = sa.text("update debtors set mobile = :mobile where agency_id = :agency and id = :id")
    while True:
        agency, key = last or (None, None)
        rows = connection.execute(some, {"agency": agency, "id": key, "size": _SIZE}).all()
        if not rows:
            return
        known = [
            {"agency": row.agency_id, "id": row.id, "mobile": found}
            for row in rows
            if (found := _mobile(row.phone, row.country))
        ]
        if known:
            connection.execute(note, known)
        last = rows[-1].agency_id, rows[-1].id


def _mobile(number: str, country: str) -> str:
    try:
        found = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return ""
    takes_texts = phonenumbers.number_type(found) in (
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    )
    if not takes_texts:
        return ""
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
