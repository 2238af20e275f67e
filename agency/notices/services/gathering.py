"""Takes the figures and names of a notice from the books, the file and the settings."""

import uuid
from datetime import timedelta

from sqlalchemy import select

from agency.cases.models import Case
from agency.charges.services import CaseOwed
from agency.clients.models import Creditor, Lawyer
from agency.enclosures.queries import enclosures_for
from agency.law.notices import answer_by, contest_by
from agency.law.packs.notice_rows import notice_rule
from agency.law.references import from_case_number
from agency.law.vocabulary import NoticeKind
from agency.notices.addressing import addressee_of
from agency.notices.contents import Contents, EnclosedForm
from agency.notices.services.figures import (
    amounts_of,
    claims_for,
    interest_runs,
    interest_until,
    invoice_row,
    left_out,
    periods_of,
    row_of,
)
from agency.notices.services.parties import agency_facts, check_settings, signed
from agency.notices.services.specification import cost_steps_of, credits_of, grounds_of
from portal import db
from portal.accounts.models import AgencySettings, User
from portal.i18n import said
from portal.money import total

TIME_TO_SEND = timedelta(days=7)
"""How long after it was prepared a notice may go out that names the end of a time to contest."""


def gather(
    case: Case,
    found: CaseOwed,
    kind: NoticeKind,
    *,
    lawyer: Lawyer | None,
    by: User,
    pay_link_id: uuid.UUID | None,
) -> Contents:
    """The contents of a notice of a kind by what is owed. Refused when nothing can be asked."""
    settings = db.session.scalars(select(AgencySettings)).one()
    addressee = addressee_of(case.debtor)
    check_settings(settings)
    claims = claims_for(kind, found)
    alone = kind is NoticeKind.OWN_REMINDER
    charged = [] if alone else claims
    lines = [line for claim in charged for line in claim.charge.detail.lines]
    signs = signed(kind, case.creditor, lawyer, settings, by)
    return Contents(
        country=case.debtor.country,
        debtor=case.debtor.debtor_kind,
        debtor_name=case.debtor.name,
        creditor=case.creditor.legal_name,
        recipient=addressee.lines,
        lawyer_of_debtor=addressee.lawyer,
        reference=case.reference,
        claim_ids=tuple(claim.claim.id for claim in claims),
        claims=tuple(map(invoice_row if alone else row_of, claims)),
        interest_periods=periods_of(charged),
        cost_steps=() if alone else cost_steps_of(case, found, claims),
        grounds=grounds_of(charged),
        credits=credits_of(case, claims),
        interest_article=", ".join(dict.fromkeys(line.article for line in lines)),
        amounts=amounts_of(case, found, kind, claims),
        paid=total((claim.paid for claim in claims), case.currency),
        agency=agency_facts(settings),
        head=signs.head,
        law_firm=lawyer.law_firm.name if lawyer else "",
        signatory=signs.name,
        signatory_title=signs.title,
        account_name=settings.client_account_name,
        iban=settings.client_account_iban,
        bic=settings.client_account_bic,
        payment_reference=from_case_number(case.reference),
        pay_link_id=pay_link_id,
        creditor_address=_address(case.creditor),
        creditor_number=case.creditor.register_no,
        supplied=tuple(claim.claim.description for claim in claims),
        contest_by=contest_by(
            case.debtor.country, kind, case.debtor.debtor_kind, found.on + TIME_TO_SEND
        ),
        answer_by=answer_by(case.debtor.country, kind, case.debtor.debtor_kind, found.on),
        enclosures=_enclosures(case, kind),
        interest_runs=interest_runs(charged, found.on),
        interest_until=interest_until(charged),
        left_out=said(left_out(charged)),
    )


def _enclosures(case: Case, kind: NoticeKind) -> tuple[EnclosedForm, ...]:
    asked = (case.debtor.country, kind, case.debtor.debtor_kind)
    titles = {form.name: form.title for form in notice_rule(*asked).enclosures}
    found, _lacking = enclosures_for(*asked)
    return tuple(EnclosedForm(titles[it.name], it.file_key, it.sha256) for it in found)


def _address(creditor: Creditor) -> str:
    return f"{creditor.street}, {creditor.postcode} {creditor.city}"
