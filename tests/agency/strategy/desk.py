"""Strategies, the days on which they are run, and notices as the office sends them."""

import uuid
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from agency.cases.models import Case
from agency.law.vocabulary import NoticeKind
from agency.notices.models import Notice
from agency.notices.services import Choice, dispatch, prepare, render
from agency.strategy.kinds import ActionState, Arm, By, Deed
from agency.strategy.models import Action, Course, InForce, Step, Strategy, StrategyVersion
from agency.strategy.services.running import run, run_again
from portal import clock, db
from portal.web import get
from tests.agency.contacts.desk import new_case, on
from tests.office import Office

DEMAND = {"deed": Deed.NOTICE, "notice_kind": NoticeKind.DEMAND, "channel": By.EMAIL}
LADDER = (5, 20, 40)
"""Days after the due date of the three demands of the procedure that tests use by default."""


DUE = date(2026, 3, 1)
"""When the claims of `new_case` were due."""


def after(days: int) -> date:
    """A day so many after the due date."""
    return DUE + timedelta(days=days)


def case_on(office: Office, day: int) -> uuid.UUID:
    """A case accepted so many days after its due date."""
    with on(after(day)):
        return new_case(office)


def steps_at(*days: int, apart: int = 7) -> list[dict[str, Any]]:
    """Demands at days after the due date, so many days apart at least."""
    return [
        {
            **DEMAND,
            "position": place,
            "name": f"Demand {place}",
            "after_due_days": day,
            "after_previous_days": apart if place > 1 else 0,
        }
        for place, day in enumerate(days, start=1)
    ]


def new_strategy(office: Office, *steps: dict[str, Any], **facts: Any) -> uuid.UUID:
    """A strategy whose only version is in force; returns the version."""
    decide_days = facts.pop("decide_days", 14)
    with office.at_work():
        strategy = Strategy(name=f"Procedure {uuid.uuid4().hex[:6]}", **facts)
        db.session.add(strategy)
        db.session.flush()
        version = new_version(strategy.id, *(steps or steps_at(*LADDER)), decide_days=decide_days)
        db.session.add(InForce(strategy_id=strategy.id, version_id=version, arm=Arm.CHAMPION))
        return version


def new_version(strategy_id: uuid.UUID, *steps: dict[str, Any], decide_days: int = 14) -> uuid.UUID:
    """A released version of a strategy."""
    number = len(db.session.scalars(select(StrategyVersion)).all()) + 1
    version = StrategyVersion(strategy_id=strategy_id, number=number, decide_days=decide_days)
    db.session.add(version)
    db.session.flush()
    for facts in steps:
        db.session.add(Step(version_id=version.id, **facts))
    db.session.flush()
    version.released_at = clock.now()
    db.session.flush()
    return version.id


def plan(office: Office, day: date | None = None, *, again: bool = False) -> Any:
    """The nightly run of a day; of today unless told otherwise."""
    with office.at_work():
        if again:
            run_again(day or clock.today())
    with office.at_work():
        return run(day or clock.today())


def planned(office: Office, case_id: uuid.UUID) -> Action:
    """The one action that is planned for a case."""
    with office.at_work():
        return db.session.scalars(
            select(Action).where(Action.case_id == case_id, Action.state == ActionState.PLANNED)
        ).one()


def actions(office: Office, case_id: uuid.UUID) -> list[tuple[int, str]]:
    """What became of the actions of a case, in the order in which they were planned."""
    with office.at_work():
        found = db.session.scalars(
            select(Action).where(Action.case_id == case_id).order_by(Action.planned_at, Action.id)
        )
        return [(action.position, action.state) for action in found]


def course(office: Office, case_id: uuid.UUID) -> Course | None:
    """How far a case is."""
    with office.at_work():
        return db.session.scalars(select(Course).where(Course.id == case_id)).one_or_none()


def prepared(office: Office, case_id: uuid.UUID, kind: NoticeKind = NoticeKind.DEMAND) -> uuid.UUID:
    """A notice that lies ready, its file made."""
    with office.at_work():
        case = get(Case, case_id)
        choice = Choice(kind=kind, channel="email", locale="en")
        made = prepare(case, choice, by=office.collector.user)
        render(made)
        return made.id


def send(office: Office, case_id: uuid.UUID, kind: NoticeKind = NoticeKind.DEMAND) -> uuid.UUID:
    """A notice prepared and sent today."""
    notice_id = prepared(office, case_id, kind)
    with office.at_work():
        assert dispatch(get(Notice, notice_id), by=office.collector.user)
    return notice_id
