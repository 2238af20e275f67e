"""A case is paid: the letter that says so, for the debtor's page and by mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import func, select

from agency.cases.models import Case, Closure, ClosureReason
from agency.cases.queries import closure_of
from agency.cases.services import lock
from agency.cases.signals import case_closed
from agency.compliance.may_contact import may_contact
from agency.compliance.own_mails import is_held, write_to_debtor
from agency.law.vocabulary import Channel, Purpose
from agency.notices.addressing import addressee_of
from agency.notices.letters import Letterhead, Signatory
from agency.notices.models.paid_letters import PaidLetter
from agency.notices.services.parties import agency_head
from agency.payments.models import Payment
from portal import clock, db, outbox, pdf
from portal.accounts.models import AgencySettings
from portal.audit import services as audit
from portal.i18n import written_for
from portal.mail import Attachment
from portal.money import Money
from portal.storage import StoredFile
from portal.tenancy import acting

ENDINGS = (ClosureReason.PAID, ClosureReason.SETTLED)
"""How a case ends with a letter: all was paid, or as much as was agreed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidText:
    """All that stands in the letter; the layout of letters reads it as it reads a notice."""

    letterhead: Letterhead
    sender: str
    recipient: Sequence[str]
    reference: str
    client: str
    dated_on: date
    due_on: date | None
    subject: str
    salutation: str
    paragraphs: Sequence[str]
    invoices: Sequence[tuple[str, date, Money]]
    received: Money
    last_on: date | None
    closing: str
    signatory: Signatory
    notes: Sequence[str]


@case_closed.connect
def tell_later(case: Case, reason: str, **_facts: Any) -> None:
    """Have the letter written and mailed once the end of the case is safe."""
    if reason in ENDINGS:
        outbox.later("notices.tell_paid", case_id=case.id)


def ending_of(case: Case) -> Closure | None:
    """How a case ended, where it was paid; nothing while it is worked."""
    closure = None if case.is_open else closure_of(case)
    return closure if closure is not None and closure.reason in ENDINGS else None


def letter_of(case: Case) -> PaidLetter | None:
    """The letter of a case that is paid, written the first time it is asked for."""
    closure = ending_of(case)
    if closure is None:
        return None
    lock(case)
    found = db.session.scalars(
        select(PaidLetter).where(PaidLetter.closure_id == closure.id)
    ).one_or_none()
    return found or _write(case, closure)


def read(letter: PaidLetter) -> bytes:
    """The letter as it was written."""
    found: bytes = current_app.extensions["storage"].read(letter.file_key)
    return found


def tell(case: Case) -> None:
    """Write the letter and mail it, once, unless the case is worked again."""
    letter = letter_of(case)
    if letter is None or letter.told_at is not None or not case.debtor.working_email:
        return
    if _is_held(letter):
        return
    content = read(letter)
    write_to_debtor(
        "paid_in_full",
        case,
        lambda: {
            "subject": _("Nothing is owed any more"),
            "attachments": [Attachment(name_of(case), "application/pdf", content)],
        },
    )
    letter.told_at = clock.now()
    audit.record(letter, "paid_letter.mailed", by="system")


def name_of(case: Case) -> str:
    """What the file is called, in the reader's language."""
    return str(_("Paid in full %(number)s.pdf", number=case.reference))


def compose(case: Case, closure: Closure) -> bytes:
    """The letter as PDF, in the debtor's language."""
    settings = db.session.scalars(select(AgencySettings)).one()
    storage = current_app.extensions["storage"]
    logo = storage.read(settings.logo_key) if settings.logo_key else None
    locale = written_for(case.debtor.locale)
    pictures = {"asset:logo": logo} if logo else {}
    with force_locale(locale):
        letter = _text(case, closure, settings, logo)
        page = pdf.fill("letters/paid_in_full.html", locale, letter=letter, pictures=pictures)
    return pdf.write_pdf(
        page,
        ["letter.css"],
        locale=locale,
        title=letter.subject,
        made_at=datetime.combine(letter.dated_on, time(), UTC),
        images=pictures,
    )


def _write(case: Case, closure: Closure) -> PaidLetter:
    content = compose(case, closure)
    stored: StoredFile = current_app.extensions["storage"].put(
        content, prefix=str(acting().agency_id)
    )
    made = PaidLetter(
        creditor_id=case.creditor_id,
        case_id=case.id,
        closure_id=closure.id,
        file_key=stored.key,
        file_hash=stored.sha256,
        file_size=len(content),
    )
    db.session.add(made)
    db.session.flush()
    audit.record(made, "paid_letter.written", by="system", digest=stored.sha256)
    return made


def _text(case: Case, closure: Closure, settings: AgencySettings, logo: bytes | None) -> PaidText:
    head, addressee = agency_head(settings), addressee_of(case.debtor)
    received = case.balance.paid if case.balance else Money.zero(case.currency)
    return PaidText(
        letterhead=Letterhead(head.name, head.contact, head.registration, (), logo),
        sender=head.sender,
        recipient=addressee.lines,
        reference=case.reference,
        client=case.debtor.name if addressee.lawyer else "",
        dated_on=clock.day_of(closure.closed_at),
        due_on=None,
        subject=_("Nothing is owed any more"),
        salutation=_("Dear Sir or Madam,"),
        paragraphs=_said(case, ClosureReason(closure.reason)),
        invoices=[
            (claim.invoice_no, claim.invoice_date, claim.principal)
            for claim in case.claims
            if claim.is_accepted and claim.withdrawn_at is None
        ],
        received=received,
        last_on=_last_paid_on(case),
        closing=_("Yours sincerely,"),
        signatory=Signatory(settings.legal_name, ""),
        notes=[_("Keep this letter. It is your proof that this case is over.")],
    )


def _said(case: Case, reason: ClosureReason) -> list[str]:
    creditor = case.creditor.name
    if reason is ClosureReason.SETTLED:
        return [
            _(
                "You paid what you agreed on with us, and in time. %(creditor)s asks for nothing "
                "more: what was left of these invoices is waived.",
                creditor=creditor,
            ),
            _("We have closed the case. You do not have to do anything more."),
        ]
    return [
        _(
            "You paid all that %(creditor)s asked for, interest and costs included. Nothing of it "
            "is owed any more.",
            creditor=creditor,
        ),
        _("We have closed the case. You do not have to do anything more."),
    ]


def _last_paid_on(case: Case) -> date | None:
    return db.session.scalar(
        select(func.max(Payment.received_on)).where(
            Payment.case_id == case.id, Payment.paid_at.is_not(None)
        )
    )


def _is_held(letter: PaidLetter) -> bool:
    case = letter.case
    return is_held(
        letter,
        lambda: may_contact(case.debtor, Channel.EMAIL, purpose=Purpose.RECEIPT),
        mail="paid_in_full",
        job="notices.tell_paid",
        case_id=case.id,
    )
