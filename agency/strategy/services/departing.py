"""Departing from the procedure: a step left out, pulled, added, done again or changed, with a reason."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases.models import Case
from agency.cases.services import lock
from agency.law.texts import why_no_text
from agency.law.vocabulary import NoticeKind
from agency.notices.models import Notice
from agency.strategy.kinds import ActionState, By, Deed, Origin, Tone, sender_of, sent_as
from agency.strategy.models import Action, Course, Step
from agency.strategy.people import may_depart
from agency.strategy.queries.actions import course_of, planned_action
from agency.strategy.services.acting import end, next_round, plan_one, show_move
from portal import clock, db
from portal.accounts.models import Membership, User
from portal.audit import services as audit
from portal.errors import Refused
from portal.filters import day

PULLED_DAYS = 7
"""After so many days a step that was pulled comes again, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to be done instead, or besides."""

    deed: Deed
    on: date
    notice_kind: NoticeKind | None = None
    channel: By = By.BEST
    tone: Tone = Tone.NEUTRAL


def must_be_free(membership: Membership | None) -> None:
    """Refuse novices, who follow the procedure, and say whom to ask."""
    if not may_depart(membership):
        raise Refused(
            _("Novices follow the procedure. Ask a manager to do this, or to raise your level.")
        )


def must_follow(case: Case, kind: NoticeKind, *, by: User) -> None:
    """Refuse a novice a notice that the procedure does not ask for now, and say what it asks for."""
    action = planned_action(case.id)
    if action is None or may_depart(_membership_of(by)):
        return
    asked = (action.deed, action.notice_kind) == (Deed.NOTICE, kind)
    if asked and action.planned_on <= clock.today():
        return
    name = action.step.name if action.step else _("a decision by a person")
    raise Refused(
        _(
            "The procedure asks for “%(step)s” from %(day)s. Who has more experience may depart "
            "from it with a reason; ask a manager.",
            step=name,
            day=day(action.planned_on),
        )
    )


def skip(case: Case, why: str, *, by: User) -> None:
    """Leave the next step out: the case counts as that far, and the step after it is planned."""
    course, action = _course_and_action(case)
    if action.deed == Deed.DECIDE:
        raise Refused(
            _("The procedure is at its end. Decide what comes next; nothing can be skipped.")
        )
    end(action, ActionState.SKIPPED, why, by=by)
    course.position = max(course.position, action.position)
    _go_on(case)


def pull(case: Case, why: str, *, by: User, not_before: date | None = None) -> None:
    """Take the next step out for now; it is planned again for a later day."""
    _course, action = _course_and_action(case)
    end(action, ActionState.PULLED, why, by=by)
    _again(case, not_before)


def pulled_with(notice: Notice, why: str, *, by: User) -> None:
    """A notice was taken back, and with it the step that it was for."""
    action = planned_action(notice.case_id)
    if action is not None and (action.deed, action.notice_kind) == (Deed.NOTICE, notice.kind):
        end(action, ActionState.PULLED, why or _("The notice was withdrawn."), by=by)
        _again(notice.case, clock.today() + timedelta(days=1))


def again_another_way(notice: Notice, why: str) -> None:
    """Plan the step of a notice that did not arrive once more, by e-mail or post, for today.

    Only while it was the last thing that was done; the step itself stays one, in another round.
    """
    case, course = notice.case, course_of(notice.case_id)
    sent = db.session.scalars(select(Action).where(Action.notice_id == notice.id)).one_or_none()
    if course is None or sent is None or not case.is_open or course.position > sent.position:
        return
    if planned := planned_action(case.id):
        end(planned, ActionState.CANCELLED, "overtaken", by="system")
    made = Action(
        case_id=case.id,
        version_id=course.version_id,
        step_id=sent.step_id if sent.version_id == course.version_id else None,
        position=course.position,
        round=next_round(course, course.position),
        deed=Deed.NOTICE,
        notice_kind=sent.notice_kind,
        channel=_way(case, By.BEST),
        tone=sent.tone,
        sender=sent.sender,
        origin=Origin.REPEATED,
        why=why,
        planned_on=clock.today(),
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        made,
        f"action.{Origin.REPEATED}",
        by="system",
        deed=made.deed,
        notice_kind=made.notice_kind,
        why=why,
        on=made.planned_on,
    )
    _go_on(case)


def add(case: Case, wanted: Wanted, why: str, *, by: User) -> Action:
    """Plan something that the procedure does not have; the next step follows after it."""
    course, action = _course_and_action(case)
    end(action, ActionState.CANCELLED, why, by=by)
    return _plan(case, course, wanted, why, by, origin=Origin.ADDED, position=course.position)


def repeat(case: Case, step: Step, why: str, *, by: User) -> Action:
    """Have a step done again that was done before."""
    course, action = _course_and_action(case)
    if step.version_id != course.version_id or step.position > course.position:
        raise Refused(_("Only a step that was done before can be done again."))
    end(action, ActionState.CANCELLED, why, by=by)
    wanted = Wanted(
        deed=Deed(step.deed),
        on=clock.today(),
        notice_kind=NoticeKind(sent_as(step.notice_kind, step.sender))
        if step.notice_kind
        else None,
        channel=By(step.channel or By.BEST),
        tone=Tone(step.tone or Tone.NEUTRAL),
    )
    return _plan(
        case, course, wanted, why, by, origin=Origin.REPEATED, position=step.position, step=step
    )


def change(case: Case, wanted: Wanted, why: str, *, by: User) -> Action:
    """Have the next step done in another way, or on another day."""
    course, action = _course_and_action(case)
    end(action, ActionState.CANCELLED, why, by=by)
    return _plan(
        case,
        course,
        wanted,
        why,
        by,
        origin=Origin.CHANGED,
        position=action.position,
        step=action.step,
    )


def approve(case: Case, *, by: User) -> None:
    """Let an action that waits for approval go on. Doing it twice changes nothing."""
    _course, action = _course_and_action(case)
    if not action.awaits_approval:
        return
    action.approved_by = by.id
    db.session.flush()
    audit.record(action, "action.approved", by=by, deed=action.deed, notice_kind=action.notice_kind)
    _go_on(case)


def _course_and_action(case: Case) -> tuple[Course, Action]:
    lock(case).must_be_open()
    course, action = course_of(case.id), planned_action(case.id)
    if course is None or action is None:
        raise Refused(_("This case follows no procedure. A manager can make one that fits it."))
    db.session.refresh(action)
    return course, action


def _plan(
    case: Case,
    course: Course,
    wanted: Wanted,
    why: str,
    by: User,
    *,
    origin: Origin,
    position: int,
    step: Step | None = None,
) -> Action:
    if wanted.on < clock.today():
        raise Refused(_("This day has passed. Choose a later one."))
    if wanted.deed is Deed.NOTICE and wanted.notice_kind is None:
        raise Refused(_("Choose which notice goes out."))
    if wanted.channel is By.SMS and wanted.notice_kind and (why := why_no_text(wanted.notice_kind)):
        raise Refused(why)
    made = Action(
        case_id=case.id,
        version_id=course.version_id,
        step_id=step.id if step else None,
        position=position,
        round=next_round(course, position),
        deed=wanted.deed,
        notice_kind=(wanted.notice_kind or "") if wanted.deed is Deed.NOTICE else "",
        channel=_way(case, wanted.channel) if wanted.deed is Deed.NOTICE else "",
        tone=wanted.tone if wanted.deed is Deed.NOTICE else "",
        sender=sender_of(wanted.notice_kind or ""),
        origin=origin,
        why=why,
        planned_on=wanted.on,
        planned_by=by.id,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        made,
        f"action.{origin}",
        by=by,
        deed=made.deed,
        notice_kind=made.notice_kind,
        why=why,
        on=wanted.on,
    )
    _go_on(case)
    return made


def _membership_of(user: User) -> Membership | None:
    """As what somebody works for the agency."""
    return db.session.scalars(
        select(Membership).where(
            Membership.user_id == user.id,
            Membership.creditor_id.is_(None),
            Membership.ended_at.is_(None),
        )
    ).first()


def _go_on(case: Case) -> None:
    following = plan_one(case)
    if following is not None:
        show_move(case, following)


def _again(case: Case, not_before: date | None) -> None:
    following = plan_one(case)
    if following is not None:
        later = not_before or clock.today() + timedelta(days=PULLED_DAYS)
        following.planned_on = max(following.planned_on, later)
        db.session.flush()
        show_move(case, following)


def _way(case: Case, channel: By) -> By:
    if channel is not By.BEST:
        return channel
    return By.EMAIL if case.debtor.working_email else By.POST
