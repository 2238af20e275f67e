"""Starting, settling and ending payments."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

from flask_babel import gettext as _

from agency.cases.models import Case, PayLink
from agency.cases.services import lock
from agency.charges.services import book
from agency.payments import designating, guests, settling
from agency.payments.accounts import gateway, methods_for, takes_cards
from agency.payments.models import GuestLink, Payment
from agency.payments.reserving import check, reserved, underway
from agency.payments.stripe_gateway import NO_SUCH, Keeping, ProviderRefused
from portal import clock, db, outbox
from portal.audit import services as audit
from portal.errors import Refused, Words
from portal.filters import money
from portal.keys import new_key
from portal.money import Money

PROCESSED = Words(
    "Your earlier payment is just being processed. Wait a minute and reload this page."
)
OPEN_MINUTES = 45
"""How long the provider's page stays open; the amount counts as underway for so long."""
FAILED = "async_payment_failed"
"""Why a debit that its bank did not carry out has ended: the provider's word, whoever tells us."""
LEAST = 100
"""The least that can be paid by card, in minor units, unless less is owed."""


def start(
    case: Case,
    amount: Money,
    *,
    link: PayLink | None,
    guest: GuestLink | None = None,
    designated: uuid.UUID | None = None,
    in_full: bool = False,
    email: str,
    locale: str,
    back_to: Callable[[Payment], tuple[str, str]],
    keeping: Keeping | None = None,
) -> Payment:
    """Open the provider's page for an amount; the same page when its link asks for it again.

    With `keeping` the page also keeps what it is paid by, and takes the place of one before.
    `designated` is the claim that the debtor pays for. `back_to` gives the addresses to return to,
    after paying and without. What others are paying at this moment is reserved for them: see
    reserving. Refused when the amount is not free, when it is meant to be all that is and no longer
    is, and when the designated claim is not open.
    """
    lock(case)
    if not takes_cards():
        raise Refused(
            _("Payments by card do not work here at the moment. Please pay by bank transfer.")
        )
    if keeping is not None:
        _close_own(case, link, amount)
    elif before := _open_page(case, link, guest, designated, amount):
        return before
    _close_what_is_over(case, guest)
    found = book(case, clock.today(), by="system")
    owed = found.total
    if in_full and amount not in (owed, owed - reserved(case)):
        raise Refused(_("What is owed has changed: it is %(owed)s now.", owed=money(owed)))
    if guest is not None:
        guests.check(guest, amount, least=LEAST)
    else:
        check(case, amount, owed, least=LEAST)
    claim = designating.claim_of(case, found, designated) if designated else None
    payment = Payment(
        id=new_key(),
        creditor_id=case.creditor_id,
        case_id=case.id,
        pay_link_id=link.id if link else None,
        guest_link_id=guest.id if guest else None,
        designated_claim_id=designated,
        amount_minor=amount.minor,
        currency=amount.currency,
        email=email,
        locale=locale,
        expires_at=clock.now() + timedelta(minutes=OPEN_MINUTES),
        keeps_method=keeping is not None,
    )
    db.session.add(payment)
    db.session.flush()
    success_url, cancel_url = back_to(payment)
    checkout = gateway().open_checkout(
        payment_id=str(payment.id),
        amount=amount,
        description=_described(case, guest),
        locale=locale,
        success_url=success_url,
        cancel_url=cancel_url,
        expires_at=payment.expires_at,
        email=email or None,
        methods=methods_for(amount.currency),
        keeping=keeping,
    )
    payment.checkout_id, payment.checkout_url = checkout.id, checkout.url
    audit.record(payment, "payment.started", by="guest" if guest else "debtor", amount=amount)
    if claim is not None:
        audit.record(payment, "payment.designated", by="debtor", invoice_no=claim.invoice_no)
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
    """Note that the payer confirmed a debit which its bank has yet to carry out.

    What ran until then is booked, so that it is told from what runs while the bank takes its days.
    """
    case = lock(payment.case)
    db.session.refresh(payment, with_for_update=True)
    if payment.paid_at or payment.ended_at or payment.awaited_since:
        return
    payment.awaited_since = clock.now()
    if case.is_open:
        book(case, clock.today(), by="system")
    audit.record(payment, "payment.awaited", by=by, amount=payment.amount)


