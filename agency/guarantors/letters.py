"""What a guarantor signed, on paper: under the agency's letterhead, written once and kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from agency.guarantors.models import Guarantor
from agency.notices.letters import Letterhead, Signatory
from agency.notices.services.parties import agency_head
from agency.plans.schedule import Due
from portal import clock, db, pdf
from portal.accounts.models import AgencySettings
from portal.i18n import written_for
from portal.money import Money
from portal.storage import StoredFile
from portal.tenancy import acting


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeText:
    """All that stands in it; the layout of letters reads it as it reads a notice."""

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
    most: Money
    terms: Sequence[str]
    how: str
    closing: str
    signatory: Signatory
    notes: Sequence[str]


def keep(it: Guarantor) -> None:
    """Write it once, and keep it with its digest."""
    if it.letter_key:
        return
    stored: StoredFile = current_app.extensions["storage"].put(
        compose(it), prefix=str(acting().agency_id)
    )
    it.letter_key, it.letter_hash = stored.key, stored.sha256
    db.session.flush()


def read(it: Guarantor) -> bytes:
    """It as it was written."""
    keep(it)
    found: bytes = current_app.extensions["storage"].read(it.letter_key)
    return found


def name_of(it: Guarantor) -> str:
    """What the file is called, in the reader's language."""
    return str(_("Guarantee %(number)s.pdf", number=it.case.reference))


def compose(it: Guarantor) -> bytes:
    """The guarantee as PDF, in the guarantor's language."""
    settings = db.session.scalars(select(AgencySettings)).one()
    storage = current_app.extensions["storage"]
    logo = storage.read(settings.logo_key) if settings.logo_key else None
    locale = written_for(it.locale)
    pictures = {"asset:logo": logo} if logo else {}
    with force_locale(locale):
        letter = _text(it, settings, logo)
        page = pdf.fill("letters/guarantee.html", locale, letter=letter, pictures=pictures)
    return pdf.write_pdf(
        page,
        ["letter.css"],
        locale=locale,
        title=letter.subject,
        made_at=datetime.combine(letter.dated_on, time(), UTC),
        images=pictures,
    )


def _text(it: Guarantor, settings: AgencySettings, logo: bytes | None) -> GuaranteeText:
    head, case = agency_head(settings), it.case
    return GuaranteeText(
        letterhead=Letterhead(head.name, head.contact, head.registration, (), logo),
        sender=head.sender,
        recipient=[it.name],
        reference=case.reference,
        client="",
        dated_on=(it.agreed_at or clock.now()).astimezone(clock.OFFICE_ZONE).date(),
        due_on=None,
        subject=_("Your guarantee of a payment plan"),
        salutation=_("Dear Sir or Madam,"),
        agreed=_(
            "You guaranteed this plan, by which %(debtor)s pays what %(creditor)s asks for:",
            debtor=case.debtor.name,
            creditor=case.creditor.name,
        ),
        dues=it.plan.dues,
        most=it.most,
        terms=[*it.shown["terms"], it.shown["consent"]],
        how=_(
            "Signed on our page by %(name)s. Proof: %(digest)s",
            name=it.agreed_by,
            digest=it.shown_hash,
        ),
        closing=_("Yours sincerely,"),
        signatory=Signatory(settings.legal_name, ""),
        notes=[_("Keep this letter. Do you have a question about it? Write to us or call us.")],
    )
