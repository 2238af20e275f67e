"""Answers the debtor's pages: the only door from them into a case."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases import paylinks, requests
from agency.cases.models import Case, PayLink, RequestKind
from agency.charges.services import CaseOwed, ClaimOwed, owed
from agency.law.costs import CostStep
from agency.law.references import from_case_number
from agency.payments import services as payments
from agency.payments.accounts import gateway, provider_account
from agency.payments.models import Payment
from portal import clock, db, slots
from portal.accounts.guards import agency_settings
from portal.errors import NotFound, Refused
from portal.money import Money, total
from portal.pay import desk
from portal.pay.desk import CaseSheet, ClaimLine, Document, Door, File, PaidLine, Reason, Receipt
from portal.web import get

DOCUMENTS = "case_documents"
"""The port at which evidence for the debtor is found: an object with `list(case)`, `open(id)`."""


def init_app(app: Flask) -> None:
    """Answer the port that portal.pay asks."""
    slots.install(app, desk.PORT, AgencyDesk())


class AgencyDesk:
    """The acting agency's answers."""

    def door(self, code: str) -> Door:
        """What may be shown before the check."""
        link = _link(code)
        return Door(link.case.debtor.locale, link.locked_until if link.is_locked else None)

    def check(self, code: str, answer: str) -> bool:
        """Whether the answer is right; see cases.paylinks."""
        link = _link(code)
        if link.is_locked:
            raise Refused(_("Too many wrong answers. Please try again later."))
        return paylinks.answer(link, answer)

    def sheet(self, code: str) -> CaseSheet:
        """The case, as the debtor may see it."""
        case = _link(code).case
        found = owed(case, clock.today())
        house = agency_settings()
        pending = payments.underway(case)
        return CaseSheet(
            number=case.reference,
            creditor=case.creditor.name,
            debtor=case.debtor.name,
            is_open=case.is_open,
            is_on_hold=case.hold is not None,
            principal=found.principal,
            interest=found.interest,
            costs=found.collection_costs,
            paid=found.paid,
            total=found.total,
            claims=_claims(case, found),
            costs_reasons=_costs_reasons(found),
            payments=_payments(case),
            bank=desk.Bank(
                house.client_account_name,
                house.client_account_iban,
                house.client_account_bic,
                from_case_number(case.reference),
            )
            if house.client_account_iban
            else None,
            takes_cards=provider_account() is not None,
            underway=pending.amount if pending and pending.expires_at > clock.now() else None,
            requests=[r.kind for r in case.requests if r.answered_at is None],
            contact_email=house.email,
            contact_phone=house.phone,
            law_missing=next((c.charge.law_missing for c in found.claims), ""),
        )

    def start_payment(
        self,
        code: str,
        amount: Money,
        *,
        email: str,
        locale: str,
        back_to: Callable[[uuid.UUID], tuple[str, str]],
    ) -> str:
        """The address of the provider's page for an amount."""
        link = _link(code)
        payment = payments.start(
            link.case,
            amount,
            link=link,
            email=email,
            locale=locale,
            back_to=lambda payment: back_to(payment.id),
        )
        return payment.checkout_url

    def receipt(self, code: str, payment_id: uuid.UUID) -> Receipt:
        """How a payment of this link's case stands."""
        case = _link(code).case
        payment = get(Payment, payment_id)
        if payment.case_id != case.id:
            raise NotFound
        if payment.paid_at is None and payment.checkout_id:
            _ask_provider(payment)
        return Receipt(
            id=payment.id,
            amount=payment.amount,
            paid_at=payment.paid_at,
            ended=payment.ended_at is not None,
            creditor=case.creditor.name,
            case_number=case.reference,
            method=payment.method,
            reference=payment.payment_intent or "",
            left=owed(case, clock.today()).total,
        )

    def ask(self, code: str, kind: str, *, text: str, phone: str) -> None:
        """Take in what the debtor asks."""
        requests.make(_link(code).case, RequestKind(kind), text=text, phone=phone)

    def document(self, code: str, document_id: uuid.UUID) -> File:
        """A piece of evidence that may be shown, opened."""
        case = _link(code).case
        evidence = slots.offers(DOCUMENTS)
        if evidence is None:
            raise NotFound
        found: File = evidence.open(case, document_id)
        return found


def _link(code: str) -> PayLink:
    link = paylinks.find(code)
    if link is None or not link.is_usable:
        raise NotFound
    return link


def _ask_provider(payment: Payment) -> None:
    """Post a payment whose message has not come yet: the debtor is back and wants to know."""
    try:
        state = gateway().read_checkout(str(payment.checkout_id))
    except Refused:
        return
    if state.paid and state.payment_intent:
        payments.settle(
            payment,
            amount=state.amount,
            payment_intent=state.payment_intent,
            received_on=clock.today(),
        )


def _claims(case: Case, found: CaseOwed) -> list[ClaimLine]:
    evidence = slots.offers(DOCUMENTS)
    documents: dict[uuid.UUID, list[Document]] = evidence.list(case) if evidence else {}
    return [
        ClaimLine(
            invoice_no=line.claim.invoice_no,
            invoice_date=line.claim.invoice_date,
            due_on=line.claim.due_on,
            description=line.claim.description,
            original=line.claim.principal,
            principal=line.owed.principal,
            interest=line.owed.interest,
            costs=line.owed.costs,
            paid=line.paid,
            total=line.owed.total,
            interest_reasons=_interest_reasons(line),
            costs_reason=line.charge.gate.reason,
            documents=documents.get(line.claim.id, []),
        )
        for line in found.claims
    ]


def _interest_reasons(line: ClaimOwed) -> list[Reason]:
    return [
        Reason(
            what=_("Interest"),
            article=stretch.article,
            amount=stretch.amount,
            base=stretch.base,
            percent=stretch.percent,
            from_on=stretch.from_on,
            until_on=stretch.until_on,
            days=stretch.days,
        )
        for stretch in line.charge.detail.lines
    ]


def _costs_reasons(found: CaseOwed) -> Sequence[Reason]:
    if found.costs is None:
        return []
    words: dict[Any, str] = {
        CostStep.VAT: _("VAT on the costs, which the creditor cannot deduct"),
    }
    return [
        Reason(
            what=words.get(line.step, _("Collection costs")),
            article=line.article,
            amount=line.amount,
            base=line.base,
            percent=line.percent,
        )
        for line in found.costs.lines
    ]


def _payments(case: Case) -> list[PaidLine]:
    rows = db.session.scalars(
        select(Payment)
        .where(Payment.case_id == case.id, Payment.paid_at.is_not(None))
        .order_by(Payment.id.desc())
    )
    return [
        PaidLine(
            payment.id,
            payment.received_on or clock.today(),
            payment.amount,
            total((refund.amount for refund in payment.refunds), payment.currency),
        )
        for payment in rows
    ]
