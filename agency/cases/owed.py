"""What a case owes, asked of the slice that knows the law: it stands above this one."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol, cast

from agency.cases.models import Case
from portal import slots
from portal.money import Money

PORT = "case_owed"


class CaseOwed(Protocol):
    """What a case owes on a day, claim by claim; `agency.charges.services.CaseOwed` is one."""

    @property
    def on(self) -> date: ...
    @property
    def currency(self) -> str: ...
    @property
    def claims(self) -> Sequence[Any]: ...
    @property
    def principal(self) -> Money: ...
    @property
    def interest(self) -> Money: ...
    @property
    def collection_costs(self) -> Money: ...
    @property
    def paid(self) -> Money: ...
    @property
    def total(self) -> Money: ...


def owed(case: Case) -> CaseOwed:
    """What a case owes today; a closed one, what it owed when it was closed."""
    return cast(CaseOwed, slots.port(PORT)(case, case.reckoned_on))
