"""When a debtor may be approached: hours, Sundays and holidays, in the debtor's own time."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from agency.law.errors import LawMissing
from agency.law.packs import pack
from agency.law.packs.conduct_rows import ContactWindow
from agency.law.packs.country import Pack
from agency.law.packs.rows import in_force
from agency.law.vocabulary import Channel, DebtorKind

_FURTHEST_AHEAD = 31


def is_lawful(
    at: datetime,
    country: str,
    debtor: DebtorKind,
    zone: ZoneInfo,
    channel: Channel = Channel.PHONE,
) -> bool:
    """Whether a debtor may be approached now (NL consumers: 07:00 to 20:00, no rest days)."""
    return next_lawful(at, country, debtor, zone, channel) == at


def next_lawful(
    at: datetime,
    country: str,
    debtor: DebtorKind,
    zone: ZoneInfo,
    channel: Channel = Channel.PHONE,
) -> datetime:
    """The first instant from `at` on at which a debtor may be approached; `at` itself if it may.

    `at` is aware; `zone` is where the debtor is, and the answer is in it unless it is `at`. The
    opening hour belongs to the window, the closing hour does not. A post letter and a debtor whom
    the law does not protect may go at any time.
    """
    if at.tzinfo is None:
        raise ValueError("The moment of a contact carries its time zone.")
    law, local = pack(country), at.astimezone(zone)
    for _ in range(_FURTHEST_AHEAD):
        window = _window(law, local, debtor, channel)
        if window is None or (_allows_day(law, window, local) and local.hour < window.before_hour):
            opens = 0 if window is None else window.from_hour
            if local.hour >= opens:
                return at if local == at else local
            return local.replace(hour=opens, minute=0, second=0, microsecond=0)
        local = datetime.combine(local.date() + timedelta(days=1), time(), zone)
    raise LawMissing(
        "The rules of %(name)s leave no lawful moment within a month of %(at)s.",
        name=law.name,
        at=at,
    )


def _window(
    law: Pack, local: datetime, debtor: DebtorKind, channel: Channel
) -> ContactWindow | None:
    rows = [row for row in law.contact_windows if row.debtor is debtor and channel in row.channels]
    return in_force(rows, local.date())


def _allows_day(law: Pack, window: ContactWindow, local: datetime) -> bool:
    return window.rest_days or law.holidays is None or not law.holidays.is_rest_day(local.date())
