"""How far plans and settlements on a creditor's claims may go: written down by a manager."""

from typing import Any

from agency.clients.models import Agreement
from agency.plans.models import PlanTerms
from agency.plans.queries import terms_of
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit


def set_terms(agreement: Agreement, says: dict[str, Any], *, by: User) -> PlanTerms:
    """Let an agreement say how far plans may go. Plans that run stay as they were agreed."""
    found = terms_of(agreement)
    before = {name: getattr(found, name) for name in says}
    if found.id is not None and before == says:
        return found
    found.agreement_id, found.creditor_id = agreement.id, agreement.creditor_id
    for name, value in says.items():
        setattr(found, name, value)
    found.changed_by, found.changed_at = by.id, clock.now()
    db.session.add(found)
    db.session.flush()
    audit.record(found, "plan.terms_changed", by=by, before=before, after=says)
    return found
