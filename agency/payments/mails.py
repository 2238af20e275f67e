"""What payers are told by mail: their receipt, and that money is on its way back."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from agency.charges.services import owed
from agency.compliance.kinds import DeclarationKind
from agency.compliance.may_contact import Contactability
from agency.compliance.own_mails import is_held, write_to_debtor
from agency.law.vocabulary import Channel, Purpose
from agency.payments import following, signals
from agency.payments.guest_mails import tell_guest_of_payment, tell_guest_of_refund
from agency.payments.models import Payment, Refund
from portal import clock, db, outbox
from portal.audit import services as audit
from portal.audit.models import Event
from portal.pay.wording import PAID_BY
from portal.together import Batch
from portal.web import get

RECEIPT_SENT = "payment.receipt_sent"
REFUND_TOLD = "payment.refund_told"


@following.writes
def send_receipts_later(batch: Batch, received: following.Received) -> None:
    """Have each receipt written once its payment is safe in the books."""
    for payment_id in received:
        outbox.later_with(batch, "payments.send_receipt", payment_id=payment_id)


@signals.payment_refunded.connect
def tell_of_refund_later(refund: Refund, **_facts: Any) -> None:
    """Have the payer told once the refund is safe in the books."""
    outbox.later("payments.tell_of_refund", refund_id=refund.id)


def send_receipt(payment: Payment) -> None:
    """Mail the receipt, once, to the address given with the payment, or else to the debtor's."""
    db.session.refresh(payment, with_for_update=True)
    if payment.paid_at is None or _is_done(payment, RECEIPT_SENT):
        return
    if payment.guest_link_id:
        if tell_guest_of_payment(payment):
            audit.record(payment, RECEIPT_SENT, by="system")
        return
    if _is_held(payment, RECEIPT_SENT, "payments.send_receipt", payment_id=payment.id):
        return
    is_sent = _send(
        "receipt",
        payment,
        lambda: {
            "subject": _("Receipt of your payment"),
            "method": str(PAID_BY.get(payment.method, payment.method)),
        },
        amount=payment.amount,
        paid_at=payment.paid_at,
        designated=payment.designated,
    )
    if is_sent:
        audit.record(payment, RECEIPT_SENT, by="system")


def tell_of_refund(refund: Refund) -> None:
    """Mail that money is on its way back, once."""
    payment = get(Payment, refund.payment_id)
    db.session.refresh(payment, with_for_update=True)
    if _is_done(payment, REFUND_TOLD, refund=refund):
        return
    if payment.guest_link_id:
        if tell_guest_of_refund(refund, payment):
            audit.record(payment, REFUND_TOLD, by="system", refund=refund.id)
        return
    if _is_held(payment, REFUND_TOLD, "payments.tell_of_refund", refund_id=refund.id):
        return
    is_sent = _send(
        "refund",
        payment,
        lambda: {"subject": _("Your money is on its way back")},
        amount=refund.amount,
        refunded_at=refund.refunded_at,
        paid_at=payment.paid_at,
    )
    if is_sent:
        audit.record(payment, REFUND_TOLD, by="system", refund=refund.id)


def _send(template: str, payment: Payment, say: Callable[[], dict[str, Any]], **facts: Any) -> bool:
    """Write to the debtor; False, and nothing is told to anybody, where there is no address."""
    case = payment.case
    if not payment.email and not case.debtor.working_email:
        return False
    write_to_debtor(
        template,
        case,
        say,
        to=payment.email,
        locale=payment.locale,
        balance=owed(case, clock.today()).total,
        payment_reference=payment.payment_intent,
        **facts,
    )
    return True


def _is_held(payment: Payment, mail: str, job: str, **ids: Any) -> bool:
    """Whether nothing may be mailed now; it is then mailed later, or not at all.

    Who typed an address for the receipt asked for it there, whatever the debtor wants otherwise by
    e-mail; that wish stands for everything else.
    """
    lifted = (DeclarationKind.OPT_OUT,) if payment.email else ()
    contact = Contactability(payment.case.debtor, lifted=lifted)
    return is_held(
        payment,
        lambda: contact.by(Channel.EMAIL, purpose=Purpose.RECEIPT),
        mail=mail,
        job=job,
        **ids,
    )


def _is_done(payment: Payment, kind: str, refund: Refund | None = None) -> bool:
    """Whether the mail was written before."""
    found = select(Event.id).where(Event.subject_id == payment.id, Event.kind == kind)
    if refund is not None:
        found = found.where(Event.data["refund"].astext == str(refund.id))
    return db.session.scalars(found.limit(1)).first() is not None
