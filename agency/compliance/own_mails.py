"""What the portal mails to debtors by itself: each thing once, and only while they may be written to."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select

from agency.cases import paylinks, threads
from agency.cases.models import Case, Party
from agency.law.contact import Verdict
from agency.law.errors import LawMissing
from portal import db, outbox
from portal.accounts.models import Agency, AgencySettings
from portal.audit import services as audit
from portal.audit.models import Event
from portal.mail import send_later
from portal.tenancy import TenantScoped, acting

HELD_BACK = "contact.held_back"


def was_told(about: TenantScoped, kind: str, mail: str = "") -> bool:
    """Whether an event of a kind tells that a mail about a record was written before."""
    found = select(Event.id).where(Event.subject_id == about.id, Event.kind == kind)
    if mail:
        found = found.where(Event.data["mail"].astext == mail)
    return db.session.scalars(found.limit(1)).first() is not None


def is_held(
    about: TenantScoped,
    ask: Callable[[], Verdict],
    *,
    mail: str,
    job: str,
    latest_on: date | None = None,
    **arguments: Any,
) -> bool:
    """Whether somebody may not be written to now, as `ask` finds.

    It is then done by `job` at the first lawful moment, where that is not after `latest_on`; else it
    is noted, once for each mail, that nothing goes out and why.
    """
    try:
        verdict = ask()
    except LawMissing as error:
        _hold_back(about, mail, error.words)
        return True
    if verdict.allowed:
        return False
    on = verdict.next_on
    if on is not None and (latest_on is None or on <= latest_on):
        outbox.later(job, at=verdict.next_at, **arguments)
    else:
        _hold_back(about, mail, str(verdict.reason))
    return True


def write_to_debtor(
    template: str,
    case: Case,
    say: Callable[[], dict[str, Any]],
    *,
    to: str = "",
    locale: str = "",
    page: str = "",
    **facts: Any,
) -> None:
    """Mail a case's debtor: `say` gives the subject and other words, asked in the reader's language.

    It goes to the debtor's working address unless `to` names one that was given for it; its button
    opens the payment link, or a `page` behind that.
    """
    locale = locale or case.debtor.locale
    agency = db.session.get_one(Agency, acting().agency_id)
    house = db.session.scalars(select(AgencySettings)).one()
    with force_locale(locale):
        said = say()
    send_later(
        template,
        to=to or case.debtor.working_email,
        locale=locale,
        sender_name=agency.name,
        reply_to=house.email,
        about=threads.about(case, Party.DEBTOR),
        creditor_name=case.creditor.name,
        reference=case.reference,
        url=paylinks.address(paylinks.link_for(case)) + page,
        **said,
        **facts,
    )


def _hold_back(about: TenantScoped, mail: str, why: str) -> None:
    if not was_told(about, HELD_BACK, mail):
        audit.record(about, HELD_BACK, by="system", mail=mail, reason=why)
