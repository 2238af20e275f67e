"""What a guarantor signed, on paper: under the agency's letterhead, written once and kept."""

from flask_babel import gettext as _

from agency.guarantors.models import Guarantor
from agency.notices.letters import Letterhead, Signatory
from agency.notices.services.parties import agency_head
from agency.plans.letters import Agreed, office_day, write
from portal.accounts.models import AgencySettings


def name_of(it: Guarantor) -> str:
    """What the file is called, in the reader's language."""
    return str(_("Guarantee %(number)s.pdf", number=it.case.reference))


def compose(it: Guarantor) -> bytes:
    """The guarantee as PDF, in the guarantor's language."""
    return write(
        lambda settings, head: _said(it, settings, head), it.locale, "letters/guarantee.html"
    )


def _said(it: Guarantor, settings: AgencySettings, head: Letterhead) -> Agreed:
    case = it.case
    return Agreed(
        letterhead=head,
        sender=agency_head(settings).sender,
        recipient=[it.name],
        reference=case.reference,
        client="",
        dated_on=office_day(it.agreed_at),
        due_on=None,
        subject=_("Your guarantee of a payment plan"),
        salutation=_("Dear Sir or Madam,"),
        agreed=_(
            "You guaranteed this plan, by which %(debtor)s pays what %(creditor)s asks for:",
            debtor=case.debtor.name,
            creditor=case.creditor.name,
        ),
        dues=it.plan.dues,
        total=it.most,
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
