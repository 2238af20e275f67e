"""What debtors are told about a settlement: offered, agreed, due soon, void. What is paid is told by
the letter that nothing is owed any more."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases.services import lock
from agency.compliance.may_contact import may_contact
from agency.compliance.own_mails import is_held, was_told, write_to_debtor
from agency.law.vocabulary import Channel, Purpose
from agency.plans import letters, settlement_letters
from agency.plans.kinds import SettlementState
from agency.plans.models import Settlement
from agency.plans.services import received_for_settlement
from agency.plans.signals import settlement_agreed, settlement_offered, settlement_void
from portal import clock, db, outbox
from portal.audit import services as audit
from portal.audit.models import Event
from portal.filters import day, money
from portal.mail import Attachment

TOLD = "settlement.told"
REMIND_DAYS = 3
"""How many days before its day the reminder goes out."""


class News(StrEnum):
    """What became of a settlement; each is told once."""

    OFFERED = "offered"
    AGREED = "agreed"
    SOON = "soon"
    VOID = "void"


_STILL_TRUE = {
    News.OFFERED: SettlementState.OFFERED,
    News.AGREED: SettlementState.AGREED,
    News.SOON: SettlementState.AGREED,
    News.VOID: SettlementState.VOID,
}


@settlement_offered.connect
def tell_of_offer(made: Settlement, **_facts: Any) -> None:
    """Have the offer mailed."""
    _later(made, News.OFFERED)


@settlement_agreed.connect
def confirm(made: Settlement, **_facts: Any) -> None:
    """Have it confirmed in writing."""
    _later(made, News.AGREED)


@settlement_void.connect
def tell_of_end(made: Settlement, **_facts: Any) -> None:
    """Have the debtor told that it no longer holds."""
    _later(made, News.VOID)


def remind_due() -> None:
    """Ask for the reminders of those whose day is near; each is mailed once."""
    today = clock.today()
    told = select(Event.id).where(
        Event.subject_id == Settlement.id,
        Event.kind == TOLD,
        Event.data["mail"].astext == News.SOON,
    )
    for made in db.session.scalars(
        select(Settlement).where(
            Settlement.state == SettlementState.AGREED,
            Settlement.pay_by >= today,
            Settlement.pay_by <= today + timedelta(days=REMIND_DAYS),
            ~told.exists(),
        )
    ):
        _later(made, News.SOON)


def tell(made: Settlement, news: News) -> None:
    """Tell the debtor what became of a settlement, while it is so."""
    lock(made.case)
    db.session.refresh(made)
    if made.state != _STILL_TRUE[news]:
        return
    if news is News.AGREED:
        letters.keep(made, settlement_letters.compose)
    if (
        not made.case.debtor.working_email
        or was_told(made, TOLD, str(news))
        or _is_held(made, news)
    ):
        return
    _send(made, news)
    audit.record(made, TOLD, by="system", mail=str(news))


def _later(made: Settlement, news: News) -> None:
    outbox.later("plans.tell_settlement", settlement_id=made.id, news=str(news))


def _is_held(made: Settlement, news: News) -> bool:
    asks = news in (News.SOON, News.VOID)
    purpose = Purpose.COLLECTION if asks else Purpose.ANSWER
    return is_held(
        made,
        lambda: may_contact(made.case.debtor, Channel.EMAIL, purpose=purpose),
        mail=str(news),
        job="plans.tell_settlement",
        settlement_id=made.id,
        news=str(news),
    )


def _said(made: Settlement, news: News) -> tuple[str, str, str]:
    """Subject, text and button."""
    on = day(made.pay_by)
    if news is News.OFFERED:
        return (
            _("You can settle for less"),
            _(
                "Pay %(amount)s instead of %(balance)s by %(day)s, and all is settled. Agree to it "
                "on your page first.",
                amount=money(made.amount),
                balance=money(made.balance),
                day=on,
            ),
            _("Look at the offer"),
        )
    if news is News.AGREED:
        return (
            _("Your settlement: this is what we agreed"),
            _(
                "Thank you. The confirmation is attached. Pay %(amount)s by %(day)s, and nothing "
                "more is asked.",
                amount=money(made.amount),
                day=on,
            ),
            _("See it and pay"),
        )
    if news is News.SOON:
        left = made.amount - received_for_settlement(made)
        return (
            _("Your settlement is to be paid soon"),
            _(
                "%(amount)s is to be paid by %(day)s. After that day the settlement no longer "
                "holds. Have you paid already? Then you need not do anything.",
                amount=money(left),
                day=on,
            ),
            _("See it and pay"),
        )
    return (
        _("Your settlement no longer holds"),
        _(
            "%(amount)s was not with us by %(day)s, so all that is open is owed again. Do you want "
            "to pay in another way? Tell us, and we look for a way together.",
            amount=money(made.amount),
            day=on,
        ),
        _("See what is open"),
    )


def _send(made: Settlement, news: News) -> None:
    def say() -> dict[str, Any]:
        subject, text, label = _said(made, news)
        attached = []
        if news is News.AGREED:
            content = letters.read(made, settlement_letters.compose)
            name = settlement_letters.name_of(made)
            attached = [Attachment(name, "application/pdf", content)]
        return {"subject": subject, "text": text, "label": label, "attachments": attached}

    write_to_debtor("settlement", made.case, say)
