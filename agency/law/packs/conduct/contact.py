"""How a debtor may be approached, as data: hours, limits on frequency, and what blocks contact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType

from agency.law.errors import PackError
from agency.law.packs.reading import Table
from agency.law.packs.rows import Row
from agency.law.vocabulary import BlockKind, Channel, Counted, Day, DebtorKind, Purpose, Status


@dataclass(frozen=True, slots=True)
class OpenHours:
    """Between which times of the day some days are open."""

    days: frozenset[Day]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactHours(Row):
    """When some kind of debtor may be approached by some channels; a day not named is closed.

    The opening time belongs to the hours; the closing time only if `closing_included`.
    """

    article: str
    debtor: DebtorKind
    channels: frozenset[Channel]
    purposes: frozenset[Purpose]
    hours: tuple[OpenHours, ...]
    closing_included: bool

    def on(self, day: Day) -> OpenHours | None:
        """The hours of a day; None where it is closed."""
        return next((hours for hours in self.hours if day in hours.days), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrequencyLimit(Row):
    """A new contact needs fewer than so many of what is counted in so many days, today included."""

    article: str
    debtor: DebtorKind
    channels: frozenset[Channel]
    purposes: frozenset[Purpose]
    counts: Counted
    fewer_than: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRule(Row):
    """What a block stops, on which channels, and after how many days it ends by itself.

    `leaves` names the notices that the law still allows, where it lists them.
    """

    article: str
    kind: BlockKind
    stops: frozenset[Purpose]
    channels: frozenset[Channel]
    days: int | None
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRules:
    """All rules on approaching a debtor."""

    hours: tuple[ContactHours, ...]
    frequency: tuple[FrequencyLimit, ...]
    blocks: Mapping[BlockKind, BlockRule]

    def hours_on(
        self, day: date, debtor: DebtorKind, channel: Channel, purpose: Purpose
    ) -> ContactHours | None:
        """The hours in force on a day; None where the law sets none."""
        found = None
        for row in self.hours:
            fits = row.debtor is debtor and channel in row.channels and purpose in row.purposes
            if fits and row.valid_from <= day and row.status is not Status.PROJECTED:
                found = row
        return found


def contact_rules(top: Table) -> ContactRules:
    """The rules on contact, from the tables of a pack."""
    hours = tuple(_hours(row) for row in _rows(top, "contact_hours"))
    limits = tuple(_limit(row) for row in _rows(top, "frequency"))
    named = top.named("blocks")
    if lacking := set(BlockKind) - set(named):
        raise PackError(f"{top.where}.blocks lacks {', '.join(sorted(lacking))}.")
    return ContactRules(
        hours=hours,
        frequency=limits,
        blocks=MappingProxyType(
            {BlockKind(name): _block(name, row) for name, row in named.items()}
        ),
    )


def _rows(top: Table, key: str) -> list[Table]:
    return top.tables(key) if key in top else []


def _hours(row: Table) -> ContactHours:
    return row.dated(
        ContactHours,
        article=row.text("article"),
        debtor=row.choice("debtor", DebtorKind),
        channels=frozenset(row.choices("channels", Channel)),
        purposes=frozenset(row.choices("purposes", Purpose)),
        hours=tuple(_open_hours(part) for part in row.tables("hours")),
        closing_included=row.flag("closing_included"),
    )


def _open_hours(row: Table) -> OpenHours:
    made = OpenHours(frozenset(row.choices("days", Day)), _time(row, "opens"), _time(row, "closes"))
    row.close()
    if made.opens >= made.closes:
        raise PackError(f"{row.where}: the hours close before they open.")
    return made


def _time(row: Table, key: str) -> time:
    try:
        return time.fromisoformat(row.text(key))
    except ValueError:
        raise PackError(f"{row.where}.{key} is not a time of the day.") from None


def _limit(row: Table) -> FrequencyLimit:
    return row.dated(
        FrequencyLimit,
        article=row.text("article"),
        debtor=row.choice("debtor", DebtorKind),
        channels=frozenset(row.choices("channels", Channel)),
        purposes=frozenset(row.choices("purposes", Purpose)),
        counts=row.choice("counts", Counted),
        fewer_than=row.whole("fewer_than"),
        days=row.whole("days"),
    )


def _block(name: str, row: Table) -> BlockRule:
    if name not in set(BlockKind):
        raise PackError(f"{row.where} is no kind of block.")
    return row.dated(
        BlockRule,
        article=row.text("article"),
        kind=BlockKind(name),
        stops=frozenset(row.choices("stops", Purpose)),
        channels=frozenset(row.choices("channels", Channel)),
        days=row.optional("days", row.whole, None),
        leaves=row.optional("leaves", row.texts, ()),
    )
