"""What a payment leaves of an instalment, too little to be taken by itself, breaks no plan."""

from datetime import timedelta

from agency.plans.models import Plan
from portal.money import Money
from portal.web import get
from tests.agency.autopay.desk import by_card, due, new_plan, night, taken
from tests.agency.plans.test_plans import lines_of, plan_of
from tests.agency.remittance.till import pay
from tests.office import Office
from tests.standins.stripe import StripeStandIn


def test_some_cents_left_of_an_instalment_are_taken_with_the_next(
    unheard: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(unheard)
    by_card(unheard, stripe, plan_id)
    first, second = (amount for _day, amount, _paid in lines_of(unheard, plan_id)[:2])
    with unheard.at_work():
        case_id = get(Plan, plan_id).case_id
    with due(unheard, plan_id, days=-1) as day:
        pay(unheard, case_id, Money(first - 40))
        coming = plan_of(unheard, plan_id)[1]
    with due(unheard, plan_id, days=-20):
        night(unheard)
        assert plan_of(unheard, plan_id) == ("running", coming, 0)
        assert coming > day + timedelta(days=20)
    with due(unheard, plan_id):
        night(unheard)
    assert taken(unheard)[-1] == Money(second + 40)
