"""Where a case is in its procedure, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from agency.cases import guard
from agency.cases.models import Case
from agency.law.vocabulary import NoticeKind
from agency.notices.labels import KINDS as NOTICES
from agency.strategy.kinds import APPROVAL, ActionState, Deed, Origin
from agency.strategy.models import Action, Course, Step, StrategyVersion
from agency.strategy.queries.actions import actions_of, course_of, version_with_strategy
from agency.strategy.wording import DEEDS, ICONS
from portal import clock, db

STATES = {
    ActionState.PLANNED: ("info", _l("Planned")),
    ActionState.DONE: ("ok", _l("Done")),
    ActionState.SKIPPED: ("neutral", _l("Left out")),
    ActionState.PULLED: ("warn", _l("Pulled")),
    ActionState.CANCELLED: ("neutral", _l("Overtaken")),
}
ORIGINS = {
    Origin.ADDED: _l("added"),
    Origin.REPEATED: _l("done again"),
    Origin.CHANGED: _l("changed"),
}
ENDED = {
    "overtaken": _l("The case changed, and another step fits it now."),
    "closed": _l("The case was closed."),
    "moved": _l("The case was moved to another version."),
}
"""Why an action ended by itself; what a person gave as the reason stands as it was written."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A case's procedure: how far it is, what is next, what holds that, and what was before."""

    course: Course
    version: StrategyVersion
    places: int
    next: Action | None
    held: str
    held_until: date | None
    earlier: Sequence[Action]

    @property
    def place(self) -> int:
        """The place of the next step, at most the last one."""
        return min(self.next.position if self.next else self.course.position, self.places)


def progress_of(case: Case) -> Progress | None:
    """Where a case is; None while it follows no strategy. What holds it is asked at this moment."""
    course = course_of(case.id)
    if course is None:
        return None
    found = actions_of(case.id)
    following = next((it for it in found if it.is_planned), None)
    held, until = _held(case, following)
    return Progress(
        course=course,
        version=version_with_strategy(course.version_id),
        places=db.session.scalar(
            select(func.max(Step.position)).where(Step.version_id == course.version_id)
        )
        or 0,
        next=following,
        held=held,
        held_until=until,
        earlier=[it for it in found if not it.is_planned],
    )


def name_of(action: Action) -> str:
    """What an action is, in a few words."""
    if action.step is not None:
        return action.step.name
    if action.notice_kind:
        return str(NOTICES[NoticeKind(action.notice_kind)])
    return str(DEEDS[Deed(action.deed)])


def icon_of(action: Action) -> str:
    """The sign of what an action is."""
    return ICONS[Deed(action.deed)]


def held_words(code: str) -> str:
    """What holds an action, in the reader's language."""
    if code == APPROVAL:
        return str(_("A manager must approve it first."))
    return guard.said(code)


def _held(case: Case, following: Action | None) -> tuple[str, date | None]:
    if following is None:
        return "", None
    if following.awaits_approval:
        return held_words(APPROVAL), None
    if following.deed == Deed.DECIDE:
        return "", None
    if following.held_by == "declared" and following.planned_on <= clock.today():
        return held_words(following.held_by), following.held_until
    found = guard.why_held(case, following.way)
    if found is None or found.code == "declared":
        return "", None
    return found.says, found.until
