"""Declarations as the law's blocks: what each of them shuts is the law's to say. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from agency.compliance.kinds import DeclarationKind
from agency.compliance.models import Declaration
from agency.law.contact import Block, Hours
from agency.law.vocabulary import WEEKDAYS, BlockKind, Channel

_BLOCKS = {
    DeclarationKind.OPT_OUT: BlockKind.OPT_OUT,
    DeclarationKind.CEASE: BlockKind.CEASE,
    DeclarationKind.REPRESENTED: BlockKind.REPRESENTED,
    DeclarationKind.DEBT_MEDIATION: BlockKind.DEBT_MEDIATION,
    DeclarationKind.BREATHING_SPACE: BlockKind.BREATHING_SPACE,
    DeclarationKind.INCONVENIENT: BlockKind.INCONVENIENT,
    DeclarationKind.DECEASED: BlockKind.DECEASED,
    DeclarationKind.INSOLVENT: BlockKind.INSOLVENT,
}
"""The declarations that stand in the way of a contact; the others tell how to make it."""
SHUTTING = frozenset(_BLOCKS)


def blocks_of(declarations: Iterable[Declaration], zone: ZoneInfo) -> tuple[Block, ...]:
    """The blocks of declarations that are not revoked, on the debtor's clock.

    What is recorded holds at once, even where the day on which it was said has not begun yet.
    """
    return tuple(
        Block(
            kind=_BLOCKS[DeclarationKind(it.kind)],
            since=min(_start(it.declared_on, zone), it.recorded_at),
            until=_start(it.until_on + timedelta(days=1), zone) if it.until_on else None,
            channel=Channel(it.channel) if it.channel else None,
            hours=_hours(it),
        )
        for it in declarations
        if it.kind in SHUTTING and it.revoked_at is None
    )


def _hours(it: Declaration) -> Hours | None:
    if it.from_hour is None or it.before_hour is None:
        return None
    days = frozenset(WEEKDAYS[day] for day in it.days)
    return Hours(time(it.from_hour), time(it.before_hour % 24), days)


def _start(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
