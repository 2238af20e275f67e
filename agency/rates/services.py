"""Entering a rate, confirming it with a second pair of eyes, and taking it back."""

from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import select

from agency.law.calendars import next_half_year
from agency.rates.models import EnteredRate
from agency.rates.periods import Named
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused
from portal.filters import day, percent
from portal.keys import new_key


def enter(
    named: Named, valid_from: date, rate: Decimal, *, source: str, read_on: date, by: User
) -> EnteredRate:
    """Enter a published rate that the pack does not have. It counts once somebody else confirms it."""
    if not named.starts_period(valid_from):
        raise Refused(_("This rate changes on 1 January or 1 July only. Choose such a day."))
    if valid_from > next_half_year(clock.today()):
        raise Refused(_("The rate of that period cannot have been published yet."))
    if known := named.in_pack(valid_from):
        raise Refused(
            _("The law pack has this rate already: %(rate)s.", rate=percent(known.percent))
        )
    standing = select(EnteredRate.id).where(
        EnteredRate.country == named.country,
        EnteredRate.kind == named.kind,
        EnteredRate.valid_from == valid_from,
        EnteredRate.withdrawn_at.is_(None),
    )
    if db.session.scalars(standing).first():
        raise Refused(_("This rate has been entered already. Confirm it, or take it back first."))
    made = EnteredRate(
        id=new_key(),
        country=named.country,
        kind=named.kind,
        valid_from=valid_from,
        percent=rate,
        source=source,
        read_on=read_on,
        entered_by=by.id,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(made, "rate.entered", by=by, **_facts(made), read_on=read_on)
    return made


def confirm(rate: EnteredRate, *, by: User) -> None:
    """Say that the source was read a second time and says the same. Never by who entered it."""
    _lock(rate)
    if rate.confirmed_at:
        return
    if rate.entered_by == by.id:
        raise Refused(_("You entered this rate yourself. Somebody else has to confirm it."))
    rate.confirmed_by, rate.confirmed_at = by.id, clock.now()
    audit.record(rate, "rate.confirmed", by=by, **_facts(rate))


def withdraw(rate: EnteredRate, *, by: User) -> None:
    """Take a rate back. What was charged by it is worked out anew with the next charge."""
    _lock(rate)
    rate.withdrawn_by, rate.withdrawn_at = by.id, clock.now()
    audit.record(rate, "rate.withdrawn", by=by, **_facts(rate))


def _lock(rate: EnteredRate) -> None:
    db.session.refresh(rate, with_for_update=True)
    if rate.withdrawn_at:
        raise Refused(_("This rate was taken back on %(day)s.", day=day(rate.withdrawn_at)))


def _facts(rate: EnteredRate) -> dict[str, object]:
    return {
        "country": rate.country,
        "rate_kind": rate.kind,
        "valid_from": rate.valid_from,
        "percent": rate.percent,
        "source": rate.source,
    }
