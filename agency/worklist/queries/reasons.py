"""What the reasons of a page of the worklist are made of, each read once for all of its cases."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import joinedload

from agency.cases.models import Case, DebtorRequest
from agency.contacts.kinds import RIGHT_PARTY, ContactKind, Direction
from agency.contacts.models import Callback, Contact, Promise
from agency.messages.models import Message
from agency.messages.queries import waiting_on_cases
from agency.strategy.kinds import ActionState
from agency.strategy.models import Action, Course, Step
from agency.worklist.calling_hours import counted
from agency.worklist.models import CallingRate
from agency.worklist.ranks import CALLS, Rank
from portal import db
from portal.bulk import among

Counts = Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Planned:
    """The next step of a case's procedure: which of how many, and when the one before was done."""

    action: Action
    steps: int
    previous: str
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Reasons:
    """What is known of the cases of a page, by case or by debtor."""

    promises: Mapping[uuid.UUID, Promise]
    callbacks: Mapping[uuid.UUID, Callback]
    requests: Mapping[uuid.UUID, DebtorRequest]
    messages: Mapping[uuid.UUID, Message]
    planned: Mapping[uuid.UUID, Planned]
    calls: Mapping[uuid.UUID, Counts]
    rates: Mapping[tuple[str, str], Counts] = field(default_factory=dict)


def reasons_of(cases: Sequence[Case], ranks: Mapping[uuid.UUID, Rank]) -> Reasons:
    """What their ranks ask for, in a few questions whatever the number of cases."""

    def of(*wanted: Rank) -> list[uuid.UUID]:
        return [case.id for case in cases if ranks[case.id] in wanted]

    calls = _calls([case for case in cases if ranks[case.id] in CALLS])
    return Reasons(
        promises={
            it.case_id: it for it in _latest_promises(of(Rank.BROKEN_PROMISE, Rank.PROMISE_DUE))
        },
        callbacks={it.case_id: it for it in _open_callbacks(of(Rank.CALLBACK))},
        requests={it.case_id: it for it in _open_requests(of(Rank.ANSWER))},
        messages={
            it.case_id: it for it in waiting_on_cases(of(Rank.ANSWER)) if it.case_id is not None
        },
        planned=_planned(of(Rank.APPROVAL, Rank.WORK)),
        calls=calls,
        rates=_rates() if of(*CALLS) else {},
    )


def _latest_promises(cases: Sequence[uuid.UUID]) -> Sequence[Promise]:
    if not cases:
        return []
    return db.session.scalars(
        select(Promise)
        .ext(distinct_on(Promise.case_id))
        .where(among(Promise.case_id, cases))
        .order_by(Promise.case_id, Promise.id.desc())
    ).all()


def _open_callbacks(cases: Sequence[uuid.UUID]) -> Sequence[Callback]:
    """The soonest of each case comes last, and is the one that is kept."""
    if not cases:
        return []
    return db.session.scalars(
        select(Callback)
        .where(
            among(Callback.case_id, cases),
            Callback.done_at.is_(None),
            Callback.dropped_at.is_(None),
        )
        .order_by(Callback.due_at.desc(), Callback.id.desc())
    ).all()


def _open_requests(cases: Sequence[uuid.UUID]) -> Sequence[DebtorRequest]:
    if not cases:
        return []
    return db.session.scalars(
        select(DebtorRequest)
        .where(among(DebtorRequest.case_id, cases), DebtorRequest.answered_at.is_(None))
        .order_by(DebtorRequest.id.desc())
    ).all()


def _planned(cases: Sequence[uuid.UUID]) -> dict[uuid.UUID, Planned]:
    if not cases:
        return {}
    before = (
        select(Step.name)
        .where(
            Step.agency_id == Course.agency_id,
            Step.version_id == Course.version_id,
            Step.position == Course.position,
        )
        .order_by(Step.variant)
        .limit(1)
        .correlate(Course)
        .scalar_subquery()
    )
    steps = (
        select(func.max(Step.position))
        .where(Step.agency_id == Action.agency_id, Step.version_id == Action.version_id)
        .correlate(Action)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Action, steps, before, Course.done_on)
        .outerjoin(Course, and_(Course.agency_id == Action.agency_id, Course.id == Action.case_id))
        .where(among(Action.case_id, cases), Action.state == ActionState.PLANNED)
        .options(joinedload(Action.step))
    )
    return {
        action.case_id: Planned(action, count or 0, previous or "", done_on)
        for action, count, previous, done_on in rows
    }


def _calls(cases: Sequence[Case]) -> dict[uuid.UUID, Counts]:
    """Our calls to each debtor, by the band of its own day."""
    if not cases:
        return {}
    zones = {case.debtor_id: ZoneInfo(case.debtor.time_zone) for case in cases}
    hours: dict[uuid.UUID, list[tuple[int, bool]]] = {}
    for debtor_id, at, spoke in db.session.execute(
        select(Contact.debtor_id, Contact.at, Contact.spoke).where(
            among(Contact.debtor_id, zones),
            Contact.kind == ContactKind.CALL,
            Contact.direction == Direction.OUT,
        )
    ):
        hour = at.astimezone(zones[debtor_id]).hour
        hours.setdefault(debtor_id, []).append((hour, spoke in RIGHT_PARTY))
    return {debtor_id: counted(found) for debtor_id, found in hours.items()}


def _rates() -> Mapping[tuple[str, str], Counts]:
    found: dict[tuple[str, str], dict[int, tuple[int, int]]] = {}
    for it in db.session.scalars(select(CallingRate)):
        found.setdefault((it.country, it.debtor_kind), {})[it.band] = (it.tries, it.reached)
    return found
