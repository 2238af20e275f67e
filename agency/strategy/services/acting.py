"""What happens to a case's action: done, overtaken by the case's end, and what is planned after it."""

from datetime import date, timedelta

from sqlalchemy import func, select

from agency.cases.models import Case, Mover
from agency.contacts.kinds import ContactKind, Direction
from agency.contacts.models import Contact
from agency.notices.models import Notice
from agency.strategy.kinds import ActionState, Deed, Origin, sender_of
from agency.strategy.models import Action, Course
from agency.strategy.queries.actions import course_of, planned_action
from agency.strategy.queries.next_steps import among
from agency.strategy.services import planning
from agency.strategy.services.beginning import begin
from portal import clock, db
from portal.audit import services as audit
from portal.audit.services import Actor

ATTEMPTS = 3
"""After so many calls that reached nobody, the step counts as done."""
_DEEDS = {ContactKind.CALL: Deed.CALL, ContactKind.VISIT: Deed.VISIT}


def next_move_of(case: Case) -> tuple[str, date] | None:
    """What a case does next by its strategy, and when; None where it follows none."""
    action = plan_one(case)
    return (action.move, max(action.planned_on, clock.today())) if action else None


def plan_one(case: Case) -> Action | None:
    """Plan a case anew after something happened to it; its next action, if it follows a strategy."""
    db.session.flush()
    which, today = among([case.id]), clock.today()
    if course_of(case.id) is None and not begin(which, today):
        return None
    planning.overtake(which, today)
    planning.add_missing(which, today)
    planning.mark_held(which, today)
    found = planned_action(case.id)
    if found is not None:
        db.session.refresh(found)
    return found


def replan(case: Case) -> None:
    """Plan a case anew, and let it wait for what comes next where nothing presses more."""
    db.session.flush()
    planning.plan(among([case.id]), clock.today())
    db.session.expire(case, ["mover", "move", "move_since", "move_until"])


def notice_went_out(notice: Notice, *, by: Actor) -> None:
    """A notice is a step done: the planned one, or one that somebody added by sending it."""
    course = course_of(notice.case_id)
    if course is None:
        return
    action = planned_action(notice.case_id)
    if action is None or (action.deed, action.notice_kind) != (Deed.NOTICE, notice.kind):
        action = _by_hand(course, notice)
    action.notice_id = notice.id
    done(action, course, by=by)
    plan_one(notice.case)


def contact_was_made(contact: Contact, *, by: Actor) -> None:
    """A call or visit that was planned is done when it reached somebody, or was tried often enough."""
    action = planned_action(contact.case_id)
    course = course_of(contact.case_id)
    if action is None or course is None or contact.direction != Direction.OUT:
        return
    if action.deed != _DEEDS.get(ContactKind(contact.kind)):
        return
    if not contact.is_right_party and _attempts(action, contact.kind) < ATTEMPTS:
        action.planned_on = max(action.planned_on, clock.today() + timedelta(days=1))
        show_move(contact.case, action)
        return
    action.contact_id = contact.id
    done(action, course, by=by)
    following = plan_one(contact.case)
    if following is not None:
        show_move(contact.case, following)


def done(action: Action, course: Course, *, by: Actor) -> None:
    """Note an action as done today: the case has come as far as its place."""
    action.state, action.ended_at, action.ended_by = ActionState.DONE, clock.now(), _name(by)
    action.held_by, action.held_until = "", None
    course.position = max(course.position, action.position)
    course.done_on = clock.today()
    db.session.flush()


def case_ended(case: Case) -> None:
    """Nothing is planned for a closed case; it stays as far as it was."""
    action = planned_action(case.id)
    if action is not None:
        _end(action, ActionState.CANCELLED, "closed", "system")


def end(action: Action, state: ActionState, why: str, *, by: Actor) -> None:
    """End a planned action without its being done, with the reason that somebody gives."""
    _end(action, state, why, by)
    audit.record(
        action, f"action.{state}", by=by, deed=action.deed, notice_kind=action.notice_kind, why=why
    )


def _end(action: Action, state: ActionState, why: str, by: Actor) -> None:
    action.state, action.ended_at = state, clock.now()
    action.ended_by, action.ended_why = _name(by), why
    action.held_by, action.held_until = "", None
    db.session.flush()


def _by_hand(course: Course, notice: Notice) -> Action:
    """An action for a notice that nobody planned. The planned one stays; its day moves on."""
    made = Action(
        case_id=course.id,
        version_id=course.version_id,
        position=course.position,
        round=next_round(course, course.position),
        deed=Deed.NOTICE,
        notice_kind=notice.kind,
        channel=notice.channel,
        sender=sender_of(notice.kind),
        origin=Origin.ADDED,
        why="sent",
        planned_on=clock.today(),
        planned_by=notice.prepared_by,
        state=ActionState.DONE,
        ended_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def next_round(course: Course, position: int) -> int:
    """One more than the highest round that a case has had at a place of its procedure."""
    latest = db.session.scalar(
        select(func.max(Action.round)).where(
            Action.case_id == course.id,
            Action.version_id == course.version_id,
            Action.position == position,
        )
    )
    return (latest or 0) + 1


def _attempts(action: Action, kind: str) -> int:
    return db.session.scalars(
        select(func.count())
        .select_from(Contact)
        .where(
            Contact.case_id == action.case_id,
            Contact.kind == kind,
            Contact.direction == Direction.OUT,
            Contact.logged_at >= action.planned_at,
        )
    ).one()


def show_move(case: Case, action: Action) -> None:
    """Let the case wait for its next action, unless something else is waited for."""
    if case.is_open and case.mover == Mover.AGENCY and case.move in planning.OWN_MOVES:
        case.waits_for(Mover.AGENCY, action.move, max(action.planned_on, clock.today()))


def _name(by: Actor) -> str:
    return by if isinstance(by, str) else str(by.name)
