"""Whose move a case is while it keeps money of its debtor."""

from collections.abc import Iterable
from datetime import timedelta

from agency.cases.models import Case, Mover
from agency.cases.pending import Pending
from agency.surplus.queries import settings, wish_of
from portal import clock


def pending_of(case: Case) -> Iterable[Pending]:
    """The agency's: once the debtor asked for it, or after the days that the agency chose."""
    balance = case.balance
    if balance is None or balance.surplus.minor <= 0 or balance.surplus_since is None:
        return
    if wish := wish_of(case):
        yield Pending(Mover.AGENCY, "surplus", clock.day_of(wish.chosen_at))
    elif (until := balance.surplus_since + timedelta(days=settings().days)) <= clock.today():
        yield Pending(Mover.AGENCY, "surplus", until)
