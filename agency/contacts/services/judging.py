"""Whether promises were kept: at once when money comes or goes, and each night for all that are due."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import and_, select, update

from agency.cases.models import Case, Debtor
from agency.contacts.judging import judged
from agency.contacts.kinds import PromiseState
from agency.contacts.models import Callback, Promise
from agency.contacts.queries import received_for
from agency.contacts.services.next_moves import PRESSING, ask_why, go_on
from portal import clock, db, outbox
from portal.audit import services as audit
from portal.audit.services import Subject, event_row
from portal.money import Money

CHUNK = 1_000
"""Promises that one transaction judges."""
_CHASED = (PromiseState.BROKEN, PromiseState.PARTLY_KEPT)


def judge_promises_of(case: Case) -> None:
    """Judge the promises of a case that is locked, now that the books changed."""
    found = db.session.scalars(select(Promise).where(Promise.case_id == case.id)).all()
    changed = _judge(found)
    if not changed or not case.is_open:
        return
    if any(each.state in _CHASED for each in changed):
        ask_why(case)
    elif case.move in ("promise", "broken_promise") or any(each.is_running for each in changed):
        go_on(case)


def judge_due() -> int:
    """Judge the promises whose day has passed; how many. A chunk at a time, the rest by a job anew.

    Cases that somebody works at this moment are left for the next run.
    """
    found = db.session.scalars(
        select(Promise)
        .join(Case, and_(Case.agency_id == Promise.agency_id, Case.id == Promise.case_id))
        .where(Promise.state == PromiseState.RUNNING, Promise.due_on < clock.today())
        .order_by(Promise.due_on, Promise.id)
        .limit(CHUNK)
        .with_for_update(of=Case, skip_locked=True)
    ).all()
    changed = _judge(found)
    _move_cases([each for each in changed if each.state in _CHASED])
    if len(found) == CHUNK:
        outbox.later("contacts.judge")
    return len(changed)


def remind_due() -> int:
    """Ask for the reminders of promises that are due tomorrow; how many. Each is asked for once."""
    today = clock.today()
    found = db.session.scalars(
        update(Promise)
        .where(
            Promise.state == PromiseState.RUNNING,
            Promise.due_on == today + timedelta(days=1),
            Promise.reminder_at.is_(None),
            db.day_of(Promise.made_at) < today,
            Promise.case_id.in_(
                select(Case.id)
                .join(Debtor, and_(Debtor.agency_id == Case.agency_id, Debtor.id == Case.debtor_id))
                .where(Debtor.email != "")
            ),
        )
        .values(reminder_at=clock.now())
        .returning(Promise.id)
        .execution_options(synchronize_session=False)
    ).all()
    for promise_id in found:
        outbox.later("contacts.remind", promise_id=promise_id)
    return len(found)


def wake_callbacks() -> None:
    """Bring the cases back whose callback is due today, wherever they waited."""
    tomorrow = datetime.combine(clock.today() + timedelta(days=1), time(), clock.OFFICE_ZONE)
    due = (
        select(Callback.id)
        .where(
            Callback.agency_id == Case.agency_id,
            Callback.case_id == Case.id,
            Callback.done_at.is_(None),
            Callback.dropped_at.is_(None),
            Callback.due_at < tomorrow,
        )
        .correlate(Case)
        .exists()
    )
    db.session.execute(
        update(Case)
        .where(Case.closed_at.is_(None), Case.move.not_in((*PRESSING, "callback")), due)
        .values(mover="agency", move="callback", move_since=clock.now(), move_until=clock.today())
        .execution_options(synchronize_session=False)
    )


def _judge(promises: Sequence[Promise]) -> list[Promise]:
    """Bring promises up to what the books say; returns those that now stand otherwise."""
    if not promises:
        return []
    received = received_for(each.id for each in promises)
    changed, events = [], []
    for each in promises:
        minor = received.get(each.id, 0)
        state = judged(
            each.amount,
            Money(minor, each.currency),
            each.due_on,
            on=clock.today(),
            is_ended=each.ended_at is not None,
        )
        if (state, minor) == (each.state, each.received_minor):
            continue
        if state != each.state:
            changed.append(each)
            events.append(_event(each, state, minor))
        each.state, each.received_minor, each.judged_at = state, minor, clock.now()
    db.session.flush()
    audit.record_many(events)
    return changed


def _event(each: Promise, state: PromiseState, minor: int) -> dict[str, object]:
    kind = "reopened" if state is PromiseState.RUNNING else state
    return event_row(
        Subject("promises", each.id, each.case_id, each.creditor_id),
        f"promise.{kind}",
        by="system",
        amount=each.amount,
        paid=Money(minor, each.currency),
    )


def _move_cases(promises: Iterable[Promise]) -> None:
    """Let a collector ask why, on all of their cases at once."""
    ids = [each.case_id for each in promises]
    if not ids:
        return
    db.session.execute(
        update(Case)
        .where(
            Case.id.in_(ids),
            Case.closed_at.is_(None),
            Case.move.not_in((*PRESSING, "callback", "held")),
        )
        .values(
            mover="agency",
            move="broken_promise",
            move_since=clock.now(),
            move_until=clock.today(),
        )
        .execution_options(synchronize_session=False)
    )
