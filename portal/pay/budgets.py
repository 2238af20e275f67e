"""What the port says of income and outgo: what is asked, with which consent, and what can be borne."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from portal.money import Money


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One thing that is asked for: what it is called, and whether it comes in."""

    code: str
    label: str
    is_income: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetView:
    """What is asked, the consent that is shown first, and what was stated, if anything holds."""

    lines: Sequence[BudgetLine]
    consent: str
    currency: str
    bearable: Money | None
    stated_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetGiven:
    """What a debtor stated: amounts each month by code, and its household."""

    amounts: Mapping[str, Money]
    adults: int
    children: int
    name: str
    is_shared: bool


class BudgetDesk(Protocol):
    """What the debtor's pages may ask about income and outgo."""

    def budget(self, code: str) -> BudgetView:
        """What is asked, and what can be borne by what was stated."""

    def state_budget(self, code: str, given: BudgetGiven) -> None:
        """Take a statement in. Refused where nothing was filled in."""

    def revoke_budget(self, code: str) -> None:
        """Remove the figures. Twice is once."""
