"""Interest that is not asked: written off once all else is paid, asked again when money goes back."""

from collections.abc import Sequence

from sqlalchemy import select

from agency.cases import services as cases
from agency.cases.models import Case, ClosureReason
from agency.charges.services import CaseOwed, book
from agency.ledger.models import Entry
from agency.ledger.posting import post, reverse
from agency.payments.models import Payment
from agency.plans.kinds import PlanState
from agency.plans.models import Plan
from agency.plans.position import interest_of, is_rest_of_debit
from agency.plans.queries import alive
from agency.plans.services.writing_off import write_off
from portal import clock, db
from portal.audit import services as audit
from portal.money import Money


def judge_waiver_of(case: Case) -> None:
    """Bring the books of a case that is locked to what its paid plan waives, or its paid debit.

    What is left of a plan that was kept is the interest since it was agreed, or, where that is asked,
    since its last debit was confirmed; and of all that a debtor paid by debit without a plan, the
    latter too. That is written off, and the case closes as paid. Money that goes back afterwards
    takes the write-off back, since not all is paid then; money that comes again writes it off anew.
    Twice changes nothing.
    """
    plan = _paid_plan(case)
    if plan is None and alive(case) is not None:
        return  # Its plan is judged by what was paid.
    entries = _entries(case, plan)
    standing = entries[-1] if entries and not _is_reversed(entries[-1]) else None
    found = book(case, clock.today(), by="system")
    if standing is not None:
        if found.total:
            _take_back(case, plan, standing)
            judge_waiver_of(case)
    elif found.total and _is_waived(case, plan, found):
        _waive(case, plan, found.total, number=len(entries) + 1)


def _is_waived(case: Case, plan: Plan | None, found: CaseOwed) -> bool:
    if plan is not None and plan.waives_interest:
        return found.total.minor <= interest_of(found).minor - plan.interest_minor
    is_paid = plan is not None or _came_last_by_debit(case)
    return is_rest_of_debit(case.id, found.total.minor, is_paid=is_paid)


def _came_last_by_debit(case: Case) -> bool:
    """Whether nothing was paid since, and nothing new is claimed."""
    last = db.session.scalars(
        select(Payment)
        .where(Payment.case_id == case.id, Payment.paid_at.is_not(None))
        .order_by(Payment.paid_at.desc(), Payment.id.desc())
        .limit(1)
    ).first()
    is_debit = last is not None and last.awaited_since is not None
    return is_debit and not any(claim.awaits_review for claim in case.claims)


def _waive(case: Case, plan: Plan | None, amount: Money, *, number: int) -> None:
    found = book(case, clock.today(), by="system")
    key = f"{_key(case, plan)}{number}"
    post(write_off(case, found, key=key, text="Interest waived"))
    db.session.expire(case, ["balance"])
    kind = "plan.interest_waived" if plan else "case.interest_waived"
    audit.record(plan or case, kind, by="system", amount=amount)
    cases.close(case, ClosureReason.PAID, by="system")


def _take_back(case: Case, plan: Plan | None, entry: Entry) -> None:
    undone = reverse(
        entry,
        key=f"{entry.key}:back",
        text="Interest is not waived any more",
        booked_on=clock.today(),
    )
    post(undone)
    db.session.expire(case, ["balance"])
    kind = "plan.waiver_undone" if plan else "case.waiver_undone"
    audit.record(plan or case, kind, by="system")
    cases.reopen(case, by="system", why="refund")


def _paid_plan(case: Case) -> Plan | None:
    """The plan by which a case was paid last."""
    newest = db.session.scalars(
        select(Plan)
        .where(Plan.case_id == case.id, Plan.agreed_at.is_not(None))
        .order_by(Plan.agreed_at.desc())
        .limit(1)
    ).first()
    return newest if newest and newest.state == PlanState.COMPLETED else None


def _key(case: Case, plan: Plan | None) -> str:
    """How the keys begin of what is written off."""
    return f"plan_waived:{plan.id}:" if plan else f"debit_rest:{case.id}:"


def _entries(case: Case, plan: Plan | None) -> Sequence[Entry]:
    """What was written off of a case, or for its plan, the latest last."""
    found = db.session.scalars(
        select(Entry)
        .where(Entry.case_id == case.id, Entry.key.startswith(_key(case, plan)))
        .order_by(Entry.id)
    ).all()
    return [entry for entry in found if entry.reverses_id is None]


def _is_reversed(entry: Entry) -> bool:
    return db.session.scalar(select(Entry.id).where(Entry.reverses_id == entry.id)) is not None
