"""Which rates there are to enter: by country, kind and the day a period starts. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from agency.law.calendars import next_half_year, next_year
from agency.law.packs import pack
from agency.law.packs.rate_rows import Rate, RateTable
from agency.law.vocabulary import Holds, InterestKind, Status

AHEAD = timedelta(days=31)
"""How long before a period starts its rate is asked for."""


@dataclass(frozen=True, slots=True)
class Named:
    """A rate that a country publishes: which one, and where the law says so."""

    country: str
    kind: InterestKind

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.country} {self.kind}"

    @property
    def table(self) -> RateTable:
        """What the pack knows of it."""
        return pack(self.country).interest_rule(self.kind).tables[-1]

    @property
    def article(self) -> str:
        """Where the law says so."""
        return pack(self.country).interest_rule(self.kind).article

    def in_pack(self, valid_from: date) -> Rate | None:
        """The row of the pack that starts on a day, if it has one that is used."""
        rows = [rate for rate in self.table.rates if rate.status is not Status.PROJECTED]
        return next((rate for rate in rows if rate.valid_from == valid_from), None)

    def starts_period(self, day: date) -> bool:
        """Whether a new rate can start on a day."""
        return day.day == 1 and day.month in ((1,) if self.table.holds is Holds.YEAR else (1, 7))

    def starts(self, today: date) -> list[date]:
        """The first days of the present period and of the next, as far as that is asked for."""
        if self.table.holds is Holds.YEAR:
            present, following = date(today.year, 1, 1), next_year(today)
        else:
            present = date(today.year, 1 if today.month <= 6 else 7, 1)
            following = next_half_year(today)
        return [present] + [following] * (following - today <= AHEAD)


def rates_of(country: str) -> list[Named]:
    """The rates that a country publishes by period; what holds until it is changed is reviewed
    with the pack instead."""
    return [
        Named(country, kind)
        for kind, rule in pack(country).interest.items()
        if rule.tables and rule.tables[-1].holds is not Holds.UNTIL_CHANGED
    ]
