"""What strategies do when a notice goes out, a contact is logged, or a case ends or begins again."""

from typing import Any

from agency.cases.models import Case
from agency.cases.signals import case_closed, case_reopened, hold_lifted
from agency.contacts.models import Contact
from agency.contacts.signals import contact_logged
from agency.notices.models import Notice
from agency.notices.signals import (
    notice_came_back,
    notice_dispatched,
    notice_wanted,
    notice_withdrawn,
)
from agency.strategy.services import acting, departing


@notice_wanted.connect
def keep_to_procedure(case: Case, *, kind: Any, by: Any, **_facts: Any) -> None:
    """A novice writes the notice that the procedure asks for, on its day."""
    departing.must_follow(case, kind, by=by)


@notice_dispatched.connect
def count_notice(notice: Notice, *, by: Any, **_facts: Any) -> None:
    """A notice went out: a step is done."""
    acting.notice_went_out(notice, by=by)


@notice_withdrawn.connect
def note_pulled(notice: Notice, *, by: Any, reason: str, **_facts: Any) -> None:
    """A notice was taken back: its step is pulled, and comes again on a later day."""
    departing.pulled_with(notice, reason, by=by)


@notice_came_back.connect
def ask_another_way(notice: Notice, *, why: str, **_facts: Any) -> None:
    """A text did not arrive: its step is done again, by the way that reaches the debtor."""
    departing.again_another_way(notice, why)


@contact_logged.connect
def count_contact(contact: Contact, *, by: Any, **_facts: Any) -> None:
    """A call or visit was made: a step may be done."""
    acting.contact_was_made(contact, by=by)


@case_closed.connect
def stop(case: Case, **_facts: Any) -> None:
    """Nothing is planned for a closed case."""
    acting.case_ended(case)


@case_reopened.connect
@hold_lifted.connect
def go_on(case: Case, **_facts: Any) -> None:
    """A case goes on where it was."""
    acting.replan(case)
