"""Which interest runs on a claim: the law's, one that was agreed, or none. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from agency.law.calendars import ONE_DAY
from agency.law.interest import Interest, Reduction, interest, kind_for
from agency.law.rates import RateBook
from agency.law.vocabulary import DebtorKind, InterestKind
from portal.money import Money


class InterestBasis(StrEnum):
    """By what right interest runs on a claim."""

    LAW = "law"
    AGREED = "agreed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Running:
    """The interest of a claim. An agreed one has its yearly percentage, and may start later than
    the day after the due date."""

    basis: InterestBasis = InterestBasis.LAW
    percent: Decimal | None = None
    from_on: date | None = None

    def kind(self, debtor: DebtorKind, country: str) -> InterestKind:
        """What the law calls it."""
        if self.basis is InterestBasis.NONE:
            return InterestKind.NONE
        return InterestKind.CONTRACTUAL if self.percent is not None else kind_for(debtor, country)

    def interest(
        self,
        principal: Money,
        *,
        debtor: DebtorKind,
        due_on: date,
        until: date,
        reductions: Sequence[Reduction],
        country: str,
        rates: RateBook,
    ) -> Interest:
        """What has run through a day. LawMissing where the law or its rate is not known."""
        starts_after = max(due_on, self.from_on - ONE_DAY) if self.from_on else due_on
        return interest(
            principal,
            kind=self.kind(debtor, country),
            due_on=starts_after,
            until=until,
            payments=reductions,
            country=country,
            agreed_percent=self.percent,
            rates=rates,
        )
