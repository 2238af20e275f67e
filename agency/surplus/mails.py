"""What debtors are asked by mail about what they paid too much."""

from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Text, cast, select

from agency.cases.models import Case
from agency.compliance.may_contact import may_contact
from agency.compliance.own_mails import is_held, write_to_debtor
from agency.law.vocabulary import Channel, Purpose
from agency.ledger.models import CaseBalance
from agency.surplus.evidence import question_of
from portal import db, outbox
from portal.audit import services as audit
from portal.audit.models import Event
from portal.filters import money

ASKED = "surplus.asked"


def ask_due() -> None:
    """Have those asked who were not yet: what is too much also comes about by a credit note."""
    unasked = select(CaseBalance.id).where(CaseBalance.surplus_minor > 0, ~_was_asked())
    for case_id in db.session.scalars(unasked):
        outbox.later("surplus.ask", case_id=case_id)


def ask(case: Case) -> None:
    """Ask the debtor what to do with its money: once for each time that there is some."""
    db.session.refresh(case, with_for_update=True)
    balance = case.balance
    if balance is None or balance.surplus.minor <= 0 or not case.debtor.working_email:
        return
    with force_locale(case.debtor.locale):
        question = question_of(case)
    if question is None or db.session.scalar(select(_was_asked()).where(CaseBalance.id == case.id)):
        return
    if is_held(
        case,
        lambda: may_contact(case.debtor, Channel.EMAIL, purpose=Purpose.RECEIPT),
        mail=ASKED,
        job="surplus.ask",
        case_id=case.id,
    ):
        return

    def say() -> dict[str, Any]:
        return {
            "subject": _("You paid %(amount)s too much", amount=money(question.amount)),
            "question": question.text,
            "choices": [label for _key, label in question.answers],
        }

    write_to_debtor("surplus", case, say, page="/surplus")
    audit.record(case, ASKED, by="system", amount=question.amount, since=str(balance.surplus_since))


def _was_asked() -> ColumnElement[bool]:
    """Whether the debtor of a case was asked since it keeps what it keeps now."""
    return (
        select(Event.id)
        .where(
            Event.agency_id == CaseBalance.agency_id,
            Event.subject_id == CaseBalance.id,
            Event.kind == ASKED,
            Event.data["since"].astext == cast(CaseBalance.surplus_since, Text),
        )
        .exists()
    )
