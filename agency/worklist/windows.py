"""When a debtor may be called: now and until when, or from when; by the law of where it is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext

from agency.cases.models import Case
from agency.compliance.may_contact import Contactability, contactability_of
from agency.law.errors import LawMissing
from agency.law.vocabulary import Channel, Purpose
from portal import clock
from portal.filters import day
from portal.i18n import said

_: Callable[..., str] = gettext


@dataclass(frozen=True, slots=True)
class Window:
    """Whether a debtor may be called now, in words for the office; and what to use instead."""

    is_open: bool
    words: str
    why: str = ""
    instead: str = ""


def windows_of(
    cases: Iterable[Case], *, asked_for: frozenset[UUID] = frozenset()
) -> Mapping[UUID, Window]:
    """The windows of many cases by a few questions; of those asked for, a call answers a wish."""
    found = list(cases)
    known = contactability_of(list({case.debtor_id: case.debtor for case in found}.values()))
    return {
        case.id: _window(
            case,
            known[case.debtor_id],
            Purpose.ANSWER if case.id in asked_for else Purpose.COLLECTION,
        )
        for case in found
    }


def _window(case: Case, known: Contactability, purpose: Purpose) -> Window:
    if not case.debtor.phone and purpose is Purpose.COLLECTION:
        return Window(False, _("no number"), instead=_other_way(case, known))
    try:
        verdict = known.by(Channel.PHONE, purpose=purpose)
    except LawMissing as error:
        return Window(False, _("law unknown"), said(error.words))
    zone = ZoneInfo(case.debtor.time_zone)
    if verdict.allowed:
        until = known.open_until(Channel.PHONE) if purpose is Purpose.COLLECTION else None
        return Window(True, _until(until, zone))
    return Window(
        False,
        _from(verdict.next_at, zone),
        said(verdict.reason),
        "" if verdict.next_at else _other_way(case, known),
    )


def _until(until: datetime | None, zone: ZoneInfo) -> str:
    if until is None:
        return _("may call now")
    return _("may call until %(time)s", time=_time(until, zone))


def _from(at: datetime | None, zone: ZoneInfo) -> str:
    if at is None:
        return _("no calls")
    days = (clock.day_of(at, zone) - clock.today(zone)).days
    if days == 0:
        return _("from %(time)s", time=_time(at, zone))
    if days == 1:
        return _("from %(time)s tomorrow", time=_time(at, zone))
    return _("from %(day)s", day=day(clock.day_of(at, zone)))


def _time(at: datetime, zone: ZoneInfo) -> str:
    """On the debtor's clock; and on the office's where that differs."""
    there, here = at.astimezone(zone), at.astimezone(clock.OFFICE_ZONE)
    if there.utcoffset() == here.utcoffset():
        return f"{there:%H:%M}"
    return _("%(there)s there (%(here)s here)", there=f"{there:%H:%M}", here=f"{here:%H:%M}")


def _other_way(case: Case, known: Contactability) -> str:
    """E-mail where it is lawful now, else a letter where that is."""
    for channel, has_address, words in (
        (Channel.EMAIL, bool(case.debtor.working_email), _("by e-mail")),
        (Channel.POST, bool(case.debtor.street) and not case.debtor.address_fails, _("by letter")),
    ):
        try:
            if has_address and known.by(channel).allowed:
                return words
        except LawMissing:
            return ""
    return ""
