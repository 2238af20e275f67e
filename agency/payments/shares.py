"""What money does for each claim, with the agency's fee on it: as lines of the books, and as rows."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from agency.clients.tariff import fee, vat
from agency.ledger.models import AccountKind
from agency.ledger.posting import Line
from agency.payments.allocation import Part
from portal.keys import new_key
from portal.money import Money

RECEIVED = "received"
"""The memo of lines that count as paid on a case."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a payment with the fee on it."""

    part: Part
    percent: Decimal
    fee: Money
    vat_percent: Decimal
    vat: Money


def share(part: Part, fee_percent: Decimal, vat_percent: Decimal) -> Share:
    """The fee on what a claim got, by the percentage that was quoted when it was placed."""
    charged = fee(part.total, fee_percent)
    return Share(part, fee_percent, charged, vat_percent, vat(charged, vat_percent))


def changed(part: Part, before: Share) -> Share:
    """What more, or less where it is negative, a payment does for a claim: the fee follows, so that
    all that it then does bears just its own fee."""
    after = before.part.total + part.total
    more = fee(after, before.percent) - before.fee
    more_vat = vat(fee(after, before.percent), before.vat_percent) - before.vat
    return Share(part, before.percent, more, before.vat_percent, more_vat)


def lines(
    amount: Money,
    shares: Sequence[Share],
    rest: Money,
    *,
    case_id: uuid.UUID,
    creditor_id: uuid.UUID,
) -> list[Line]:
    """The books' lines for money that came in, or went back where it is negative."""

    def line(
        kind: AccountKind, money: Money, claim_id: uuid.UUID | None = None, memo: str = ""
    ) -> Line:
        return Line(kind, money, creditor_id, case_id, claim_id, memo)

    found = [line(AccountKind.PROVIDER, amount), line(AccountKind.DEBTOR_FUNDS, -rest)]
    for it in shares:
        part, charged = it.part, it.fee + it.vat
        found += [
            line(AccountKind.CREDITOR_FUNDS, -part.total, part.claim_id, RECEIVED),
            line(AccountKind.CREDITOR_FUNDS, charged, part.claim_id, "fee"),
            line(AccountKind.AGENCY_SHARE, -charged, part.claim_id),
            line(AccountKind.SHARE_RECEIVABLE, charged, part.claim_id),
            line(AccountKind.FEE_INCOME, -it.fee, part.claim_id),
            line(AccountKind.VAT_PAYABLE, -it.vat, part.claim_id),
            line(AccountKind.CLAIMS_HELD, part.total, part.claim_id),
            line(AccountKind.OWED_COSTS, -part.costs, part.claim_id),
            line(AccountKind.OWED_INTEREST, -part.interest, part.claim_id),
            line(AccountKind.OWED_PRINCIPAL, -part.principal, part.claim_id),
        ]
    return found


def moved(
    amount: Money,
    shares: Sequence[Share],
    rest: Money,
    *,
    from_case: uuid.UUID,
    case_id: uuid.UUID,
    creditor_id: uuid.UUID,
) -> list[Line]:
    """The same where the money was paid too much on another case: no provider moves any."""
    nothing = Money.zero(amount.currency)
    given = Line(AccountKind.DEBTOR_FUNDS, amount, creditor_id, from_case)
    return [given, *lines(nothing, shares, rest, case_id=case_id, creditor_id=creditor_id)]


def allocations(
    shares: Sequence[Share],
    payment_id: uuid.UUID,
    entry_id: uuid.UUID,
    on: date,
    *,
    case_id: uuid.UUID,
    creditor_id: uuid.UUID,
    refund_id: uuid.UUID | None = None,
) -> Iterator[dict[str, Any]]:
    """The rows that keep what a payment did for each claim."""
    for it in shares:
        yield {
            "id": new_key(),
            "creditor_id": creditor_id,
            "case_id": case_id,
            "payment_id": payment_id,
            "refund_id": refund_id,
            "claim_id": it.part.claim_id,
            "entry_id": entry_id,
            "booked_on": on,
            "currency": it.fee.currency,
            "costs_minor": it.part.costs.minor,
            "interest_minor": it.part.interest.minor,
            "principal_minor": it.part.principal.minor,
            "fee_percent": it.percent,
            "fee_minor": it.fee.minor,
            "fee_vat_percent": it.vat_percent,
            "fee_vat_minor": it.vat.minor,
        }
