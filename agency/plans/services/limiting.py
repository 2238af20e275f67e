"""How far plans and settlements on a creditor's claims may go: written down in versions."""

from typing import Any

from sqlalchemy import select

from agency.clients.models import Agreement
from agency.plans.kinds import Side
from agency.plans.models import PlanTerms
from agency.plans.queries import terms_of
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.keys import new_key


def set_terms(
    agreement: Agreement, says: dict[str, Any], *, by: User, side: Side = Side.AGENCY
) -> PlanTerms:
    """Let an agreement say how far plans may go, as a new version; the same twice is one.

    Plans that run stay as they were agreed.
    """
    db.session.execute(select(Agreement.id).where(Agreement.id == agreement.id).with_for_update())
    found = terms_of(agreement)
    before = {name: getattr(found, name) for name in says}
    if found.id is not None and before == says:
        return found
    made = PlanTerms(
        id=new_key(),
        agreement_id=agreement.id,
        creditor_id=agreement.creditor_id,
        version=found.version + 1 if found.id else 1,
        side=side,
        changed_by=by.id,
        changed_at=clock.now(),
        **says,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(made, "plan.terms_changed", by=by, before=before, after=says, version=made.version)
    return made
