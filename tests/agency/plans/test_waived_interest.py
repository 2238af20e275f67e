"""A plan that waives interest: it is not asked while the plan is kept, and never lost from the books."""

import random
import uuid
from datetime import date, timedelta

import pytest

from agency.cases.models import Case, Closure
from agency.cases.queries import closure_of
from agency.charges.services import book, owed
from agency.ledger.models import Entry
from agency.payments import signals
from agency.payments.models import Refund
from agency.plans import services
from agency.plans.models import Plan
from agency.plans.position import position
from portal import clock
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import new_case, on
from tests.agency.plans.test_plans import TODAY, agreed
from tests.agency.remittance.till import pay, refund
from tests.office import Office, rows

DAYS = (date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1))


@pytest.fixture
def case_id(office: Office) -> uuid.UUID:
    """A case whose creditor asks no interest while a plan is kept."""
    found = new_case(office)
    with office.at_work():
        agreement = get(Case, found).creditor.agreements[0]
        services.set_terms(agreement, {"interest": "waived"}, by=office.manager.user)
    return found


def stands(office: Office, plan_id: uuid.UUID) -> tuple[Money, Money, Money]:
    """What is left of a plan, what it waives, and what the case owes; their sums are checked."""
    with office.at_work():
        plan = get(Plan, plan_id)
        it, case = position(plan), get(Case, plan.case_id)
        due = owed(case, case.reckoned_on).total
        assert it.total == it.received + it.left
        assert it.left + it.waived == due
        return it.left, it.waived, due


def paid_whole(office: Office, case_id: uuid.UUID) -> tuple[uuid.UUID, list[uuid.UUID]]:
    """A plan of which each instalment came in on its day."""
    with on(TODAY):
        plan_id = agreed(office, case_id)
    payments = []
    with office.at_work():
        dues = get(Plan, plan_id).dues
    for due in dues:
        with on(due.due_on):
            payments.append(pay(office, case_id, due.amount))
    return plan_id, payments


def entries(office: Office, case_id: uuid.UUID) -> list[str]:
    with office.at_work():
        found = rows(Entry, Entry.case_id == case_id, Entry.kind.startswith("written_off"))
        return [entry.kind for entry in found]


def test_who_keeps_the_plan_pays_what_was_agreed_and_the_interest_is_written_off(
    office: Office, case_id: uuid.UUID
) -> None:
    plan_id, _payments = paid_whole(office, case_id)
    with office.at_work():
        plan, case = get(Plan, plan_id), get(Case, case_id)
        assert plan.state == "completed"
        assert case.balance
        assert case.balance.paid == plan.total
        assert not case.open_amount
        closure = closure_of(case)
        assert closure
        assert closure.reason == "paid"
    assert entries(office, case_id) == ["written_off"]


def test_judging_twice_writes_off_once(office: Office, case_id: uuid.UUID) -> None:
    paid_whole(office, case_id)
    with on(DAYS[-1] + timedelta(days=3)), office.at_work():
        services.judge_waiver_of(get(Case, case_id))
    assert entries(office, case_id) == ["written_off"]


def test_a_plan_that_breaks_asks_all_interest_again(office: Office, case_id: uuid.UUID) -> None:
    with on(TODAY):
        plan_id = agreed(office, case_id)
    with on(DAYS[0]):
        pay(office, case_id, Money.of(200))
    with on(DAYS[0] + timedelta(days=20)), office.at_work():
        book(get(Case, case_id), clock.today(), by="system")
    with on(DAYS[1] + timedelta(days=20)):
        with office.at_work():
            services.judge_due()
        with office.at_work():
            plan, case = get(Plan, plan_id), get(Case, case_id)
            assert plan.state == "broken"
            found = owed(case, clock.today())
            charged = sum(line.charge.interest.minor for line in found.claims)
            assert charged > plan.interest_minor
            assert found.total.minor > plan.total_minor - 200_00
    assert entries(office, case_id) == []


def test_money_that_goes_back_takes_the_waiver_back_and_paying_again_gives_it_again(
    office: Office, case_id: uuid.UUID
) -> None:
    _plan_id, payments = paid_whole(office, case_id)
    with on(DAYS[-1] + timedelta(days=5)):
        with office.at_work():
            gone = rows(Entry, Entry.case_id == case_id, Entry.kind == "written_off")[0]
            waived = sum(p.amount_minor for p in gone.postings if p.amount_minor > 0)
        refund(office, payments[-1], Money.of(10))
        with office.at_work():
            signals.payment_refunded.send(rows(Refund)[-1])
        with office.at_work():
            case = get(Case, case_id)
            assert case.is_open
            assert case.open_amount.minor >= 10_00 + waived
        assert entries(office, case_id) == ["written_off", "written_off.reversed"]
        pay(office, case_id, Money.of(10))
        with office.at_work():
            case = get(Case, case_id)
            assert not case.open_amount
            assert not case.is_open
            assert len(rows(Closure, Closure.case_id == case_id)) == 2
    assert entries(office, case_id) == ["written_off", "written_off.reversed", "written_off"]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_paid_when_the_totals_are_the_balance(
    office: Office, case_id: uuid.UUID, seed: int
) -> None:
    dice = random.Random(seed)
    with on(TODAY):
        plan_id = agreed(office, case_id)
        left, waived, _due = stands(office, plan_id)
        assert not waived
    day = TODAY
    while day < DAYS[-1] and left:
        day += timedelta(days=dice.randint(1, 12))
        with on(day):
            amount = Money(min(dice.randint(100_00, 500_00), left.minor))
            pay(office, case_id, amount)
            with office.at_work():
                is_open = get(Case, case_id).is_open
                if is_open and dice.random() < 0.5:
                    book(get(Case, case_id), clock.today(), by="system")
            left, waived, due = stands(office, plan_id)
            assert is_open or not due
    with office.at_work():
        plan, case = get(Plan, plan_id), get(Case, case_id)
        assert plan.state == "completed"
        assert case.balance
        assert case.balance.paid == plan.total
        assert not case.open_amount
