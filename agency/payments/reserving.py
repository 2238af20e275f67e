"""Amounts that are reserved while somebody pays them, so that nobody pays the same money twice.

Several may pay on a case at a time: each open page reserves its amount, and a debit that a bank is
carrying out keeps it reserved. Together they never go beyond what is open.
"""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import and_, func, or_, select

from agency.cases.models import Case
from agency.ledger.models import CaseBalance
from agency.payments.models import Payment, ProviderAccount
from portal import clock, db
from portal.errors import Refused
from portal.filters import clock_time, money
from portal.money import Money, total

_IS_UNDERWAY = (Payment.paid_at.is_(None), Payment.ended_at.is_(None))


def underway(case: Case) -> Sequence[Payment]:
    """The payments that were started for a case and have not come to an end, the oldest first."""
    return db.session.scalars(
        select(Payment).where(Payment.case_id == case.id, *_IS_UNDERWAY).order_by(Payment.id)
    ).all()


def reserving(case: Case) -> list[Payment]:
    """Those of them that may still bring money: their page is open, or a bank is at work."""
    return [it for it in underway(case) if it.is_reserved]


def reserved(case: Case) -> Money:
    """What is being paid at this moment, and cannot be paid by somebody else."""
    return total((it.amount for it in reserving(case)), case.currency)


def check(case: Case, amount: Money, owed: Money, *, least: int) -> None:
    """Refuse what is more than nobody is paying yet, and what is too little to be paid by card."""
    if not owed:
        raise Refused(_("Nothing is owed any more. You do not have to pay."))
    if amount > owed:
        raise Refused(_("You owe %(owed)s. Please do not pay more than that.", owed=money(owed)))
    others = reserving(case)
    free = owed - total((it.amount for it in others), owed.currency)
    if amount > free:
        raise Refused(_why_not(others, free))
    lowest = Money(min(least, free.minor), owed.currency)
    if amount < lowest:
        raise Refused(_("The least you can pay by card is %(least)s.", least=money(lowest)))


def _why_not(others: Sequence[Payment], free: Money) -> str:
    """Why more than what is free cannot be paid now, and what to do."""
    pages = [it for it in others if it.awaited_since is None]
    if not pages and free.minor <= 0:
        return str(
            _(
                "Your bank is carrying out your payment of %(amount)s. That can take some days. "
                "You do not have to pay again.",
                amount=money(total((it.amount for it in others), free.currency)),
            )
        )
    if not pages:
        return str(
            _(
                "A bank is carrying out a payment already. You can pay %(free)s or less now.",
                free=money(free),
            )
        )
    amount = total((it.amount for it in pages), free.currency)
    until = clock_time(max(it.expires_at for it in pages))
    if free.minor <= 0:
        return str(
            _(
                "%(amount)s is being paid in another window until %(time)s. Cancel that below to "
                "pay it here.",
                amount=money(amount),
                time=until,
            )
        )
    return str(
        _(
            "%(amount)s is being paid in another window until %(time)s. Cancel that below to pay "
            "all, or pay %(free)s or less.",
            amount=money(amount),
            time=until,
            free=money(free),
        )
    )


def to_close(case: Case | None = None) -> Sequence[Payment]:
    """The payments whose page must be closed: its time is over, or it asks for more than is open, or
    for anything where a case was closed.

    Of those that ask for too much all but the ones begun first, as far as what is open reaches. Of one
    case, or of all.
    """
    of_case = [] if case is None else [Payment.case_id == case.id]
    so_far = func.sum(Payment.amount_minor).over(
        partition_by=Payment.case_id, order_by=(Payment.awaited_since.is_(None), Payment.id)
    )
    sums = select(Payment.id, so_far.label("so_far")).where(*_IS_UNDERWAY, *of_case).subquery()
    return db.session.scalars(
        select(Payment)
        .join(sums, sums.c.id == Payment.id)
        .join(CaseBalance, CaseBalance.id == Payment.case_id)
        .join(Case, and_(Case.agency_id == Payment.agency_id, Case.id == Payment.case_id))
        .where(
            *_IS_UNDERWAY,
            Payment.awaited_since.is_(None),
            or_(
                Payment.expires_at <= clock.now(),
                sums.c.so_far > CaseBalance.open_minor,
                Case.closed_at.is_not(None),
            ),
        )
        .order_by(Payment.expires_at)
        .limit(MOST_AT_A_TIME)
    ).all()


def to_ask(after: uuid.UUID | None = None) -> Sequence[uuid.UUID]:
    """The debits behind one that a bank has carried out for so long that its message may be lost.

    Those whose account is in reach; what was taken from a kept account is asked about by its try.
    """
    begin = [] if after is None else [Payment.id > after]
    return db.session.scalars(
        select(Payment.id)
        .join(ProviderAccount, ProviderAccount.agency_id == Payment.agency_id)
        .where(
            *_IS_UNDERWAY,
            *begin,
            Payment.checkout_id.is_not(None),
            Payment.awaited_since <= clock.now() - ASKED_AFTER,
            ProviderAccount.disconnected_at.is_(None),
            or_(ProviderAccount.left_at.is_(None), Payment.started_at > ProviderAccount.left_at),
        )
        .order_by(Payment.id)
        .limit(MOST_AT_A_TIME)
    ).all()


def to_give_up() -> Sequence[Payment]:
    """The payments that a bank was carrying out when the account went out of reach, so long ago that
    the bank is done. What came of them is known at the provider alone.
    """
    return db.session.scalars(
        select(Payment)
        .join(ProviderAccount, ProviderAccount.agency_id == Payment.agency_id)
        .where(
            *_IS_UNDERWAY,
            Payment.awaited_since.is_not(None),
            Payment.started_at <= ProviderAccount.left_at,
            ProviderAccount.left_at < clock.now() - LONGEST_DEBIT,
        )
        .order_by(Payment.id)
        .limit(MOST_AT_A_TIME)
    ).all()


ASKED_AFTER = timedelta(days=3)
"""After so long a bank may have sent a debit back; it comes in after six working days as a rule
(support.stripe.com, Changes to SEPA Direct Debit payment behavior). Sooner there is little to hear."""
LONGEST_DEBIT = timedelta(days=21)
"""After so long a debit has come in or failed: the provider says up to 14 working days of SEPA
(docs.stripe.com/payments/sepa-debit)."""
MOST_AT_A_TIME = 500
"""So many are closed or asked about in one go; the next go takes the next ones."""
