"""For which claim a debtor pays, where the law lets it say so (NL 6:43 lid 1 BW)."""

import uuid

from flask_babel import gettext as _

from agency.cases.models import Case, Claim
from agency.charges.services import CaseOwed
from agency.law.allocation import may_designate
from portal.errors import Refused


def may_choose(case: Case) -> bool:
    """Whether the law of its debtor's country lets it choose."""
    return may_designate(case.debtor.country)


def claim_of(case: Case, found: CaseOwed, claim_id: uuid.UUID) -> Claim:
    """The claim that is paid for. Refused where nothing is open on it, or the law gives no choice."""
    if not may_choose(case):
        raise Refused(_("Here you cannot choose an invoice. Pay without choosing one."))
    for line in found.claims:
        if line.claim.id == claim_id and line.owed.total.minor > 0:
            return line.claim
    raise Refused(_("Nothing is open on the invoice that you chose. Choose another one, or none."))
