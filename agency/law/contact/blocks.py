"""What the debtor, a lawyer, a court or a scheme put in the way: opt-outs, cease, breathing space."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from agency.law.calendars import ONE_DAY
from agency.law.contact.bars import Bar
from agency.law.contact.facts import Approach, Block, Hours
from agency.law.contact.words import BLOCKS, CHANNELS
from agency.law.packs.conduct import Conduct
from agency.law.vocabulary import WEEKDAYS
from portal.errors import Words

_FURTHEST_AHEAD = 62
_NEVER = datetime.max.replace(tzinfo=UTC)


def block_bars(law: Conduct, approach: Approach) -> Iterator["BlockBar | HoursBlockBar"]:
    """The blocks that this contact meets; one that names no channel meets those of its rule."""
    for block in approach.blocks:
        rule = law.contact.blocks[block.kind]
        channels = rule.channels if block.channel is None else {block.channel}
        if approach.purpose in rule.stops and approach.channel in channels:
            bar = BlockBar(rule.article, approach.zone, block, approach, rule.days)
            yield (
                bar
                if block.hours is None
                else HoursBlockBar(rule.article, approach.zone, bar, block.hours)
            )


@dataclass(frozen=True, slots=True)
class BlockBar(Bar):
    """Shuts all moments from the start of a block to its end, or for good."""

    block: Block
    approach: Approach
    days: int | None

    def opens(self, at: datetime) -> datetime | None:
        if not self.holds(at):
            return at
        return self.until

    def reason(self, at: datetime) -> str:
        return Words(BLOCKS[self.block.kind].pattern, channel=CHANNELS[self.approach.channel])

    def holds(self, at: datetime) -> bool:
        """Whether the block is there at a moment."""
        return self.block.since <= at and (self.until is None or at < self.until)

    @property
    def until(self) -> datetime | None:
        """The end of the block; None where it has none."""
        if self.block.until is not None:
            return self.block.until.astimezone(UTC)
        if self.days is None:
            return None
        return self.instant(self.day(self.block.since) + timedelta(days=self.days))


@dataclass(frozen=True, slots=True)
class HoursBlockBar(Bar):
    """Shuts some hours of the day as long as a block is there."""

    bar: BlockBar
    hours: Hours

    def opens(self, at: datetime) -> datetime | None:
        for _ in range(_FURTHEST_AHEAD):
            if not (self.bar.holds(at) and self._within(at)):
                return at
            at = min(self._ends(at), self.bar.until or _NEVER)
        return None

    def shuts(self, at: datetime) -> datetime | None:
        local = self.local(at)
        is_day = not self.hours.days or WEEKDAYS[local.weekday()] in self.hours.days
        begins = self.instant(self.day(at), self.hours.from_time)
        return begins if is_day and begins > at and self.bar.holds(begins) else None

    def reason(self, at: datetime) -> str:
        return self.bar.reason(at)

    def _within(self, at: datetime) -> bool:
        local = self.local(at)
        if self.hours.days and WEEKDAYS[local.weekday()] not in self.hours.days:
            return False
        return self.hours.from_time <= local.time() and (
            self.hours.until_time == time() or local.time() < self.hours.until_time
        )

    def _ends(self, at: datetime) -> datetime:
        """The end of the hours that hold a moment."""
        day = self.day(at)
        if self.hours.until_time == time():
            return self.instant(day + ONE_DAY)
        return self.instant(day, self.hours.until_time)
