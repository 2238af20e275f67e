"""Which kinds of notice can be prepared for a case now, and why the others cannot."""

from flask_babel import gettext as _

from agency.cases.models import Case
from agency.charges.services import CaseOwed
from agency.enclosures.queries import enclosures_for
from agency.law.errors import LawMissing
from agency.law.gates import Letter as SentLetter
from agency.law.notices import why_too_early, wording
from agency.law.vocabulary import Channel, NoticeKind
from agency.notices import queries
from agency.notices.services import own_reminders
from agency.notices.services.figures import claims_for
from portal.i18n import said


def kinds_for(case: Case, found: CaseOwed) -> dict[NoticeKind, str]:
    """Every kind of notice, with the reason why it cannot be prepared; empty where it can."""
    return {kind: why_not(kind, case, found) for kind in NoticeKind}


def best_kind(kinds: dict[NoticeKind, str]) -> NoticeKind:
    """The kind to begin with: the free letter where costs wait for it, else the most pointed."""
    order = [NoticeKind.FOURTEEN_DAY_LETTER, NoticeKind.LAW_FIRM_NOTICE, NoticeKind.DEMAND]
    return next((kind for kind in order if not kinds[kind]), NoticeKind.DEMAND)


def law_knows(kind: NoticeKind, case: Case) -> bool:
    """Whether the law of the debtor's country knows such a notice to such a debtor."""
    return not _law_missing(kind, case)


def _law_missing(kind: NoticeKind, case: Case) -> str:
    try:
        wording(case.debtor.country, kind, case.debtor.debtor_kind, "en")
    except LawMissing as error:
        return said(error.words)
    return ""


def why_not(kind: NoticeKind, case: Case, found: CaseOwed) -> str:
    """Why a kind cannot be prepared now; empty where it can."""
    return (
        _law_missing(kind, case)
        or _nothing_to_ask(kind, found)
        or _why_too_early(kind, case, found)
        or _nobody_signs(kind, case, found)
        or _lacking_forms(kind, case)
    )


def _nothing_to_ask(kind: NoticeKind, found: CaseOwed) -> str:
    if claims_for(kind, found):
        return ""
    if kind is NoticeKind.FOURTEEN_DAY_LETTER and claims_for(NoticeKind.DEMAND, found):
        return str(_("This letter has been sent for every claim already."))
    return str(_("Nothing is owed and overdue."))


def _nobody_signs(kind: NoticeKind, case: Case, found: CaseOwed) -> str:
    """Why neither a firm nor the creditor lends its name to the notice."""
    if kind is NoticeKind.OWN_REMINDER:
        return own_reminders.why_not(case, found)
    if kind is NoticeKind.LAW_FIRM_NOTICE and not queries.signing_lawyers(case.creditor_id):
        return str(_("No law firm with a lawyer who can sign in acts for this creditor."))
    return ""


def _lacking_forms(kind: NoticeKind, case: Case) -> str:
    debtor = case.debtor
    _found, lacking = enclosures_for(debtor.country, kind, debtor.debtor_kind)
    if not lacking:
        return ""
    return str(
        _(
            "This letter must carry forms that are not there yet: %(which)s. An administrator "
            "sends them in under Forms for letters.",
            which=", ".join(lacking),
        )
    )


def _why_too_early(kind: NoticeKind, case: Case, found: CaseOwed) -> str:
    """Why the law lets a notice wait for the free term of one of its claims."""
    debtor = case.debtor
    for owed_claim in claims_for(kind, found):
        claim = owed_claim.claim
        letters = (
            [SentLetter(claim.reminded_on, Channel(claim.reminded_channel or "post"))]
            if claim.reminded_on
            else []
        )
        early = why_too_early(debtor.country, kind, debtor.debtor_kind, letters, found.on)
        if early:
            return said(early)
    return ""
