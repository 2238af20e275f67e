"""What the page of a case shows of its place on the worklist."""

from dataclasses import dataclass

from flask import url_for

from agency.cases.models import Case
from agency.worklist.queries.places import place_of
from agency.worklist.queries.reasons import reasons_of
from agency.worklist.ranks import CALLS
from agency.worklist.services import visit, visitors
from agency.worklist.services.visiting import Visitor
from agency.worklist.wording import best_time, why
from portal.accounts.models import Membership


@dataclass(frozen=True, slots=True)
class CasePlace:
    """Why a case is on the list, its segment, who else has it open, and the way to the next one."""

    why: str
    segment: str
    best: str
    visitor: Visitor | None
    next_url: str


def place_on_list(case: Case, reader: Membership) -> CasePlace:
    """What somebody who works cases sees; that they opened it is noted."""
    visit(case, reader)
    next_url = url_for("agency.worklist.next_case", left=case.id)
    place = place_of(case)
    if place is None:
        return CasePlace("", "", "", None, next_url)
    known = reasons_of([case], {case.id: place.rank})
    return CasePlace(
        why(case, place, known),
        place.segment,
        best_time(case, known) if place.rank in CALLS else "",
        visitors([case.id], but=reader).get(case.id),
        next_url,
    )
