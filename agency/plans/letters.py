"""What was agreed, on paper under the agency's letterhead: written once and kept with its digest. And a
plan, as it is offered or confirmed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases import paylinks
from agency.cases.models import Case
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
    """What the payment slip asks for."""

    open: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """All that stands in it; the layout of letters reads it as it reads a notice. Without `totals` it
    asks for no money."""

    letterhead: Letterhead
    sender: str
    recipient: Sequence[str]
    reference: str
    client: str
    dated_on: date
    due_on: date | None
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
    totals: Sum | None = None
    bank: Bank | None = None
    payment_reference: str = ""
    epc_payload: str = ""
    payment_url: str = ""


def keep(record: Any, compose: Callable[[Any], bytes]) -> None:
    """Write what was agreed once, and keep it with its digest: `letter_key` and `letter_hash`."""
    if record.letter_key:
        return
    stored: StoredFile = current_app.extensions["storage"].put(
        compose(record), prefix=str(acting().agency_id)
    )
    record.letter_key, record.letter_hash = stored.key, stored.sha256
    db.session.flush()


def read(record: Any, compose: Callable[[Any], bytes]) -> bytes:
    """What was agreed, as it was written."""
    keep(record, compose)
    found: bytes = current_app.extensions["storage"].read(record.letter_key)
    return found


def write(
    say: Callable[[AgencySettings, Letterhead], Agreed],
    locale: str,
    template: str = "letters/plan_confirmation.html",
) -> bytes:
    """What `say` says under the agency's letterhead, as PDF, in the language of a reader."""
    settings = db.session.scalars(select(AgencySettings)).one()
    logo = current_app.extensions["storage"].read(settings.logo_key) if settings.logo_key else None
    head, language = agency_head(settings), written_for(locale)
    with force_locale(language):
        letter = say(settings, Letterhead(head.name, head.contact, head.registration, (), logo))
        pictures = _pictures(letter)
        page = pdf.fill(template, language, letter=letter, pictures=pictures)
    return pdf.write_pdf(
        page,
        ["letter.css"],
        locale=language,
        title=letter.subject,
        made_at=datetime.combine(letter.dated_on, time(), UTC),
        images=pictures,
    )


def _pictures(letter: Agreed) -> dict[str, bytes]:
    found = {}
    if letter.letterhead.logo:
        found["asset:logo"] = letter.letterhead.logo
    if letter.payment_url:
        found["asset:link"] = pdf.qr_png(letter.payment_url, border=0)
    if letter.epc_payload:
        found["asset:epc"] = pdf.qr_png(letter.epc_payload, border=0)
    return found


def office_day(at: datetime | None) -> date:
    """The day of an instant in the office's calendar; today without one."""
    return clock.day_of(at or clock.now())


def slip_of(case: Case, settings: AgencySettings, amount: Money) -> dict[str, Any]:
    """How to pay an amount on a case: the payment slip of `Agreed`."""
    reference = from_case_number(case.reference)
    return {
        "totals": Sum(amount),
        "bank": Bank(
            settings.client_account_name, settings.client_account_iban, settings.client_account_bic
        ),
        "payment_reference": reference,
        "epc_payload": _payment_code(settings, amount, reference),
        "payment_url": paylinks.address(paylinks.link_for(case)),
    }


def compose(plan: Plan) -> bytes:
    """The offer or confirmation of a plan as PDF, in the debtor's language."""
    return write(lambda settings, head: _of_plan(plan, settings, head), plan.case.debtor.locale)


def _of_plan(plan: Plan, settings: AgencySettings, head: Letterhead) -> Agreed:
    case, first = plan.case, plan.dues[0]
    addressee = addressee_of(case.debtor)
    return Agreed(
        letterhead=head,
        sender=agency_head(settings).sender,
        recipient=addressee.lines,
        reference=case.reference,
        client=case.debtor.name if addressee.lawyer else "",
        dated_on=office_day(plan.agreed_at),
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
        **slip_of(case, settings, first.amount),
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


def _payment_code(settings: AgencySettings, amount: Money, reference: str) -> str:
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
