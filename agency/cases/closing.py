"""The end of a case, written together with what ended it."""

import uuid

from sqlalchemy import text as sql

from agency.cases.models import Closure, ClosureReason
from portal import clock
from portal.audit import services as audit
from portal.audit.services import Actor, Subject
from portal.keys import new_key
from portal.money import Money
from portal.together import Batch, rows_of

_END = sql(
    "update cases c set closed_at = r.closed_at, mover = 'nobody', move = 'closed', "  # noqa: S608 - our own name
    f"move_since = r.closed_at, move_until = r.move_until from {rows_of('cases')} r "
    "where c.agency_id = r.agency_id and c.id = r.id"
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
    batch.feed(_END, {"id": case_id, "closed_at": now, "move_until": clock.today()})
    audit.record_with(
        batch,
        Subject("cases", case_id, case_id, creditor_id),
        "case.closed",
        by=by,
        reason=reason,
        open=open_amount,
        text=text,
    )
