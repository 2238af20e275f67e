"""Starting, settling and ending payments."""

from collections.abc import Callable
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases.models import Case, PayLink
from agency.cases.services import lock
from agency.charges.services import book
from agency.payments import settling
from agency.payments.accounts import gateway, methods_for
from agency.payments.models import Payment
from portal import clock, db, outbox
from portal.audit import services as audit
from portal.errors import Refused
from portal.filters import money
from portal.keys import new_key
from portal.money import Money

OPEN_MINUTES = 45
"""How long the provider's page stays open; the amount counts as underway for so long."""
LEAST = 100
"""The least that can be paid by card, in minor units, unless less is owed."""


def underway(case: Case) -> Payment | None:
    """The payment that was started for a case and has not come to an end."""
    return db.session.scalars(
        select(Payment).where(
            Payment.case_id == case.id, Payment.paid_at.is_(None), Payment.ended_at.is_(None)
        )
    ).one_or_none()


def start(
    case: Case,
    amount: Money,
    *,
    link: PayLink | None,
    email: str,
    locale: str,
    back_to: Callable[[Payment], tuple[str, str]],
) -> Payment:
    """Open the provider's page for an amount; the same page when it is asked for again.

    `back_to` gives the addresses to return to, after paying and without. Another amount closes the
    page that was open, so that nothing is paid twice.
    """
    lock(case)
    before = underway(case)
    if before is not None:
        if before.amount == amount and _is_open_for_long(before):
            return before
        _give_up(before)
    owed = book(case, clock.today(), by="system").total
    _check(amount, owed)
    payment = Payment(
        id=new_key(),
        creditor_id=case.creditor_id,
        case_id=case.id,
        pay_link_id=link.id if link else None,
        amount_minor=amount.minor,
        currency=amount.currency,
        email=email,
        locale=locale,
        expires_at=clock.now() + timedelta(minutes=OPEN_MINUTES),
    )
    db.session.add(payment)
    db.session.flush()
    success_url, cancel_url = back_to(payment)
    checkout = gateway().open_checkout(
        payment_id=str(payment.id),
        amount=amount,
        description=_(
            "Case %(number)s, %(creditor)s", number=case.reference, creditor=case.creditor.name
        ),
        locale=locale,
        success_url=success_url,
        cancel_url=cancel_url,
        expires_at=payment.expires_at,
        email=email or None,
        methods=methods_for(amount.currency),
    )
    payment.checkout_id, payment.checkout_url = checkout.id, checkout.url
    audit.record(payment, "payment.started", by="debtor", amount=amount)
    return payment


def settle(payment: Payment, *, amount: Money, payment_intent: str, received_on: date) -> bool:
    """Post money that came in: allocated, with the fee on it. False when that was done before.

    The case is closed when nothing is left. Money for a payment that had expired counts all the
    same; what is more than is owed is kept for the debtor.
    """
    return bool(
        settling.settle(
            payment.id, amount=amount, payment_intent=payment_intent, received_on=received_on
        )
    )


def reconcile_later() -> None:
    """Have the books held against the provider's statement, once there is a worker for it."""
    outbox.later("payments.reconcile")


def await_bank(payment: Payment, *, by: str) -> None:
    """Note that the payer confirmed a debit which its bank has yet to carry out."""
    db.session.refresh(payment, with_for_update=True)
    if payment.paid_at or payment.ended_at or payment.awaited_since:
        return
    payment.awaited_since = clock.now()
    audit.record(payment, "payment.awaited", by=by, amount=payment.amount)


def end(payment: Payment, why: str, *, by: str) -> None:
    """Note that no money will come of a payment. One that was paid stays paid."""
    db.session.refresh(payment, with_for_update=True)
    if payment.paid_at is not None or payment.ended_at is not None:
        return
    payment.ended_at, payment.ended_why = clock.now(), why
    audit.record(payment, "payment.ended", by=by, why=why)


def _is_open_for_long(payment: Payment) -> bool:
    soon = clock.now() + timedelta(minutes=5)
    return payment.awaited_since is None and payment.expires_at > soon


def _give_up(payment: Payment) -> None:
    """Close the provider's page of an earlier attempt, unless it has been paid just now."""
    if payment.awaited_since is not None:
        raise Refused(
            _(
                "Your bank is carrying out your payment of %(amount)s. That can take some days. "
                "You do not have to pay again.",
                amount=money(payment.amount),
            )
        )
    if payment.checkout_id and not gateway().expire_checkout(payment.checkout_id):
        raise Refused(
            _("Your earlier payment is just being processed. Wait a minute and reload this page.")
        )
    end(payment, "replaced", by="debtor")
    db.session.flush()


def _check(amount: Money, owed: Money) -> None:
    if not owed:
        raise Refused(_("Nothing is owed any more. You do not have to pay."))
    if amount > owed:
        raise Refused(_("You owe %(owed)s. Please do not pay more than that.", owed=money(owed)))
    if amount.minor < min(LEAST, owed.minor):
        least = Money(min(LEAST, owed.minor), owed.currency)
        raise Refused(_("The least you can pay by card is %(least)s.", least=money(least)))
