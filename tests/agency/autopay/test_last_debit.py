"""The last instalment is debited: the interest of the days that its bank takes breaks no plan."""

import uuid
from datetime import timedelta

from agency.cases.models import Case
from agency.cases.queries import closure_of
from agency.charges.services import owed
from agency.ledger.proving import prove
from agency.payments.models import Payment
from agency.plans import services
from agency.plans.position import is_rest_of_debit
from agency.plans.queries import ran_while_debited
from portal.money import Money
from portal.web import get
from tests.agency.autopay.desk import by_account, first_day, intents, look, night
from tests.agency.contacts.desk import new_case, on
from tests.agency.plans.test_plans import SAID, plan_of
from tests.agency.remittance.till import bank_takes_back
from tests.office import Office, rows
from tests.standins.stripe import StripeStandIn

BANK_DAYS = timedelta(days=5)


def debited(office: Office, stripe: StripeStandIn, case_id: uuid.UUID) -> uuid.UUID:
    """A plan whose two instalments were debited on their days and came in some days later."""
    with office.at_work():
        case = get(Case, case_id)
        dues = services.draft(services.situation(case), day=25, count=2)
        plan_id = services.agree(case, dues, day=25, consent=SAID, by=office.collector.user).id
    by_account(office, stripe, plan_id)
    for _ in dues:
        day = first_day(office, plan_id)
        with on(day):
            night(office)
        with on(day + BANK_DAYS):
            for intent in intents(stripe, office):
                if intent["status"] == "processing":
                    stripe.settle(intent["id"], paid=True)
            look(office)
            night(office)
    return plan_id


def test_a_plan_whose_last_debit_comes_in_is_paid(unheard: Office, stripe: StripeStandIn) -> None:
    case_id = new_case(unheard)
    plan_id = debited(unheard, stripe, case_id)
    assert plan_of(unheard, plan_id) == ("completed", None, 0)
    with unheard.at_work():
        case = get(Case, case_id)
        closure = closure_of(case)
        assert closure
        assert (closure.reason, case.open_amount) == ("paid", Money.zero())
        assert prove("EUR").holds
        ran = ran_while_debited(case_id)
        assert 0 < ran < 200
        assert is_rest_of_debit(case_id, ran, is_paid=True)
        assert not is_rest_of_debit(case_id, ran + 1, is_paid=True)
        assert not is_rest_of_debit(case_id, ran, is_paid=False)


def test_what_was_not_asked_is_owed_again_where_the_bank_takes_the_debit_back(
    unheard: Office, stripe: StripeStandIn
) -> None:
    case_id = new_case(unheard)
    debited(unheard, stripe, case_id)
    with unheard.at_work():
        last = rows(Payment, Payment.case_id == case_id)[-1]
        assert last.received_on
        later = last.received_on + timedelta(days=1)
    with on(later):
        with unheard.at_work():
            bank_takes_back(last.id)
        with unheard.at_work():
            case = get(Case, case_id)
            assert case.is_open
            assert case.open_amount == owed(case, later).total > last.amount
            assert prove("EUR").holds
