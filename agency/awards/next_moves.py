"""Whose move a case is while costs that a court awarded wait for a second person."""

from collections.abc import Iterable

from agency.awards.queries import waiting_awards
from agency.cases.models import Case, Mover
from agency.cases.pending import Pending
from portal import clock


def pending_of(case: Case) -> Iterable[Pending]:
    """The agency's, from the day of entry."""
    for it in waiting_awards(case):
        yield Pending(Mover.AGENCY, "award", clock.day_of(it.entered_at))
