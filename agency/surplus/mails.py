"""What debtors are asked by mail about what they paid too much."""

from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases.models import Case
from agency.compliance.may_contact import may_contact
from agency.compliance.own_mails import is_held, write_to_debtor
from agency.law.vocabulary import Channel, Purpose
from agency.surplus.evidence import question_of
from agency.surplus.queries import since, waiting
from portal import db, outbox
from portal.audit import services as audit
from portal.audit.models import Event
from portal.filters import money

ASKED = "surplus.asked"


def ask_due() -> None:
    """Have those asked who were not yet: what is too much also comes about by a credit note."""
    for row in db.session.execute(waiting()):
        if not _was_asked(row.Case):
            outbox.later("surplus.ask", case_id=row.Case.id)


def ask(case: Case) -> None:
    """Ask the debtor what to do with its money: once for each time that there is some."""
    db.session.refresh(case, with_for_update=True)
    balance = case.balance
    if balance is None or balance.surplus.minor <= 0 or not case.debtor.working_email:
        return
    with force_locale(case.debtor.locale):
        question = question_of(case)
    if question is None or _was_asked(case):
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


def _was_asked(case: Case) -> bool:
    found = select(Event.id).where(
        Event.subject_id == case.id,
        Event.kind == ASKED,
        Event.data["since"].astext == str(since(case)),
    )
    return db.session.scalars(found.limit(1)).first() is not None
