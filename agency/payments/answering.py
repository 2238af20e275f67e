"""Answering a chargeback: what we can prove of a payment, sent to the payer's bank, once."""

from dataclasses import dataclass
from datetime import UTC

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from agency.cases import timeline
from agency.cases.models import Case
from agency.cases.services import carry_on, lock
from agency.payments.accounts import gateway
from agency.payments.models import Chargeback, Payment
from portal import clock, db
from portal.accounts.models import Agency, User
from portal.audit import services as audit
from portal.audit.models import Event
from portal.errors import Refused
from portal.tenancy import acting

PROVING = (
    *("notice.dispatched", "pay_link.made", "case.charged", "contact.reached", "promise.made"),
    *("payment.started", "payment.designated", "payment.awaited", "payment.received"),
    *(
        "payment.receipt_sent",
        "payment.refunded",
        "payment.refund_told",
        "debtor.answered",
        "evidence.added",
    ),
)
"""The events that show a bank how a payment came about."""
MOVE = "chargeback"
"""The move of a case whose bank asks."""
LONGEST = 20_000
"""The characters that a field of the answer may have."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What is sent with an answer, in the language of the card networks."""

    what: str
    payer: str
    email: str
    log: tuple[str, ...]


def proof_of(payment: Payment) -> Proof:
    """What was owed, by whom it was paid, and what happened when, in English."""
    if payment.guest_link_id:
        return _proof_of_guest(payment)
    case = payment.case
    agency = db.session.get_one(Agency, acting().agency_id)
    invoices = ", ".join(
        f"{part.claim.invoice_no} of {part.claim.invoice_date:%d %B %Y} ({part.claim.description})"
        for part in payment.paid_off
    )
    return Proof(
        what=f"Payment of invoices {invoices} owed to {case.creditor.name}, collected by"
        f" {agency.name} in its case {case.reference}.",
        payer=case.debtor.name,
        email=payment.email or case.debtor.email,
        log=_log(Event.case_id == case.id, Event.kind.in_(PROVING)),
    )


def _proof_of_guest(payment: Payment) -> Proof:
    """What shows how somebody came to pay for a debtor; nothing of the debtor's own case."""
    agency = db.session.get_one(Agency, acting().agency_id)
    ours = (payment.id, payment.guest_link_id)
    return Proof(
        what=f"Payment by a personal payment link, received by {agency.name} under its reference"
        f" {payment.case.reference}.",
        payer="",
        email=payment.email,
        log=_log(Event.subject_id.in_(ours)),
    )


def _log(*which: ColumnElement[bool]) -> tuple[str, ...]:
    events = db.session.scalars(
        select(Event).where(*which, Event.at <= clock.now()).order_by(Event.id)
    ).all()
    with force_locale("en"):
        return tuple(
            f"{it.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC: {it.title}"
            + (f" ({it.text})" if it.text else "")
            for it in timeline.told(events)
        )


def may_be_answered(chargeback: Chargeback) -> bool:
    """Whether the bank still takes an answer."""
    in_time = chargeback.answer_by is None or clock.now() < chargeback.answer_by
    return chargeback.is_open and in_time


def answer(chargeback: Chargeback, statement: str, *, by: User) -> None:
    """Send our answer through the provider. Refused when it is too late, or was sent before."""
    payment = chargeback.payment
    lock(payment.case)
    db.session.refresh(chargeback, with_for_update=True)
    if not may_be_answered(chargeback):
        raise Refused(_("The bank takes no answer to this chargeback any more."))
    proof = proof_of(payment)
    text = "\n".join((statement, "", "What happened:", *proof.log))
    gateway().answer_dispute(
        chargeback.reference,
        what=proof.what[:LONGEST],
        payer=proof.payer,
        email=proof.email,
        text=text[:LONGEST],
        # A bank that only asked at first takes another answer once it takes the money.
        idempotency_key=f"{chargeback.id}-{chargeback.answer_by or ''}",
    )
    chargeback.state, chargeback.answered_at, chargeback.answered_by = (
        "answered",
        clock.now(),
        by.id,
    )
    audit.record(chargeback, "chargeback.answered", by=by, amount=chargeback.amount, text=statement)
    carry_on(payment.case, 1)


def go_on_unanswered() -> None:
    """Let the cases go on whose chargeback nobody answered by the bank's day: it takes no answer now."""
    late = (
        select(Chargeback.id)
        .where(
            Chargeback.agency_id == Case.agency_id,
            Chargeback.case_id == Case.id,
            Chargeback.state == "open",
            Chargeback.answer_by <= clock.now(),
        )
        .exists()
    )
    for case in db.session.scalars(
        select(Case).where(Case.closed_at.is_(None), Case.move == MOVE, late).order_by(Case.id)
    ).all():
        carry_on(lock(case), 1)
