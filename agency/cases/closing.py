"""The end of a case, written together with what ended it."""

import uuid

from sqlalchemy import bindparam, update

from agency.cases.models import Case, Closure, ClosureReason, Mover
from portal import clock
from portal.audit import services as audit
from portal.audit.services import Actor, Subject
from portal.keys import new_key
from portal.money import Money
from portal.together import Batch

_END = (
    update(Case.__table__)  # type: ignore[arg-type]  # A declared class has a Table.
    .where(
        Case.agency_id == bindparam("agency_id"),
        Case.id == bindparam("case_id"),
    )
    .values(
        closed_at=bindparam("now"),
        mover=Mover.NOBODY.value,
        move="closed",
        move_since=bindparam("now"),
        move_until=bindparam("today"),
    )
)


def end(
    batch: Batch,
    case_id: uuid.UUID,
    creditor_id: uuid.UUID,
    reason: ClosureReason,
    *,
    open_amount: Money,
    by: Actor,
    text: str = "",
) -> None:
    """End a case that is open and that we have locked, with what ended it."""
    now = clock.now()
    batch.add(
        Closure,
        {
            "id": new_key(),
            "creditor_id": creditor_id,
            "case_id": case_id,
            "reason": reason,
            "text": text,
            "closed_by": by if isinstance(by, str) else by.name,
            "closed_at": now,
        },
    )
    batch.change(_END, case_id=case_id, now=now, today=clock.today())
    audit.record_with(
        batch,
        Subject("cases", case_id, case_id, creditor_id),
        "case.closed",
        by=by,
        reason=reason,
        open=open_amount,
        text=text,
    )
