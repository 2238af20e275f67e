"""Plans at risk: which they are, and why, as the database can tell of whole lists."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import joinedload, selectinload, with_expression

from agency.cases.models import Case, Debtor, Hold, Party, PayLink
from agency.contacts.kinds import RIGHT_PARTY, Direction
from agency.contacts.models import Contact
from agency.messages.kinds import Nature
from agency.messages.models import Message
from agency.plans.kinds import ALIVE, ANNOUNCED_OTHERWISE, CARD_AT_RISK, PlanState, Risk
from agency.plans.models import Plan
from portal import clock, db, slots
from portal.audit.models import Event

SOON_DAYS = 7
"""How many days ahead an instalment is looked at."""
LAPSING_DAYS = 3
UNREAD_AFTER = timedelta(days=2)
"""So long after its reminder a debtor that gave no sign may not have read it."""
SEEN_AHEAD = "plan.at_risk"
"""The event that a risk was seen ahead, which names the cause and the day."""


def at_work(*, at_risk: bool = False) -> Select[Any]:
    """The plans that stand, to be paged by key, each with why it is at risk; or those at risk alone."""
    why = _why()
    found = (
        select(Plan)
        .where(Plan.state.in_(ALIVE))
        .options(
            joinedload(Plan.case).joinedload(Case.debtor),
            joinedload(Plan.case).joinedload(Case.creditor),
            selectinload(Plan.instalments),
            with_expression(Plan.risk, why),
            with_expression(Plan.card_risk, _of_card()),
        )
    )
    return found.where(why.is_not(None)) if at_risk else found


def new_causes() -> Select[Any]:
    """Plans, each with a cause why its next instalment may be missed that was not seen before."""
    found = [
        select(Plan.id.label("plan_id"), literal(cause.value).label("cause")).where(
            condition, ~_seen(cause)
        )
        for cause, condition in _ahead().items()
    ]
    every = union_all(*found).subquery()
    return select(every.c.plan_id, every.c.cause)


def causes_of(plan: Plan) -> set[str]:
    """Why the next instalment of a plan may be missed, as it is now."""
    found = (
        select(literal(cause.value)).where(Plan.id == plan.id, condition)
        for cause, condition in _ahead().items()
    )
    return set(db.session.scalars(union_all(*found)))


def is_for_staff() -> ColumnElement[bool]:
    """Whether a cause that was seen ahead still stands, and nobody has spoken with the debtor since."""
    spoke_since = exists().where(*_spoke_with_debtor(), Contact.at >= Event.at)
    return or_(
        *(and_(condition, _seen(cause, ~spoke_since)) for cause, condition in _ahead().items())
    )


def is_card_at_risk() -> ColumnElement[bool]:
    """Whether another card or account would save the next instalment."""
    found: ColumnElement[bool] = _of_card().is_not(None)
    return found


def _why() -> Any:
    today = clock.today()
    is_running = Plan.state == PlanState.RUNNING
    rests = exists().where(
        Hold.agency_id == Plan.agency_id, Hold.case_id == Plan.case_id, Hold.lifted_at.is_(None)
    )
    is_late = and_(is_running, ~rests, or_(Plan.late_minor > 0, Plan.next_on < today))
    breaking = and_(
        is_late, Plan.next_on + cast(Plan.grace_days, Integer) <= today + timedelta(days=2)
    )
    lapsing = and_(
        Plan.state == PlanState.OFFERED, Plan.open_until <= today + timedelta(days=LAPSING_DAYS)
    )
    return func.coalesce(
        case(
            (Plan.state == PlanState.ASKED, Risk.ASKED.value),
            (breaking, Risk.BREAKING.value),
            (is_late, Risk.LATE.value),
            (lapsing, Risk.LAPSING.value),
        ),
        case((is_running, _of_card())),
        case(*((condition, cause.value) for cause, condition in _ahead().items())),
    )


def _of_card() -> Any:
    """The risk of the card or account that instalments are taken from, by the slice that takes them."""
    found = slots.offers(CARD_AT_RISK)
    return found(Plan) if found else null()


def _ahead() -> Mapping[Risk, ColumnElement[bool]]:
    """The causes that are seen before the day, each with the plans that it holds for."""
    today = clock.today()
    is_near = and_(
        Plan.state == PlanState.RUNNING,
        Plan.next_on >= today,
        Plan.next_on <= today + timedelta(days=SOON_DAYS),
    )
    was_late = exists().where(
        Event.agency_id == Plan.agency_id, Event.subject_id == Plan.id, Event.kind == "plan.late"
    )
    unread = and_(
        Plan.reminder_for == Plan.next_on,
        Plan.reminded_at < clock.now() - UNREAD_AFTER,
        ~or_(*_signs()),
        *_not_announced(),
    )
    bounced = _debtor(Debtor.email != "", func.lower(Debtor.email) == Debtor.email_failing)
    return {
        Risk.WAS_LATE: and_(is_near, was_late),
        Risk.BOUNCED: and_(is_near, bounced),
        Risk.UNREACHED: and_(is_near, _debtor(Debtor.email == "")),
        Risk.UNREAD: and_(is_near, unread, ~bounced),
    }


def _signs() -> list[ColumnElement[bool]]:
    """What shows that a debtor knows of its instalment: it came to its page, wrote, or was spoken to."""
    return [
        exists().where(
            PayLink.agency_id == Plan.agency_id,
            PayLink.case_id == Plan.case_id,
            PayLink.opened_at >= Plan.reminded_at,
        ),
        exists().where(
            Message.agency_id == Plan.agency_id,
            Message.case_id == Plan.case_id,
            Message.direction == Direction.IN,
            Message.party == Party.DEBTOR,
            Message.nature == Nature.MESSAGE,
            Message.at >= Plan.reminded_at,
        ),
        exists().where(*_spoke_with_debtor(), Contact.at >= Plan.reminded_at),
    ]


def _spoke_with_debtor() -> tuple[ColumnElement[bool], ...]:
    return (
        Contact.agency_id == Plan.agency_id,
        Contact.case_id == Plan.case_id,
        Contact.spoke.in_(RIGHT_PARTY),
    )


def _debtor(*facts: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        Case.agency_id == Plan.agency_id,
        Case.id == Plan.case_id,
        Debtor.agency_id == Case.agency_id,
        Debtor.id == Case.debtor_id,
        *facts,
    )


def _seen(cause: Risk, *further: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a cause was seen ahead of the instalment that comes next."""
    return exists().where(
        Event.agency_id == Plan.agency_id,
        Event.subject_id == Plan.id,
        Event.kind == SEEN_AHEAD,
        Event.data["risk"].astext == cause.value,
        Event.data["day"].astext == func.to_char(Plan.next_on, "YYYY-MM-DD"),
        *further,
    )


def _not_announced() -> list[ColumnElement[bool]]:
    announced = slots.offers(ANNOUNCED_OTHERWISE)
    return [~announced(Plan)] if announced else []
