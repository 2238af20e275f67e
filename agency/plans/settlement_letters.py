"""The confirmation of a settlement on paper: what settles all, by when, and the slip to pay it with."""

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases import paylinks
from agency.law.references import from_case_number
from agency.notices.addressing import addressee_of
from agency.notices.letters import Bank, Letterhead, Signatory
from agency.notices.services.parties import agency_head
from agency.plans.letters import Confirmation, Sum, payment_code, write
from agency.plans.models import Settlement
from agency.plans.schedule import Due
from portal import clock, db
from portal.accounts.models import AgencySettings
from portal.i18n import written_for
from portal.storage import StoredFile
from portal.tenancy import acting


def keep(made: Settlement) -> None:
    """Write it once, and keep it with its digest."""
    if made.letter_key:
        return
    stored: StoredFile = current_app.extensions["storage"].put(
        compose(made), prefix=str(acting().agency_id)
    )
    made.letter_key, made.letter_hash = stored.key, stored.sha256
    db.session.flush()


def read(made: Settlement) -> bytes:
    """It as it was written."""
    keep(made)
    found: bytes = current_app.extensions["storage"].read(made.letter_key)
    return found


def name_of(made: Settlement) -> str:
    """What the file is called, in the reader's language."""
    return str(_("Settlement %(number)s.pdf", number=made.case.reference))


def compose(made: Settlement) -> bytes:
    """The confirmation as PDF, in the debtor's language."""
    settings = db.session.scalars(select(AgencySettings)).one()
    storage = current_app.extensions["storage"]
    logo = storage.read(settings.logo_key) if settings.logo_key else None
    locale = written_for(made.case.debtor.locale)
    with force_locale(locale):
        return write(_text(made, settings, logo), locale)


def _text(made: Settlement, settings: AgencySettings, logo: bytes | None) -> Confirmation:
    case, head = made.case, agency_head(settings)
    addressee = addressee_of(case.debtor)
    reference = from_case_number(case.reference)
    return Confirmation(
        letterhead=Letterhead(head.name, head.contact, head.registration, (), logo),
        sender=head.sender,
        recipient=addressee.lines,
        reference=case.reference,
        client=case.debtor.name if addressee.lawyer else "",
        dated_on=(made.agreed_at or clock.now()).astimezone(clock.OFFICE_ZONE).date(),
        due_on=made.pay_by,
        subject=_("Confirmation of your settlement"),
        salutation=_("Dear Sir or Madam,"),
        agreed=_(
            "You agreed with us to pay less than %(creditor)s asks for, and by this day:",
            creditor=case.creditor.name,
        ),
        dues=[Due(1, made.pay_by, made.amount)],
        total=made.amount,
        terms=made.shown["terms"],
        how=_("Agreed by %(name)s. Proof: %(digest)s", name=made.agreed_by, digest=made.shown_hash),
        closing=_("Yours sincerely,"),
        signatory=Signatory(settings.legal_name, ""),
        notes=[_("Does something come between? Tell us before that day.")],
        totals=Sum(made.amount),
        bank=Bank(
            settings.client_account_name, settings.client_account_iban, settings.client_account_bic
        ),
        payment_reference=reference,
        epc_payload=payment_code(settings, made.amount, reference),
        payment_url=paylinks.address(paylinks.link_for(case)),
    )
