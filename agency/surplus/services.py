"""What becomes of what was paid too much: chosen by the debtor or on its word, taken back, not forgotten."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases.models import Case
from agency.cases.services import carry_on, lock
from agency.payments import moving
from agency.surplus.evidence import question_of
from agency.surplus.models import SurplusChoice
from agency.surplus.queries import kept_until, owing_cases, settings, wish_of
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.errors import Refused
from portal.keys import new_key
from portal.web import get

MOVE = "surplus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """By what way the debtor said it, and to whom: its own page, or a person who noted it."""

    channel: str = "portal"
    said_by: str = ""
    note: str = ""


def choose(
    case: Case, to_case_id: UUID | None, word: Word, *, form_key: UUID, by: Actor
) -> SurplusChoice:
    """Use the money for a case, or note that it is to be paid back; once for each form.

    What was asked and answered is kept. Refused where the money is gone or the case owes nothing.
    """
    wanted = {it.id for it in owing_cases(case) if it.id == to_case_id}
    moving.lock_in_order({case.id, *wanted})
    db.session.expire(case, ["balance"])
    if before := _made_with(form_key):
        return before
    question = question_of(case)
    if question is None:
        raise Refused(_("This is settled already: nothing is kept for you any more."))
    if to_case_id is not None and str(to_case_id) not in dict(question.answers):
        raise Refused(_("Nothing is open there any more. Choose another answer."))
    before = wish_of(case)
    if to_case_id is None and before is not None:
        return before
    choice = SurplusChoice(
        id=new_key(),
        creditor_id=case.creditor_id,
        case_id=case.id,
        to_case_id=to_case_id,
        form_key=form_key,
        amount_minor=question.amount.minor,
        currency=question.amount.currency,
        said_by=word.said_by,
        channel=word.channel,
        shown=question.with_answer(to_case_id),
        locale=str(get_locale() or "en"),
        note=word.note,
        recorded_by=audit.user_id(by),
    )
    db.session.add(choice)
    db.session.flush()
    if to_case_id is None:
        audit.record(choice, "surplus.asked_back", by=by, amount=choice.amount, way=word.channel)
        carry_on_if_waiting(case)
    else:
        _use(case, get(Case, to_case_id), choice, by=by)
    return choice


def end_wishes(case_ids: Iterable[UUID]) -> None:
    """Note of cases whose money is gone that nobody waits for it any more."""
    for choice in db.session.scalars(
        select(SurplusChoice).where(
            SurplusChoice.case_id.in_([*case_ids]),
            SurplusChoice.to_case_id.is_(None),
            SurplusChoice.ended_at.is_(None),
        )
    ):
        db.session.expire(choice.case, ["balance"])
        if choice.case.balance is None or choice.case.balance.surplus.minor <= 0:
            choice.ended_at = clock.now()
            db.session.flush()
            carry_on_if_waiting(choice.case)


def carry_on_if_waiting(case: Case) -> None:
    """Let an open case wait for what comes next, where this is or was it."""
    if case.is_open and (case.move == MOVE or wish_of(case)):
        carry_on(case, 1)


def bring_up() -> None:
    """Make it the next move on open cases that have kept money for too long."""
    for case in kept_until(clock.today() - timedelta(days=settings().days)):
        if case.is_open and case.move != MOVE:
            carry_on(lock(case), 1)


def set_days(days: int, *, by: User) -> None:
    """Change after how many days finance is reminded. Saying the same again changes nothing."""
    found = settings()
    before = found.days
    if before == days and found.id is not None:
        return
    found.days = days
    db.session.add(found)
    db.session.flush()
    audit.record(found, "surplus.days_changed", by=by, before=before, after=days)


def _use(case: Case, target: Case, choice: SurplusChoice, *, by: Actor) -> None:
    moves = moving.move(case, target, by=by)
    choice = get(SurplusChoice, choice.id)
    used = sum(it.refund.amount_minor for it in moves)
    choice.amount_minor, choice.ended_at = used, clock.now()
    for wish in db.session.scalars(
        select(SurplusChoice).where(
            SurplusChoice.case_id == case.id, SurplusChoice.ended_at.is_(None)
        )
    ):
        wish.ended_at = clock.now()
    db.session.flush()
    audit.record(
        choice,
        "surplus.used",
        by=by,
        amount=choice.amount,
        text=target.reference,
        way=choice.channel,
    )
    carry_on_if_waiting(case)


def _made_with(form_key: UUID) -> SurplusChoice | None:
    return db.session.scalars(
        select(SurplusChoice).where(SurplusChoice.form_key == form_key)
    ).one_or_none()
