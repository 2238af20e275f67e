"""Balances carried forward each night: to show one adds up what was posted since, and not all of it."""

import uuid
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, case, func, select, text

from agency.ledger.models import Account, CarriedBalance, Posting
from portal import clock, db
from portal.keys import FIRST_KEY, key_of_age
from portal.tenancy import acting

PAST = timedelta(hours=1)
"""Entries of that age are carried forward. The key of an entry tells when it was begun, and nothing
takes so long that an older one might still come."""

CARRIED = and_(CarriedBalance.agency_id == Account.agency_id, CarriedBalance.id == Account.id)
_CARRY = text(
    "insert into carried_balances (agency_id, id, creditor_id, before, amount_minor, carried_at) "
    "select a.agency_id, a.id, a.creditor_id, :before, coalesce(sum(p.amount_minor), 0), :now "
    "from accounts a left join postings p on p.agency_id = a.agency_id and p.account_id = a.id "
    "and p.entry_id < :before where a.agency_id = :agency_id "
    "group by a.agency_id, a.id, a.creditor_id order by a.id "
    "on conflict (agency_id, id) do update set before = excluded.before, "
    "amount_minor = excluded.amount_minor, carried_at = excluded.carried_at"
)


def balance() -> ColumnElement[int]:
    """What stands on an `Account` that is joined with what was `CARRIED`; debit positive."""
    since_then = (
        case(  # No `coalesce`: row policies keep an index from what they do not know as safe.
            (CarriedBalance.before.is_(None), FIRST_KEY), else_=CarriedBalance.before
        )
    )
    since = (
        select(func.sum(Posting.amount_minor))
        .where(
            Posting.agency_id == Account.agency_id,
            Posting.account_id == Account.id,
            Posting.entry_id >= since_then,
        )
        .correlate(Account, CarriedBalance)
        .scalar_subquery()
    )
    return func.coalesce(CarriedBalance.amount_minor, 0) + func.coalesce(since, 0)


def carry_forward(before: uuid.UUID | None = None) -> None:
    """Add up anew what stands on each account by the entries before a key, or by those of the `PAST`."""
    db.session.flush()
    db.session.execute(
        _CARRY,
        {
            "agency_id": acting().agency_id,
            "before": before or key_of_age(PAST),
            "now": clock.now(),
        },
    )
