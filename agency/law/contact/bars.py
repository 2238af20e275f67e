"""What may stand between an agency and a debtor at a moment: the shape all such rules share."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from portal import clock


@dataclass(frozen=True, slots=True)
class Bar(ABC):
    """One rule that shuts some moments. All moments are in UTC; `zone` is the debtor's."""

    article: str
    zone: ZoneInfo

    @abstractmethod
    def opens(self, at: datetime) -> datetime | None:
        """The first moment from `at` on that this rule allows; None where there is none."""

    def shuts(self, at: datetime) -> datetime | None:
        """The end of the hours that hold a moment which this rule allows; None where hours say nothing."""
        return None

    @abstractmethod
    def reason(self, at: datetime) -> str:
        """Why it shuts a moment, in words for people."""

    def local(self, at: datetime) -> datetime:
        """A moment on the debtor's clock."""
        return at.astimezone(self.zone)

    def day(self, at: datetime) -> date:
        """The day of a moment on the debtor's clock."""
        return clock.day_of(at, self.zone)

    def instant(self, day: date, at: time = time()) -> datetime:
        """The moment at which the debtor's clock shows a time."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)
