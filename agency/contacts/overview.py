"""What the pages of contacts show: whether a call is lawful now, and what waits for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agency.cases.models import Case, DebtorRequest
from agency.compliance.may_contact import Contactability
from agency.contacts.bounds import Bounds
from agency.contacts.models import Callback, Contact, Promise
from agency.contacts.queries import (
    bare_number,
    contacts_of_case,
    open_callbacks,
    promises_of,
    running_promise,
    wrong_numbers,
)
from agency.contacts.services import allowance, is_arranged, waiting_call
from agency.law.errors import LawMissing
from agency.law.vocabulary import Channel, Purpose
from portal.i18n import said
from portal.web import Page, keyset

SHOWN = 10
"""Contacts on a page of the panel."""


@dataclass(frozen=True, slots=True)
class CallNow:
    """Whether the debtor may be called at this moment; if not, why and from when."""

    phone: str
    is_wrong: bool
    allowed: bool
    reason: str = ""
    article: str = ""
    next_at: datetime | None = None

    @property
    def number(self) -> str:
        """The number as a telephone dials it."""
        return bare_number(self.phone)


@dataclass(frozen=True, slots=True)
class Desk:
    """All that somebody needs before and while they call."""

    case: Case
    now: CallNow
    callback: Callback | None
    asked: DebtorRequest | None
    running: Promise | None
    allowed: Bounds

    @property
    def may_promise(self) -> bool:
        """Whether there is something to promise, and no promise yet."""
        return (
            self.case.is_open
            and self.running is None
            and self.allowed.most.minor > 0
            and not is_arranged(self.case)
        )


def desk(case: Case) -> Desk:
    """What a caller sees."""
    callback = next(iter(open_callbacks(case)), None)
    asked = waiting_call(case)
    wish = callback or asked
    return Desk(
        case,
        call_now(case, phone=wish.phone if wish else "", is_asked_for=wish is not None),
        callback,
        asked,
        running_promise(case),
        allowance(case),
    )


def call_now(case: Case, *, phone: str = "", is_asked_for: bool = False) -> CallNow:
    """Whether the debtor may be called now, at the number it gave or the one we know."""
    number = phone or case.debtor.phone
    is_wrong = bool(number) and bare_number(number) in wrong_numbers(case.debtor)
    purpose = Purpose.ANSWER if is_asked_for else Purpose.COLLECTION
    try:
        verdict = Contactability(case.debtor).by(Channel.PHONE, purpose=purpose)
    except LawMissing as error:
        return CallNow(number, is_wrong, allowed=False, reason=said(error.words))
    return CallNow(
        number, is_wrong, verdict.allowed, said(verdict.reason), verdict.article, verdict.next_at
    )


def panel_of(case: Case) -> dict[str, Any]:
    """What the case page shows of contacts: a page of them, and what was promised and asked for."""
    contacts: Page = keyset(contacts_of_case(case), Contact.id, descending=True, size=SHOWN)
    promises: Sequence[Promise] = promises_of(case)
    return {
        "case": case,
        "contacts": contacts,
        "promises": promises,
        "callbacks": open_callbacks(case),
        "call": call_now(case),
        "has_running": any(each.is_running for each in promises),
    }
