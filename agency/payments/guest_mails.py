"""What somebody is told who paid for a debtor: the receipt and a refund, and nothing of the case."""

from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from agency.payments.models import Payment, Refund
from portal import db
from portal.accounts.models import Agency, AgencySettings
from portal.mail import send_later
from portal.tenancy import acting


def tell_guest_of_payment(payment: Payment) -> bool:
    """Mail the receipt; False where no address was given for it."""
    with force_locale(payment.locale):
        subject = _("Receipt of your payment")
    return _send("guest_receipt", payment, subject, amount=payment.amount)


def tell_guest_of_refund(refund: Refund, payment: Payment) -> bool:
    """Mail that money goes back the way it came; False where no address was given."""
    with force_locale(payment.locale):
        subject = _("Your money is on its way back")
    facts = {"amount": refund.amount, "refunded_at": refund.refunded_at}
    return _send("guest_refund", payment, subject, **facts)


def _send(template: str, payment: Payment, subject: str, **facts: Any) -> bool:
    if not payment.email or payment.guest_link is None:
        return False
    agency = db.session.get_one(Agency, acting().agency_id)
    house = db.session.scalars(select(AgencySettings)).one()
    send_later(
        template,
        to=payment.email,
        subject=subject,
        locale=payment.locale,
        sender_name=agency.name,
        reply_to=house.email,
        label=payment.guest_link.label,
        reference=payment.case.reference,
        paid_at=payment.paid_at,
        payment_reference=payment.payment_intent,
        **facts,
    )
    return True
