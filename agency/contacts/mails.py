"""What debtors are told about their promise: that we noted it, and on the day before, that it is due."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from agency.compliance.may_contact import may_contact
from agency.compliance.own_mails import is_held, was_told, write_to_debtor
from agency.contacts.models import Promise
from agency.contacts.signals import promise_made
from agency.law.vocabulary import Channel, Purpose
from portal import clock, db, outbox
from portal.audit import services as audit

CONFIRMED = "promise.confirmed"
REMINDED = "promise.reminded"


@promise_made.connect
def confirm_later(promised: Promise, **_facts: Any) -> None:
    """Have the promise confirmed in writing once it is noted."""
    outbox.later("contacts.confirm", promise_id=promised.id)


def confirm(promised: Promise) -> None:
    """Tell the debtor what we noted, once."""
    if _is_over(promised, CONFIRMED):
        return
    if _is_held(promised, CONFIRMED, "contacts.confirm", Purpose.ANSWER):
        return
    _send("promise_made", promised, lambda: _("Thank you: this is what we agreed"))
    audit.record(promised, CONFIRMED, by="system")


def remind(promised: Promise) -> None:
    """Tell the debtor that its promise is due, once, and only what is still to come of it."""
    if _is_over(promised, REMINDED) or clock.today() > promised.due_on:
        return
    if _is_held(promised, REMINDED, "contacts.remind", Purpose.COLLECTION):
        return
    _send("promise_reminder", promised, lambda: _("A reminder of what we agreed"))
    promised.reminded_at = clock.now()
    audit.record(promised, REMINDED, by="system")


def _is_over(promised: Promise, kind: str) -> bool:
    """Whether there is nothing to write: not running, nobody to write to, or written before."""
    db.session.refresh(promised, with_for_update=True)
    if not promised.is_running or not promised.case.debtor.working_email:
        return True
    return was_told(promised, kind)


def _is_held(promised: Promise, mail: str, job: str, purpose: Purpose) -> bool:
    """Whether the debtor may not be written to now; it is then later, while it is of use, or not."""
    return is_held(
        promised,
        lambda: may_contact(promised.case.debtor, Channel.EMAIL, purpose=purpose),
        mail=mail,
        job=job,
        latest_on=promised.due_on,
        promise_id=promised.id,
    )


def _send(template: str, promised: Promise, subject: Callable[[], str]) -> None:
    write_to_debtor(
        template,
        promised.case,
        lambda: {"subject": subject()},
        amount=promised.amount,
        left=promised.left,
        due_on=promised.due_on,
    )
