"""A legal hold: nothing of a debtor is erased while it runs."""

from sqlalchemy import select

from agency.cases.models import Case, Debtor
from agency.compliance.models import LegalHold
from agency.compliance.persons import records_of
from agency.compliance.queries import legal_hold
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.keys import new_key


def place_hold(case: Case, reason: str, *, by: User) -> None:
    """Keep all data of a case's debtor until the hold is lifted. Doing it twice changes nothing."""
    db.session.scalars(
        select(Debtor.id).where(Debtor.id == case.debtor_id).with_for_update(key_share=True)
    ).one()
    for record in records_of(case.debtor):
        if legal_hold([record.id]):
            continue
        hold = LegalHold(
            id=new_key(),
            debtor_id=record.id,
            case_id=case.id,
            reason=reason,
            placed_by=by.name,
            lifted_by="",
        )
        db.session.add(hold)
        db.session.flush()
        audit.record(hold, "legal_hold.placed", by=by)


def lift_hold(case: Case, *, by: User) -> None:
    """Let the terms run out again. Doing it twice changes nothing."""
    for record in records_of(case.debtor):
        hold = legal_hold([record.id])
        if hold is not None:
            hold.lifted_by, hold.lifted_at = by.name, clock.now()
            db.session.flush()
            audit.record(hold, "legal_hold.lifted", by=by)
