"""Interest that a plan does not ask: written off once the plan is paid, asked again when money goes back."""

from collections.abc import Sequence

from sqlalchemy import select

from agency.cases import services as cases
from agency.cases.models import Case, ClosureReason
from agency.charges.services import CaseOwed, book
from agency.ledger.models import Entry
from agency.ledger.posting import post, reverse
from agency.plans.kinds import PlanState
from agency.plans.models import Plan
from agency.plans.position import interest_of, is_rest_of_debit
from agency.plans.services.writing_off import write_off
from portal import clock, db
from portal.audit import services as audit
from portal.money import Money


def judge_waiver_of(case: Case) -> None:
    """Bring the books of a case that is locked to what its paid plan waives.

    What is left of a plan that was kept is the interest since it was agreed, or, where that is asked,
    since its last debit was confirmed: that is written off, and the case closes as paid. Money that
    goes back afterwards takes the write-off back, since the plan is not paid then; money that comes
    again writes it off anew. Twice changes nothing.
    """
    plan = _paid_plan(case)
    if plan is None:
        return
    entries = _entries(plan)
    standing = entries[-1] if entries and not _is_reversed(entries[-1]) else None
    found = book(case, clock.today(), by="system")
    if standing is not None:
        if found.total:
            _take_back(case, plan, standing)
            judge_waiver_of(case)
    elif found.total and _is_waived(plan, found):
        _waive(case, plan, found.total, number=len(entries) + 1)


def _is_waived(plan: Plan, found: CaseOwed) -> bool:
    if plan.waives_interest:
        return found.total.minor <= interest_of(found).minor - plan.interest_minor
    return is_rest_of_debit(plan.case_id, found.total.minor, is_paid=True)


def _waive(case: Case, plan: Plan, amount: Money, *, number: int) -> None:
    found = book(case, clock.today(), by="system")
    post(write_off(case, found, key=f"plan_waived:{plan.id}:{number}", text="Interest waived"))
    db.session.expire(case, ["balance"])
    audit.record(plan, "plan.interest_waived", by="system", amount=amount)
    cases.close(case, ClosureReason.PAID, by="system")


def _take_back(case: Case, plan: Plan, entry: Entry) -> None:
    undone = reverse(
        entry,
        key=f"{entry.key}:back",
        text="Interest is not waived any more",
        booked_on=clock.today(),
    )
    post(undone)
    db.session.expire(case, ["balance"])
    audit.record(plan, "plan.waiver_undone", by="system")
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


def _entries(plan: Plan) -> Sequence[Entry]:
    """What was written off for a plan, the latest last."""
    found = db.session.scalars(
        select(Entry)
        .where(Entry.case_id == plan.case_id, Entry.key.startswith(f"plan_waived:{plan.id}:"))
        .order_by(Entry.id)
    ).all()
    return [entry for entry in found if entry.reverses_id is None]


def _is_reversed(entry: Entry) -> bool:
    return db.session.scalar(select(Entry.id).where(Entry.reverses_id == entry.id)) is not None
