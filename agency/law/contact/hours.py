"""Hours and days at which a debtor may be approached, on the debtor's own clock."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from agency.law.calendars import ONE_DAY
from agency.law.contact.bars import Bar
from agency.law.contact.facts import Approach
from agency.law.contact.words import CHANNELS
from agency.law.packs.conduct import Conduct
from agency.law.packs.conduct.contact import ContactHours, OpenHours
from agency.law.vocabulary import WEEKDAYS, Day
from portal.errors import Words

_FURTHEST_AHEAD = 62


def hours_bar(law: Conduct, approach: Approach, zone: ZoneInfo) -> "HoursBar":
    """The hours of a country for one contact in a zone; they shut nothing where it sets none."""
    bar = HoursBar("", zone, law, approach)
    rule = bar.rule_on(bar.day(approach.at))
    return HoursBar(rule.article if rule else "", zone, law, approach)


@dataclass(frozen=True, slots=True)
class HoursBar(Bar):
    """Shuts what lies outside the hours of the day, and days that have none."""

    law: Conduct
    approach: Approach

    def opens(self, at: datetime) -> datetime | None:
        day = self.day(at)
        for _ in range(_FURTHEST_AHEAD):
            rule = self.rule_on(day)
            start = max(at, self.instant(day))
            if rule is None:
                return start
            if hours := rule.on(self._kind_of(day)):
                start = max(start, self.instant(day, hours.opens))
                if self._before_close(start, day, hours, rule):
                    return start
            day += ONE_DAY
        return None

    def shuts(self, at: datetime) -> datetime | None:
        day = self.day(at)
        rule = self.rule_on(day)
        hours = rule.on(self._kind_of(day)) if rule else None
        return self.instant(day, hours.closes) if hours else None

    def reason(self, at: datetime) -> str:
        local, channel = self.local(at), CHANNELS[self.approach.channel]
        day = self.day(at)
        rule, kind = self.rule_on(day), self._kind_of(day)
        if rule is not None and rule.on(kind) is None:
            return Words(
                "No %(channel)s on a Sunday or a public holiday.",
                channel=channel,
            )
        text = (
            Words("No %(channel)s at this hour: it is %(time)s where the debtor may be.")
            if self.approach.other_zones
            else Words("No %(channel)s at this hour: it is %(time)s where the debtor is.")
        )
        return Words(text.pattern, channel=channel, time=f"{local:%H:%M}")

    def rule_on(self, day: date) -> ContactHours | None:
        """The hours in force on a day."""
        it = self.approach
        return self.law.contact.hours_on(day, it.debtor, it.channel, it.purpose)

    def _kind_of(self, day: date) -> Day:
        if self.law.holidays is None:
            return WEEKDAYS[day.weekday()]
        return self.law.holidays.kind_of(day)

    def _before_close(self, at: datetime, day: date, hours: OpenHours, rule: ContactHours) -> bool:
        closes = self.instant(day, hours.closes)
        return at <= closes if rule.closing_included else at < closes
