"""What the card provider charges: the agency's own cost, never a creditor's or a debtor's.

The provider keeps its fee back from money that is the clients'. So it counts as taken from the
agency's share of it: what the agency may still take to its own account gets less, and where that
falls below nothing, the agency owes the trust account the rest.
"""

import uuid
from datetime import date

from agency.ledger.models import AccountKind
from agency.ledger.posting import Line, NewEntry, post
from portal.keys import new_key
from portal.money import Money


def book_cost(
    amount: Money, *, key: str, text: str, on: date, case_id: uuid.UUID | None
) -> uuid.UUID | None:
    """Post what the provider kept, or gave back where negative; None when it was posted before."""
    if not amount:
        return None
    entry_id = new_key()

    def line(kind: AccountKind, money: Money) -> Line:
        return Line(kind, money, case_id=case_id)

    entry = NewEntry(
        id=entry_id,
        key=key_of(key),
        kind="provider.cost",
        text=text,
        booked_on=on,
        case_id=case_id,
        lines=[
            line(AccountKind.AGENCY_SHARE, amount),
            line(AccountKind.PROVIDER, -amount),
            line(AccountKind.PROVIDER_COSTS, amount),
            line(AccountKind.SHARE_RECEIVABLE, -amount),
        ],
    )
    return entry_id if post(entry) else None


def key_of(key: str) -> str:
    """What the entry of a cost is known by in the books."""
    return f"provider_cost:{key}"
