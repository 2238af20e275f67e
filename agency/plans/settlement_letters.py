"""The confirmation of a settlement on paper: what settles all, by when, and the slip to pay it with."""

from flask_babel import gettext as _

from agency.notices.addressing import addressee_of
from agency.notices.letters import Letterhead, Signatory
from agency.notices.services.parties import agency_head
from agency.plans.letters import Agreed, office_day, slip_of, write
from agency.plans.models import Settlement
from agency.plans.schedule import Due
from portal.accounts.models import AgencySettings


def name_of(made: Settlement) -> str:
    """What the file is called, in the reader's language."""
    return str(_("Settlement %(number)s.pdf", number=made.case.reference))


def compose(made: Settlement) -> bytes:
    """The confirmation as PDF, in the debtor's language."""
    return write(lambda settings, head: _said(made, settings, head), made.case.debtor.locale)


def _said(made: Settlement, settings: AgencySettings, head: Letterhead) -> Agreed:
    case = made.case
    addressee = addressee_of(case.debtor)
    return Agreed(
        letterhead=head,
        sender=agency_head(settings).sender,
        recipient=addressee.lines,
        reference=case.reference,
        client=case.debtor.name if addressee.lawyer else "",
        dated_on=office_day(made.agreed_at),
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
        **slip_of(case, settings, made.amount),
    )
