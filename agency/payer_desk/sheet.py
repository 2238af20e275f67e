"""A case as its debtor may see it."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from agency.awards.queries import owed_awards
from agency.cases import queries as cases
from agency.cases.models import Case, ClosureReason, HoldReason, Mover
from agency.cases.requests import ANSWER_DAYS
from agency.charges.services import CaseOwed
from agency.clients.bank_accounts import grouped
from agency.corrections.models import Correction
from agency.corrections.queries import corrections_of
from agency.law.errors import LawMissing
from agency.law.notices import debt_help
from agency.law.references import epc_qr, from_case_number
from agency.law.vocabulary import DebtorKind, NoticeKind
from agency.notices import paid_letters
from agency.notices.queries import LastSent
from agency.payer_desk.glance import Glance
from agency.payer_desk.reasons import (
    award_reasons,
    costs_reason,
    costs_reasons,
    interest_reasons,
    interest_why,
    principal_reasons,
)
from agency.payments import designating
from agency.payments.models import Payment
from agency.payments.services import LEAST
from portal import clock, db, slots
from portal.accounts.guards import agency_settings
from portal.money import Money, total
from portal.pay.sheets import (
    Asked,
    Bank,
    CaseSheet,
    ClaimLine,
    Document,
    PaidLine,
    Standing,
    Underway,
    Wrote,
)

DOCUMENTS = "case_documents"
"""The port at which evidence for the debtor is found: an object with `list(case)`, `open(case, id)`."""


def sheet_of(case: Case, found: CaseOwed, glance: Glance) -> CaseSheet:
    """All of it, by what it owes today and what there is of it."""
    standing = standing_of(case, found.total)
    lines = _claims(case, found, glance)
    payments = _payments(case) if glance.has(Payment) else []
    return CaseSheet(
        number=case.reference,
        creditor=case.creditor.name,
        debtor=case.debtor.name,
        standing=standing,
        why=_why(case) if standing is Standing.RESTS else "",
        pay_by=case.move_until if (case.mover, case.move) == (Mover.DEBTOR, "pay") else None,
        principal=total((line.principal for line in lines), case.currency),
        interest=total((line.interest for line in lines), case.currency),
        costs=total((line.costs for line in lines), case.currency),
        awarded=total((line.awarded for line in lines), case.currency),
        paid=found.paid,
        total=found.total,
        claims=lines,
        may_choose_invoice=designating.may_choose(case),
        costs_reasons=costs_reasons(found),
        is_law_missing=any(line.charge.law_missing for line in found.claims),
        payments=[_paid(it) for it in payments if it.paid_at],
        bank=_bank(case, found.total),
        methods=glance.methods,
        least=Money(LEAST, case.currency),
        has_paid_letter=paid_letters.ending_of(case) is not None,
        underway=[_underway(it) for it in payments if it.is_reserved],
        asked=_asked(case),
        wrote=_wrote(glance.last_sent, found),
        confirmed_on=glance.confirmed_on,
        debt_help=_help(case),
    )


def standing_of(case: Case, left: Money) -> Standing:
    """How a case stands for its debtor, with so much left to pay."""
    if not case.is_open:
        closure = cases.closure_of(case)
        paid = closure is not None and closure.reason == ClosureReason.PAID
        return Standing.PAID if paid else Standing.ENDED
    if case.hold:
        return Standing.RESTS
    return Standing.OPEN if left.minor > 0 else Standing.WAITS


def _wrote(letter: LastSent | None, found: CaseOwed) -> Wrote | None:
    if letter is None:
        return None
    spared = [claim.claim.spared_until for claim in found.claims if claim.owed.total]
    until = min((day for day in spared if day), default=None) if all(spared) else None
    return Wrote(
        on=clock.day_of(letter.at),
        name=letter.sender,
        for_creditor=letter.kind == NoticeKind.OWN_REMINDER,
        nothing_added_until=until if until and until >= clock.today() else None,
    )


def _why(case: Case) -> str:
    reason = case.hold.reason if case.hold else ""
    words = {
        HoldReason.DISPUTE: _("There is an objection, which we look into first."),
        HoldReason.NOT_DEBTOR: _("You told us that this is not about you. We check that first."),
        HoldReason.CREDITOR_REQUEST: _("The creditor asked us to wait."),
    }
    return str(words.get(HoldReason(reason), _("There is something that we look into first.")))


def _claims(case: Case, found: CaseOwed, glance: Glance) -> list[ClaimLine]:
    evidence = slots.offers(DOCUMENTS)
    corrections = corrections_of(case) if glance.has(Correction) else []
    awards = owed_awards(case) if any(line.awarded for line in found.claims) else []
    documents: dict[uuid.UUID, list[Document]] = evidence.list(case) if evidence else {}
    return [
        ClaimLine(
            id=line.claim.id,
            invoice_no=line.claim.invoice_no,
            invoice_date=line.claim.invoice_date,
            due_on=line.claim.due_on,
            description=line.claim.description,
            principal=line.principal,
            interest=line.charge.interest,
            costs=line.charge.costs,
            awarded=line.awarded,
            paid=line.paid,
            total=line.owed.total,
            principal_reasons=principal_reasons(line, corrections),
            interest_why=interest_why(case, line),
            interest_reasons=interest_reasons(line),
            costs_reason=costs_reason(case, line),
            award_reasons=award_reasons(line, awards),
            documents=documents.get(line.claim.id, []),
        )
        for line in found.claims
    ]


def _payments(case: Case) -> Sequence[Payment]:
    """What was paid, and then what is underway, each the oldest first."""
    return db.session.scalars(
        select(Payment)
        .where(
            Payment.case_id == case.id,
            or_(Payment.paid_at.is_not(None), Payment.ended_at.is_(None)),
        )
        .options(joinedload(Payment.designated_claim), joinedload(Payment.guest_link))
        .order_by(Payment.paid_at, Payment.id)
    ).all()


def _paid(payment: Payment) -> PaidLine:
    return PaidLine(
        payment.id,
        payment.received_on or clock.today(),
        payment.amount,
        payment.given_back - payment.used_elsewhere,
        payment.guest_link.label if payment.guest_link else "",
        payment.designated,
        payment.used_elsewhere,
        payment.is_moved,
    )


def _bank(case: Case, amount: Money) -> Bank | None:
    house = agency_settings()
    if not house.client_account_iban:
        return None
    reference = from_case_number(case.reference)
    try:
        epc = epc_qr(
            name=house.client_account_name,
            iban=house.client_account_iban,
            bic=house.client_account_bic,
            amount=amount,
            reference=reference,
        )
    except ValueError:
        epc = ""  # Nothing to pay, or not in euros: there is no code for that.
    return Bank(
        name=house.client_account_name,
        iban=grouped(house.client_account_iban),
        bic=house.client_account_bic,
        reference=grouped(reference),
        epc=epc,
    )


def _underway(payment: Payment) -> Underway:
    return Underway(
        id=payment.id,
        amount=payment.amount,
        until=None if payment.awaited_since else payment.expires_at,
        guest=payment.guest_link.label if payment.guest_link else "",
        designated=payment.designated,
    )


def _asked(case: Case) -> list[Asked]:
    waiting = [request for request in case.requests if request.answered_at is None]
    days = [(request.kind, clock.day_of(request.at)) for request in waiting]
    return [Asked(kind, on, on + timedelta(days=ANSWER_DAYS)) for kind, on in days]


def _help(case: Case) -> str:
    if case.debtor.debtor_kind is not DebtorKind.CONSUMER:
        return ""
    try:
        return debt_help(case.debtor.country, str(get_locale() or "en"))
    except LawMissing:
        return ""
