"""What finance is reminded of by mail: money of debtors that has waited too long."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import force_locale, ngettext
from sqlalchemy import select

from agency.cases.models import Case
from agency.surplus.models import SurplusSettings
from agency.surplus.queries import kept_until, settings, since
from portal import clock, db
from portal.accounts import links
from portal.accounts.models import Agency, Membership
from portal.accounts.permissions import Permission
from portal.audit import services as audit
from portal.mail import send_later
from portal.money import Money
from portal.tenancy import acting


def remind() -> None:
    """Tell finance of money that has waited too long; again once more has, or as many days have passed."""
    kept, today = settings(), clock.today()
    late = kept_until(today - timedelta(days=kept.days))
    if not late or not _is_due(kept, [since(case) for case in late]):
        return
    kept.reminded_on = today
    db.session.add(kept)
    agency = db.session.get_one(Agency, acting().agency_id)
    members = db.session.scalars(
        select(Membership)
        .where(Membership.creditor_id.is_(None), Membership.ended_at.is_(None))
        .order_by(Membership.id)
    ).unique()
    for member in members:
        if member.may(Permission.PREPARE_REMITTANCES) and member.user.closed_at is None:
            _remind(member, agency, late)
    db.session.flush()
    audit.record(kept, "surplus.reminded", by="system", cases=len(late))


def _remind(member: Membership, agency: Agency, late: Sequence[Case]) -> None:
    locale = member.user.locale or agency.locale
    sums: dict[str, Money] = {}
    for case in late:
        if case.balance:
            before = sums.get(case.currency, Money.zero(case.currency))
            sums[case.currency] = before + case.balance.surplus
    with force_locale(locale):
        subject = ngettext(
            "%(num)d case keeps money of its debtor",
            "%(num)d cases keep money of their debtors",
            len(late),
        )
    send_later(
        "surplus_reminder",
        to=member.user.email,
        subject=subject,
        locale=locale,
        sender_name=agency.name,
        cases=len(late),
        sums=[sums[currency] for currency in sorted(sums)],
        since=min(since(case) for case in late),
        url=links.address("agency.surplus.index"),
    )


def _is_due(kept: SurplusSettings, days_since: Sequence[date]) -> bool:
    """Whether finance was not told of all of it, or so long ago as money may wait."""
    if kept.reminded_on is None:
        return True
    days = timedelta(days=kept.days)
    return clock.today() >= kept.reminded_on + days or max(days_since) + days > kept.reminded_on
