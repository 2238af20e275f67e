"""Logging a contact: what happened, as it happened, with all that follows from it at once."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases import requests
from agency.cases.models import Case, DebtorRequest, HoldReason, RequestKind
from agency.cases.services import lock, put_on_hold
from agency.compliance.may_contact import may_contact
from agency.compliance.services.declaring import Paper
from agency.contacts import signals
from agency.contacts.kinds import NOT_REACHED, ContactKind, Direction, Outcome, Reason, Spoke
from agency.contacts.models import Callback, Contact
from agency.contacts.services.calling_back import finish, plan
from agency.contacts.services.next_moves import go_on
from agency.contacts.services.promising import promise
from agency.law.errors import LawMissing
from agency.law.vocabulary import Purpose
from portal import db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.audit.services import Subject
from portal.errors import NotFound
from portal.i18n import said
from portal.keys import new_key
from portal.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A contact as somebody tells it, and what was agreed in it."""

    form_key: uuid.UUID
    kind: ContactKind
    direction: Direction
    spoke: Spoke
    outcome: Outcome
    at: datetime
    spoke_name: str = ""
    reason: Reason | None = None
    note: str = ""
    phone: str = ""
    amount: Money | None = None
    due_on: date | None = None
    beyond_why: str = ""
    call_at: datetime | None = None
    call_phone: str = ""
    objection: str = ""
    paper: Paper | None = None
    callback: Callback | None = None
    request: DebtorRequest | None = None


def log_contact(case: Case, told: Logged, *, by: User) -> Contact:
    """Keep a contact and do what it leads to. The same form twice is one contact.

    One that we sought against the law is kept as what happened, and marked.
    """
    lock(case)
    if known := db.session.scalars(
        select(Contact).where(Contact.form_key == told.form_key)
    ).one_or_none():
        return known
    _must_be_of(case, told)
    flaw, article = _flaw(case, told)
    made = Contact(
        id=new_key(),
        case_id=case.id,
        debtor_id=case.debtor_id,
        callback_id=told.callback.id if told.callback else None,
        form_key=told.form_key,
        kind=told.kind,
        direction=told.direction,
        spoke=told.spoke,
        spoke_name=told.spoke_name,
        outcome=told.outcome,
        reason=told.reason or "",
        note=told.note,
        phone=told.phone,
        at=told.at,
        flaw=flaw,
        flaw_article=article,
        document_key=told.paper.stored.key if told.paper else "",
        document_name=told.paper.name if told.paper else "",
        document_type=told.paper.media_type if told.paper else "",
        logged_by=by.id,
    )
    db.session.add(made)
    db.session.flush()
    _tell(case, made, by)
    _follow(case, told, by)
    signals.contact_logged.send(made, by=by)
    return made


def _must_be_of(case: Case, told: Logged) -> None:
    """What a contact answers is of the same case."""
    for answered in (told.callback, told.request):
        if answered is not None and answered.case_id != case.id:
            raise NotFound


def _flaw(case: Case, told: Logged) -> tuple[str, str]:
    """Why we were not allowed to seek this contact then, and the article; empty when we were."""
    if told.direction is not Direction.OUT:
        return "", ""
    asked_for = told.callback is not None or told.request is not None
    purpose = Purpose.ANSWER if asked_for else Purpose.COLLECTION
    try:
        verdict = may_contact(case.debtor, told.kind.channel, told.at, purpose=purpose)
    except LawMissing as error:
        return said(error.words), ""
    return ("", "") if verdict.allowed else (said(verdict.reason), verdict.article)


def _tell(case: Case, made: Contact, by: User) -> None:
    """Note it in the trail: to the creditor only that its customer was reached, and no words."""
    if made.is_right_party:
        reached = Subject(Contact.__tablename__, made.id, case.id, case.creditor_id)
        audit.record_many([audit.event_row(reached, "contact.reached", by=by, channel=made.kind)])
    else:
        audit.record(made, "contact.logged", by=by, channel=made.kind, outcome=made.outcome)
    if made.flaw:
        audit.record(made, "contact.flagged", by=by, why=made.flaw)
    if made.outcome == Outcome.WRONG_NUMBER:
        audit.record(made, "contact.wrong_number", by=by, phone=made.phone)


def _follow(case: Case, told: Logged, by: User) -> None:
    """What was agreed, and what the contact answered."""
    reached = told.outcome not in NOT_REACHED
    if told.callback and (reached or told.outcome is Outcome.WRONG_NUMBER):
        finish(told.callback, by=by)
    if told.request and not told.request.is_answered and reached:
        requests.answer(told.request, _("Called."), by=by)  # A creditor reads it, so no note.
    if told.outcome is Outcome.PROMISE and told.amount and told.due_on:
        promise(
            case,
            told.amount,
            told.due_on,
            channel=told.kind.channel,
            by=by,
            beyond_why=told.beyond_why,
        )
    elif told.outcome is Outcome.CALLBACK and told.call_at:
        who = told.spoke_name or case.debtor.name
        phone = told.call_phone or told.phone or case.debtor.phone
        plan(case, told.call_at, asked_by=who, phone=phone, note=told.note, by=by)
    elif told.outcome is Outcome.DISPUTE and case.is_open:
        put_on_hold(case, HoldReason.DISPUTE, by=by, text=told.objection)
    elif (reached or told.callback) and case.move in ("callback", "broken_promise"):
        go_on(case)


def waiting_call(case: Case) -> DebtorRequest | None:
    """The debtor's own request to be called that nobody has answered."""
    return next(
        (
            asked
            for asked in case.requests
            if asked.kind == RequestKind.CALL_ME and not asked.is_answered
        ),
        None,
    )
