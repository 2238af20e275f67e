"""What payments hold of a person: erased with the books, and handed out when the debtor asks."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from agency.compliance.kinds import Stage
from agency.compliance.records import Gone, Records, Subjects, Told, blank
from agency.payments.models import GuestLink, Payment, ProviderEvent, RefundWish
from portal import clock, db
from portal.bulk import among


def _erase(them: Subjects) -> Gone:
    """The payment stays in the books; by whom, why it was to go back, and the provider's messages go."""
    mine = among(Payment.case_id, them.cases)
    names = db.session.execute(select(Payment.checkout_id, Payment.payment_intent).where(mine))
    known = [name for row in names for name in row if name]
    told = ProviderEvent.payload
    about = among(told["id"].astext, known) | among(told["payment_intent"].astext, known)
    count = blank(ProviderEvent, about, payload={}) if known else 0
    paid = db.session.scalars(select(Payment.id).where(mine)).all()
    count += blank(RefundWish, among(RefundWish.payment_id, paid), note="") if paid else 0
    links = among(GuestLink.case_id, them.cases)
    count += blank(GuestLink, links, label="", code_sealed=b"", revoked_at=clock.now())
    count += blank(Payment, mine, email="", checkout_url="", checkout_id=None, payment_intent=None)
    return Gone(count)


def _tell(them: Subjects) -> Told:
    found = db.session.scalars(
        select(Payment)
        .where(among(Payment.case_id, them.cases))
        .options(joinedload(Payment.designated_claim))
        .order_by(Payment.id)
    )
    return Told(
        [
            {
                "case": payment.case.reference,
                "amount": payment.amount,
                "designated_invoice": payment.designated,
                "method": payment.method,
                "email": payment.email,
                "paid_at": payment.paid_at,
                "received_on": payment.received_on,
            }
            for payment in found
        ]
    )


RECORDS = Records(
    name="payments",
    title=_("Payments"),
    purpose=_("To book what was paid, and to account for it"),
    origin=_("From the payer, the bank and the card provider"),
    recipients=_("The creditor; the card provider and the bank"),
    stage=Stage.BOOKS,
    erase=_erase,
    tell=_tell,
)
