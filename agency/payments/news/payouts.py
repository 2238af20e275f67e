"""The provider paid out to the trust account, or a payout came back."""

from datetime import date

from agency.ledger.models import AccountKind
from agency.ledger.posting import Line, NewEntry, post
from agency.payments.news.reading import POSTED, POSTED_BEFORE, Facts, amount_in
from portal.money import Money


def paid_out(kind: str, on: date, payout: Facts) -> str:
    """Money moved between the provider and the trust account; a failed payout comes back."""
    amount = amount_in(payout)
    sign = 1 if kind == "payout.paid" else -1
    new = post(
        NewEntry(
            key=f"{kind}:{payout['id']}",
            kind="payout",
            text=f"{kind} {payout['id']}",
            booked_on=on,
            lines=[
                Line(AccountKind.CLIENT_BANK, Money(sign * amount.minor, amount.currency)),
                Line(AccountKind.PROVIDER, Money(-sign * amount.minor, amount.currency)),
            ],
        )
    )
    return POSTED if new else POSTED_BEFORE
