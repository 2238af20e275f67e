"""Having a notice to ourselves, and saying whose move its case is."""

from datetime import date, timedelta

from sqlalchemy import select

from agency.cases import services as cases
from agency.cases.models import Case, Mover
from agency.notices.models import Notice
from portal import clock, db


def lock_notice(notice: Notice) -> None:
    """Have the case, then the notice, to ourselves, as they are in the database now."""
    case = cases.lock(notice.case)
    db.session.scalars(
        select(Notice)
        .where(Notice.id == notice.id)
        .with_for_update(of=Notice)
        .execution_options(populate_existing=True)
    ).one()
    db.session.expire(notice, ["releases", "deliveries"])
    db.session.expire(case, ["claims", "holds", "requests"])


def wait_for(
    case: Case, mover: Mover, move: str, *, days: int = 0, until: date | None = None
) -> None:
    """Say whose move it is, unless something more pressing is waited for: an answer to the debtor,
    new claims to be accepted, or the end of a hold."""
    pressing = (
        case.hold is not None
        or any(request.answered_at is None for request in case.requests)
        or any(claim.awaits_review for claim in case.claims)
    )
    if case.is_open and not pressing:
        case.waits_for(mover, move, until or clock.today() + timedelta(days=days))
