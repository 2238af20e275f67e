"""Letters that came back: noted once each, so that nobody writes to a wrong address again."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases import services as cases
from agency.cases.models import Case
from agency.notices import queries
from agency.notices.addressing import addressee_of
from agency.notices.contents import Contents
from agency.notices.freezing import thaw
from agency.notices.models import Delivery, ReturnCause
from agency.notices.services.readdressing import look_for_address
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused

LONGEST_NUMBER = 18
"""Digits that surely fit the column of case numbers."""


def note_return(reference: str, cause: ReturnCause, on: date, *, by: User) -> tuple[Delivery, bool]:
    """Note that the last letter of a case came back; and whether that is new.

    Its debtor's address counts as wrong from then on, unless another one is known by now.
    """
    case = cases.lock(_case_of(reference))
    letter = queries.last_posted(case)
    if letter is None:
        raise Refused(_("No letter of case %(number)s is in the post.", number=case.reference))
    if letter.returned_on:
        return letter, False
    posted_at = letter.print_batch.posted_at if letter.print_batch else None
    if posted_at and on < clock.day_of(posted_at):
        raise Refused(_("This letter was posted later. Look at the day, and at the reference."))
    contents = thaw(Contents, letter.notice.facts["contents"])
    if contents.lawyer_of_debtor:
        raise Refused(
            _(
                "This letter went to %(lawyer)s, who acts for the debtor. Correct the address in "
                "what was declared about contact.",
                lawyer=contents.lawyer_of_debtor,
            )
        )
    letter.returned_on, letter.returned_cause, letter.returned_by = on, cause, by.id
    db.session.flush()
    audit.record(letter.notice, "notice.returned", by=by, cause=cause, on=on)
    if contents.recipient == addressee_of(case.debtor).lines:
        look_for_address(case.debtor, on)
    return letter, True


def _case_of(reference: str) -> Case:
    """The case whose number is on the letter."""
    number = reference.strip().lstrip("#")
    is_number = number.isdecimal() and len(number) <= LONGEST_NUMBER
    asked = select(Case).where(Case.number == int(number)) if is_number else None
    found = db.session.scalars(asked).one_or_none() if asked is not None else None
    if found is None:
        raise Refused(_("No case has this reference. Look at the number on the letter."))
    return found
