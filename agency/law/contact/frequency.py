"""Limits on how often a person is approached: so many attempts or talks in so many days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from agency.law.calendars import ONE_DAY
from agency.law.contact.bars import Bar
from agency.law.contact.facts import Approach
from agency.law.contact.words import CHANNELS
from agency.law.packs.conduct import Conduct
from agency.law.packs.conduct.contact import FrequencyLimit
from agency.law.vocabulary import Counted, Status
from portal import clock
from portal.errors import Words


def frequency_bars(law: Conduct, approach: Approach) -> Iterator["FrequencyBar"]:
    """The limits that this contact falls under."""
    for limit in law.contact.frequency:
        fits = limit.debtor is approach.debtor and approach.channel in limit.channels
        if fits and approach.purpose in limit.purposes and limit.status is not Status.PROJECTED:
            counted = {
                Counted.ATTEMPTS: approach.attempts,
                Counted.CONVERSATIONS: approach.conversations,
            }[limit.counts]
            days = tuple(sorted(clock.day_of(at, approach.zone) for at in counted))
            yield FrequencyBar(limit.article, approach.zone, limit, approach, days)


@dataclass(frozen=True, slots=True)
class FrequencyBar(Bar):
    """Shuts the days on which the limit is reached; `days` are those of what is counted.

    The days of the limit follow each other, and today is the last of them: a talk today is day 1,
    so that a limit of seven days ends with the sixth day after it.
    """

    limit: FrequencyLimit
    approach: Approach
    days: tuple[date, ...]

    def opens(self, at: datetime) -> datetime | None:
        today = day = self.day(at)
        while self._counted(day) >= self.limit.fewer_than and day >= self.limit.valid_from:
            day += ONE_DAY
        return at if day == today else self.instant(day)

    def reason(self, at: datetime) -> str:
        channel, days = CHANNELS[self.approach.channel], self.limit.days
        if self.limit.counts is Counted.CONVERSATIONS:
            return Words(
                "No %(channel)s within %(days)s days of a conversation, its own day included.",
                channel=channel,
                days=days,
            )
        return Words(
            "%(count)s attempts were made in the last %(days)s days; that is the most.",
            count=self._counted(self.day(at)),
            days=days,
        )

    def _counted(self, day: date) -> int:
        first = day - timedelta(days=self.limit.days - 1)
        return sum(first <= counted <= day for counted in self.days)
