"""What a guarantor is told: that it is asked, that it signed, and that the plan was broken."""

from enum import StrEnum
from zoneinfo import ZoneInfo

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases.services import lock
from agency.compliance.own_mails import is_held, was_told
from agency.guarantors import letters, services
from agency.guarantors.kinds import GuarantorState
from agency.guarantors.models import Guarantor
from agency.law.contact import Approach, Verdict, may_contact
from agency.law.vocabulary import Channel, Purpose
from agency.law.zones import zones_for
from agency.plans import letters as kept
from portal import clock, db
from portal.accounts.models import Agency, AgencySettings
from portal.audit import services as audit
from portal.filters import day, money
from portal.mail import Attachment, send_later
from portal.tenancy import acting

TOLD = "guarantor.told"


class News(StrEnum):
    """What a guarantor is told; each once."""

    ASKED = "asked"
    SIGNED = "signed"
    BROKEN = "broken"


def tell(it: Guarantor, news: News) -> None:
    """Tell a guarantor, while it is so and the law lets it be written to."""
    lock(it.case)
    db.session.refresh(it)
    if news is News.SIGNED and it.state == GuarantorState.SIGNED:
        kept.keep(it, letters.compose)
    if not _is_true(it, news) or was_told(it, TOLD, str(news)) or _is_held(it, news):
        return
    _send(it, news)
    audit.record(it, TOLD, by="system", mail=str(news))


def _is_true(it: Guarantor, news: News) -> bool:
    if news is News.ASKED:
        return it.may_sign
    if news is News.SIGNED:
        return it.state == GuarantorState.SIGNED
    return bool(services.payable(it)) and not it.case.hold


def _is_held(it: Guarantor, news: News) -> bool:
    purpose = Purpose.COLLECTION if news is News.BROKEN else Purpose.ANSWER
    return is_held(
        it,
        lambda: _verdict(it, purpose),
        mail=str(news),
        job="guarantors.tell",
        guarantor_id=it.id,
        news=str(news),
    )


def _verdict(it: Guarantor, purpose: Purpose) -> Verdict:
    """What the law of its country says of writing to it, as of writing to a debtor."""
    agency = db.session.get_one(Agency, acting().agency_id)
    zone, *others = zones_for(it.country, ZoneInfo(agency.time_zone))
    return may_contact(
        Approach(
            channel=Channel.EMAIL,
            at=clock.now(),
            country=it.country,
            debtor=it.debtor_kind,
            zone=zone,
            other_zones=tuple(others),
            purpose=purpose,
        )
    )


def _said(it: Guarantor, news: News) -> tuple[str, str, str]:
    """Subject, text and button."""
    debtor = it.case.debtor.name
    if news is News.ASKED:
        subject = _("You are asked to guarantee a payment plan")
        return subject, _asked(it, debtor), _("Read it and decide")
    if news is News.SIGNED:
        return (
            _("You guaranteed a payment plan"),
            _(
                "Thank you. What you signed is attached: keep it. We ask nothing of you while "
                "%(debtor)s keeps the plan.",
                debtor=debtor,
            ),
            _("See what you guaranteed"),
        )
    return (
        _("The payment plan that you guaranteed was broken"),
        _(
            "%(debtor)s has not kept the plan. You guaranteed it: %(amount)s is asked of you now. "
            "Do you not agree, or can you not pay? Answer this mail or call us.",
            debtor=debtor,
            amount=money(services.payable(it)),
        ),
        _("See what is asked, and pay"),
    )


def _asked(it: Guarantor, debtor: str) -> str:
    """What it is asked, and from whom we have its address."""
    text: str = _(
        "%(debtor)s would pay what is open in instalments, and you are asked to guarantee "
        "up to %(most)s. Read what that means before you decide. You do not have to sign. "
        "You can answer until %(day)s.",
        debtor=debtor,
        most=money(it.most),
        day=day(it.open_until),
    )
    if not it.is_named_by_debtor:
        return text
    named: str = _("%(debtor)s named you, and gave us your address for this alone.", debtor=debtor)
    return f"{text} {named}"


def _send(it: Guarantor, news: News) -> None:
    agency = db.session.get_one(Agency, acting().agency_id)
    house = db.session.scalars(select(AgencySettings)).one()
    with force_locale(it.locale):
        subject, text, label = _said(it, news)
        name = letters.name_of(it)
    attached = []
    if news is News.SIGNED:
        attached = [Attachment(name, "application/pdf", kept.read(it, letters.compose))]
    send_later(
        "guarantor",
        to=it.email,
        subject=subject,
        locale=it.locale,
        sender_name=agency.name,
        reply_to=house.email,
        attachments=attached,
        name=it.name,
        text=text,
        label=label,
        reference=it.case.reference,
        url=services.address(it),
    )
