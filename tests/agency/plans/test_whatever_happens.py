"""Payments, refunds, credit notes, awards and deferrals in any order: a plan's total is the balance, always."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agency.awards.models import CourtAward
from agency.awards.services import take_back
from agency.cases.models import Case
from agency.charges.services import owed
from agency.corrections.services import enter_credit_note
from agency.payments import signals
from agency.payments.models import Refund
from agency.plans import services
from agency.plans.models import Deferral, Plan
from agency.plans.position import position, positions
from agency.plans.schedule import next_of
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.agency.awards.test_awards import award
from tests.agency.contacts.desk import new_case, on
from tests.agency.plans.test_plans import agreed
from tests.agency.remittance.till import pay, refund
from tests.office import Office, rows

TODAY = date(2026, 3, 2)
amounts = st.integers(100, 40_000).map(Money)
happenings = st.one_of(
    st.tuples(st.just("pay"), amounts),
    st.tuples(st.just("pay_newest"), amounts),
    st.tuples(st.just("refund"), amounts),
    st.tuples(st.just("credit"), st.integers(100, 15_000).map(Money)),
    st.tuples(st.just("award"), amounts),
    st.tuples(st.just("appeal"), amounts),
    st.tuples(st.just("defer"), amounts),
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(happenings, st.integers(1, 20)), min_size=2, max_size=6))
def test_the_instalments_are_what_came_in_and_what_is_owed(
    office: Office, steps: list[tuple[tuple[str, Money], int]]
) -> None:
    with on(TODAY):
        case_id = new_case(office)
        plan_id = agreed(office, case_id, 5)
    day, paid, awarded = TODAY, [], []
    for number, ((what, amount), days) in enumerate(steps):
        day += timedelta(days=days)
        with on(day):
            if what == "pay":
                paid.append(pay(office, case_id, amount))
            elif what == "pay_newest":
                with office.at_work():
                    newest = get(Case, case_id).claims[-1].id
                paid.append(pay(office, case_id, amount, designated=newest))
            elif what == "refund" and paid:
                refund(office, paid.pop())
                with office.at_work():
                    signals.payment_refunded.send(rows(Refund)[-1])
            elif what == "credit":
                _credit(office, case_id, amount, f"CN-{number}", day)
            elif what == "award" and _is_open(office, case_id):
                awarded.append(award(office, case_id, amount))
            elif what == "appeal" and awarded:
                _set_aside(office, awarded.pop())
            elif what == "defer":
                _defer(office, plan_id)
            _must_stand(office, plan_id)


def _credit(office: Office, case_id: object, amount: Money, reference: str, day: date) -> None:
    with office.at_work():
        claim = get(Case, case_id).claims[0]  # type: ignore[arg-type]
        enter_credit_note(
            claim, amount, reference=reference, counts_from=day, why="x", by=office.manager.user
        )


def _is_open(office: Office, case_id: object) -> bool:
    with office.at_work():
        return get(Case, case_id).is_open  # type: ignore[arg-type]


def _set_aside(office: Office, award_id: object) -> None:
    with office.at_work():
        award = get(CourtAward, award_id)  # type: ignore[arg-type]
        take_back(award, "On appeal", by=office.manager.user)


def _defer(office: Office, plan_id: object) -> None:
    with office.at_work():
        plan = get(Plan, plan_id)  # type: ignore[arg-type]
        coming = next_of(position(plan).lines)
        try:
            services.defer(plan, coming.number if coming else 1)
        except Refused:
            return


def _must_stand(office: Office, plan_id: object) -> None:
    with office.at_work():
        services.judge_due()
    with office.at_work():
        plan = get(Plan, plan_id)  # type: ignore[arg-type]
        stands, [booked] = position(plan), positions([plan])
        assert stands.left == owed(plan.case, plan.case.reckoned_on).total
        assert stands.total == stands.received + stands.left
        assert booked.left == plan.case.open_amount
        assert all(line.amount.minor > 0 for line in stands.lines)
        assert len(rows(Deferral, Deferral.plan_id == plan.id)) <= 1
        if plan.state == "completed":
            assert stands.is_done
