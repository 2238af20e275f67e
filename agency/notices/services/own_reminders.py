"""Whether a creditor's debtor may be reminded in the creditor's own name now."""

from flask_babel import gettext as _

from agency.cases.models import Case
from agency.charges.services import CaseOwed, ClaimOwed
from agency.notices import queries


def why_not(case: Case, found: CaseOwed) -> str:
    """Why no reminder can go out in the creditor's name; empty where one can."""
    if unagreed := queries.without_own_reminders(case):
        return str(
            _(
                "The creditor has not agreed that its debtors are reminded in its own name: invoice "
                "%(invoices)s was handed over under other terms. An administrator enters it with "
                "the next agreement.",
                invoices=", ".join(unagreed),
            )
        )
    if not case.creditor.signatory:
        return str(
            _(
                "Nobody signs for %(creditor)s yet. An administrator enters its contact person "
                "under its letterhead.",
                creditor=case.creditor.name,
            )
        )
    return why_too_late(case, found)


def why_too_late(case: Case, found: CaseOwed) -> str:
    """Why the time for such a reminder is over: the agency has written or charged; or empty."""
    if queries.has_been_asked(case):
        return str(
            _(
                "The agency has written to the debtor already. A reminder in the creditor's own "
                "name comes before that."
            )
        )
    if any(_is_charged(claim) for claim in found.claims):
        return str(
            _(
                "Interest or costs are charged on this case already. A reminder in the creditor's "
                "own name asks for the invoice alone and comes before that."
            )
        )
    return ""


def _is_charged(claim: ClaimOwed) -> bool:
    """Whether the books hold charges on a claim."""
    return bool(claim.awarded) or (claim.unbooked_interest, claim.unbooked_costs) != (
        claim.charge.interest,
        claim.charge.costs,
    )