def end(payment: Payment, why: str, *, by: audit.Actor) -> None:
    """Note that no money will come of a payment. One that was paid stays paid."""
    db.session.refresh(payment, with_for_update=True)
    if payment.paid_at is not None or payment.ended_at is not None:
        return
    payment.ended_at, payment.ended_why = clock.now(), why
    audit.record(payment, "payment.ended", by=by, why=why)


def cancel(payment: Payment, *, by: audit.Actor) -> None:
    """Close the provider's page of a payment, so that its amount is free. Twice changes nothing.

    Refused once money is on its way.
    """
    lock(payment.case)
    db.session.refresh(payment, with_for_update=True)
    if payment.ended_at is not None:
        return
    if payment.awaited_since is not None or not close_page(payment, "cancelled", by=by):
        raise Refused(_("This payment is made already, so that it cannot be cancelled any more."))


def close_page(payment: Payment, why: str, *, by: audit.Actor) -> bool:
    """Close the provider's page and end the payment; False when it was completed before."""
    if payment.paid_at is not None:
        return False
    if payment.checkout_id and not _shut(payment, payment.checkout_id):
        return False
    end(payment, why, by=by)
    db.session.flush()
    return True


def _shut(payment: Payment, checkout_id: str) -> bool:
    """Close a page at the provider; False when it was completed before.

    What another account opened, by keys that the agency had before, the provider does not find by
    those of today. It shuts by itself once its time is over.
    """
    try:
        return gateway().expire_checkout(checkout_id)
    except ProviderRefused as refusal:
        if refusal.code != NO_SUCH or payment.expires_at > clock.now():
            raise
        return True


def _described(case: Case, guest: GuestLink | None) -> str:
    """What is paid, as the payer reads it at the provider; a guest learns nothing of the case."""
    if guest is not None:
        return str(_("Payment for %(label)s", label=guest.label))
    return str(
        _("Case %(number)s, %(creditor)s", number=case.reference, creditor=case.creditor.name)
    )


def _open_page(
    case: Case,
    link: PayLink | None,
    guest: GuestLink | None,
    designated: uuid.UUID | None,
    amount: Money,
) -> Payment | None:
    """The page that the same link opened for the very same, unless its time is nearly over."""
    soon = clock.now() + timedelta(minutes=5)
    asked = (amount, link.id if link else None, guest.id if guest else None, designated)
    for it in underway(case):
        own = (it.amount, it.pay_link_id, it.guest_link_id, it.designated_claim_id)
        if own != asked or it.awaited_since is not None:
            continue
        if it.keeps_method:
            continue
        if it.expires_at > soon:
            return it
        replace(it)
    return None


def replace(payment: Payment) -> None:
    """Close the page of a payment for another one. Refused when it was completed at this moment."""
    if not close_page(payment, "replaced", by="debtor"):
        raise Refused(PROCESSED)


def _close_own(case: Case, link: PayLink | None, amount: Money) -> None:
    """Close the pages of the same link that a page which keeps a method takes the place of."""
    for it in underway(case):
        is_own = link is not None and it.pay_link_id == link.id and it.awaited_since is None
        if is_own and (it.keeps_method or it.amount == amount):
            replace(it)


def _close_what_is_over(case: Case, guest: GuestLink | None) -> None:
    """Close the pages whose time has passed. Refused while the news of one that was paid is awaited:
    close_pages takes it in within a minute."""
    for it in underway(case):
        if not it.is_reserved and not close_page(it, "expired", by="system"):
            raise Refused(guests.NOTHING if guest else PROCESSED)
