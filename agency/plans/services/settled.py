"""Whether settlements are paid: in force once the books say so, void once their day has passed without."""

from collections.abc import Sequence

from sqlalchemy import and_, func, select

from agency.cases import services as cases
from agency.cases.models import Case, ClosureReason
from agency.charges.services import book
from agency.ledger.models import Entry
from agency.ledger.posting import post, reverse
from agency.payments.models import Payment
from agency.payments.queries import awaits_bank, given_back
from agency.plans.kinds import SettlementState
from agency.plans.models import Settlement
from agency.plans.queries import alive, settlement_of, void_settlement_of
from agency.plans.services.next_moves import go_on
from agency.plans.services.settling import over
from agency.plans.services.writing_off import write_off
from agency.plans.signals import settlement_void
from portal import clock, db, outbox
from portal.audit import services as audit
from portal.money import Money

CHUNK = 200
"""Settlements that one transaction lets be void."""


def judge_settlement_of(case: Case) -> None:
    """Judge the settlement of a case that is locked, now that money came or went.

    One that was void is in force after all where its payment turns up, or comes back from the bank,
    unless the debtor agreed to something else since.
    """
    made = settlement_of(case) or _void_by_mistake(case)
    if made is None:
        return
    is_paid = received_for_settlement(made) >= made.amount
    if made.state in (SettlementState.AGREED, SettlementState.VOID) and is_paid:
        _write_off(case, made)
    elif made.state == SettlementState.IN_FORCE and not is_paid:
        _take_back(case, made)


def lapse_settlements() -> int:
    """Let those be void whose day has passed; how many.

    What a bank has yet to carry out is waited for. Cases that somebody works at this moment are left
    for the next run.
    """
    found = db.session.scalars(
        select(Settlement)
        .join(Case, and_(Case.agency_id == Settlement.agency_id, Case.id == Settlement.case_id))
        .where(
            Settlement.state.in_((SettlementState.OFFERED, SettlementState.AGREED)),
            Settlement.pay_by < clock.today(),
            ~awaits_bank(Case),
        )
        .order_by(Settlement.pay_by, Settlement.id)
        .limit(CHUNK)
        .with_for_update(of=(Case, Settlement), skip_locked=True)
    ).all()
    for made in found:
        _lapse(made)
    if len(found) == CHUNK:
        outbox.later("plans.judge")
    return len(found)


def received_for_settlement(made: Settlement) -> Money:
    """What came in for it since it was agreed, less what of it went back, of what was paid by its day.

    A debit is paid on the day on which its payer confirmed it, however long its bank takes.
    """
    paid_on = func.least(Payment.received_on, db.day_of(Payment.awaited_since))
    minor = db.session.scalar(
        select(func.coalesce(func.sum(Payment.amount_minor - given_back()), 0)).where(
            Payment.case_id == made.case_id,
            Payment.paid_at >= made.agreed_at,
            paid_on <= made.pay_by,
        )
    )
    return Money(int(minor or 0), made.currency)


def _void_by_mistake(case: Case) -> Settlement | None:
    """The settlement that was void last, while the debtor agreed to nothing else in its place."""
    plan = alive(case)
    return void_settlement_of(case) if case.is_open and not (plan and plan.is_running) else None


def _lapse(made: Settlement) -> None:
    was_agreed = made.is_agreed
    over(made, SettlementState.VOID if was_agreed else SettlementState.ENDED, "lapsed")
    audit.record(made, "settlement.void", by="system", amount=made.amount)
    go_on(made.case)
    if was_agreed:
        settlement_void.send(made)


def _write_off(case: Case, made: Settlement) -> None:
    """It is paid: write the rest off, claim by claim, and close the case."""
    found = book(case, clock.today(), by="system")
    if not found.total:
        return  # Paid in full: the case closes as paid, and the settlement ends with it.
    number = len(_entries(made)) + 1
    entry = write_off(
        case, found, key=f"settlement:{made.id}:{number}", text=f"Settlement of {made.amount}"
    )
    post(entry)
    made.state, made.entry_id = SettlementState.IN_FORCE, entry.id
    made.ended_at, made.ended_why = None, ""
    db.session.flush()
    db.session.expire(case, ["balance"])
    audit.record(
        made, "settlement.in_force", by="system", amount=made.amount, written_off=found.total
    )
    cases.close(case, ClosureReason.SETTLED, by="system")


def _take_back(case: Case, made: Settlement) -> None:
    """What paid it went back: the rest is owed again, and so is the case; through its day it still holds."""
    entry = db.session.scalars(select(Entry).where(Entry.id == made.entry_id)).one()
    post(
        reverse(
            entry,
            key=f"{entry.key}:void",
            text="Settlement is not paid any more",
            booked_on=clock.today(),
        )
    )
    made.entry_id = None
    db.session.expire(case, ["balance"])
    if clock.today() <= made.pay_by:
        made.state = SettlementState.AGREED
        db.session.flush()
        audit.record(made, "settlement.unpaid", by="system", amount=made.amount)
    else:
        over(made, SettlementState.VOID, "refunded")
        audit.record(made, "settlement.void", by="system", amount=made.amount)
        settlement_void.send(made)
    cases.reopen(case, by="system", why="refund")
    if made.is_agreed:
        go_on(case)


def _entries(made: Settlement) -> Sequence[Entry]:
    """What was written off for it, undone or not."""
    return db.session.scalars(
        select(Entry).where(
            Entry.case_id == made.case_id,
            Entry.key.startswith(f"settlement:{made.id}"),
            Entry.reverses_id.is_(None),
        )
    ).all()
