"""A plan on paper, under the agency's letterhead: an offer, or the confirmation of what was agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases import paylinks
from agency.law.references import epc_qr, from_case_number
from agency.notices.addressing import addressee_of
from agency.notices.letters import Bank, Letterhead, Signatory
from agency.notices.services.parties import agency_head
from agency.plans.models import Plan
from agency.plans.schedule import Due
from portal import clock, db, pdf
from portal.accounts.models import AgencySettings
from portal.filters import day
from portal.i18n import written_for
from portal.money import Money
from portal.storage import StoredFile
from portal.tenancy import acting


@dataclass(frozen=True, slots=True)
class Sum:
    """What the payment slip asks for: the next instalment."""

    open: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """All that stands in a confirmation; the layout of letters reads it as it reads a notice."""

    letterhead: Letterhead
    sender: str
    recipient: Sequence[str]
    reference: str
    client: str
    dated_on: date
    due_on: date
    subject: str
    salutation: str
    agreed: str
    dues: Sequence[Due]
    total: Money
    terms: Sequence[str]
    how: str
    closing: str
    signatory: Signatory
    notes: Sequence[str]
    totals: Sum
    bank: Bank
    payment_reference: str
    epc_payload: str
    payment_url: str


def keep(plan: Plan) -> None:
    """Write the confirmation once, and keep it with its digest."""
    if plan.letter_key:
        return
    stored: StoredFile = current_app.extensions["storage"].put(
        compose(plan), prefix=str(acting().agency_id)
    )
    plan.letter_key, plan.letter_hash = stored.key, stored.sha256
    db.session.flush()


def read(plan: Plan) -> bytes:
    """The confirmation as it was written."""
    keep(plan)
    found: bytes = current_app.extensions["storage"].read(plan.letter_key)
    return found


def compose(plan: Plan) -> bytes:
    """The offer or confirmation as PDF, in the debtor's language."""
    settings = db.session.scalars(select(AgencySettings)).one()
    locale = written_for(plan.case.debtor.locale)
    logo = current_app.extensions["storage"].read(settings.logo_key) if settings.logo_key else None
    with force_locale(locale):
        return write(_confirmation(plan, settings, logo), locale)


def write(letter: Confirmation, locale: str) -> bytes:
    """A confirmation as PDF, said within the language that it is written in."""
    logo = letter.letterhead.logo
    pictures = {"asset:link": pdf.qr_png(letter.payment_url, border=0)}
    if logo:
        pictures["asset:logo"] = logo
    if letter.epc_payload:
        pictures["asset:epc"] = pdf.qr_png(letter.epc_payload, border=0)
    page = pdf.fill("letters/plan_confirmation.html", locale, letter=letter, pictures=pictures)
    return pdf.write_pdf(
        page,
        ["letter.css"],
        locale=locale,
        title=letter.subject,
        made_at=datetime.combine(letter.dated_on, time(), UTC),
        images=pictures,
    )


def _confirmation(plan: Plan, settings: AgencySettings, logo: bytes | None) -> Confirmation:
    case, first, head = plan.case, plan.dues[0], agency_head(settings)
    addressee = addressee_of(case.debtor)
    reference = from_case_number(case.reference)
    agreed_on = (plan.agreed_at or clock.now()).astimezone(clock.OFFICE_ZONE).date()
    return Confirmation(
        letterhead=Letterhead(head.name, head.contact, head.registration, (), logo),
        sender=head.sender,
        recipient=addressee.lines,
        reference=case.reference,
        client=case.debtor.name if addressee.lawyer else "",
        dated_on=agreed_on,
        due_on=first.due_on,
        subject=_("Confirmation of your payment plan")
        if plan.agreed_at
        else _("A payment plan for you"),
        salutation=_("Dear Sir or Madam,"),
        agreed=_opening(plan),
        dues=plan.dues,
        total=plan.total,
        terms=plan.shown["terms"],
        how=_how(plan),
        closing=_("Yours sincerely,"),
        signatory=Signatory(settings.legal_name, ""),
        notes=[_("Does something come between? Tell us before the day of the instalment.")]
        if plan.agreed_at
        else [],
        totals=Sum(first.amount),
        bank=Bank(
            settings.client_account_name, settings.client_account_iban, settings.client_account_bic
        ),
        payment_reference=reference,
        epc_payload=payment_code(settings, first.amount, reference),
        payment_url=paylinks.address(paylinks.link_for(case)),
    )


def _opening(plan: Plan) -> str:
    creditor = plan.case.creditor.name
    if plan.agreed_at:
        return str(
            _(
                "You agreed with us to pay what %(creditor)s asks for in instalments. This is the plan:",
                creditor=creditor,
            )
        )
    return str(
        _(
            "You can pay what %(creditor)s asks for in instalments. This is our offer:",
            creditor=creditor,
        )
    )


def _how(plan: Plan) -> str:
    if not plan.agreed_at:
        return str(
            _(
                "You can agree until %(day)s: on your page (the code in this letter opens it), "
                "or by telephone.",
                day=day(plan.open_until),
            )
        )
    if plan.channel == "portal":
        return str(
            _(
                "Agreed on our page by %(name)s. Proof: %(digest)s",
                name=plan.agreed_by,
                digest=plan.shown_hash,
            )
        )
    return str(_("Agreed with %(name)s.", name=plan.agreed_by))


def payment_code(settings: AgencySettings, amount: Money, reference: str) -> str:
    """What a banking app reads off the QR code; nothing where there is no code for it."""
    try:
        return epc_qr(
            name=settings.client_account_name,
            iban=settings.client_account_iban,
            bic=settings.client_account_bic,
            amount=amount,
            reference=reference,
        )
    except ValueError:
        return ""
