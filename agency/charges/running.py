"""Which interest runs on a claim: the law's, one that was agreed, or none. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from agency.law.calendars import ONE_DAY
from agency.law.gates import Letter
from agency.law.interest import Interest, Reduction
from agency.law.owed import owed_interest
from agency.law.rates import RateBook
from agency.law.vocabulary import DebtorKind
from portal.money import Money


class InterestBasis(StrEnum):
    """By what right interest runs on a claim."""

    LAW = "law"
    AGREED = "agreed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Running:
    """The interest of a claim. An agreed one has its yearly percentage, and may start later than
    the day after the due date. `due_agreed`: the contract fixed the due date by the calendar."""

    basis: InterestBasis = InterestBasis.LAW
    percent: Decimal | None = None
    from_on: date | None = None
    due_agreed: bool = False

    def spared_until(self, day: date | None) -> "Running":
        """The same, but from the day after one through which none is asked."""
        if day is None:
            return self
        first = day + ONE_DAY
        return replace(self, from_on=max(first, self.from_on or first))

    def interest(
        self,
        principal: Money,
        *,
        debtor: DebtorKind,
        due_on: date,
        until: date,
        reductions: Sequence[Reduction],
        letters: Sequence[Letter],
        country: str,
        rates: RateBook,
    ) -> Interest:
        """What has run through a day. LawMissing where the law or its rate is not known.

        Where the law lets interest wait for a reminder, the letters say from when it runs.
        """
        if self.basis is InterestBasis.NONE:
            return Interest(Money.zero(principal.currency), ())
        return owed_interest(
            principal,
            country=country,
            debtor=debtor,
            due_on=due_on,
            until=until,
            payments=reductions,
            letters=letters,
            due_agreed=self.due_agreed,
            agreed_percent=self.percent,
            agreed_from=self.from_on,
            rates=rates,
        )
