"""A worker is killed after the provider took an instalment and before our books know: taken once."""

import uuid
from datetime import timedelta

from sqlalchemy import select

from agency.autopay.models import ChargeAttempt
from agency.cases.models import Case
from agency.ledger.models import CaseBalance
from agency.ledger.proving import prove
from agency.payments.models import Payment
from agency.plans import services as plans
from agency.plans.models import Plan
from portal import clock, db, outbox
from portal.web import get
from tests.agency.autopay.desk import SAID, attempts, by_card, intents, takes_all
from tests.agency.contacts.desk import new_case, on
from tests.faults.conftest import House, how_many_wait, kill, let_time_pass, wait_until
from tests.office import Office, rows
from tests.standins.stripe import StripeStandIn


def test_a_worker_killed_between_charge_and_books_takes_an_instalment_once(
    house: House, office_there: Office, stripe: StripeStandIn
) -> None:
    office = takes_all(office_there, stripe)
    plan_id = due_now(office)
    by_card(office, stripe, plan_id)
    with office.at_work():
        case_id = get(Plan, plan_id).case_id
        outbox.later("autopay.run")
    with office.at_work():
        db.session.execute(
            select(CaseBalance.id).where(CaseBalance.id == case_id).with_for_update()
        )
        with house.worker() as first:
            wait_until(lambda: intents(stripe, office) and how_many_wait())
            kill(first)
    with office.at_work():
        assert not rows(Payment, Payment.paid_at.is_not(None)), "our books know nothing of it"

    let_time_pass("default")
    with house.worker():
        wait_until(lambda: is_paid_after_a_while(office))
    [asked] = intents(stripe, office)
    assert asked["status"] == "succeeded"
    with office.at_work():
        [paid] = rows(Payment, Payment.paid_at.is_not(None))
        [attempt] = rows(ChargeAttempt)
        assert paid.amount.minor == asked["amount"]
        assert (attempt.state, attempt.payment_id) == ("paid", paid.id)
        assert prove("EUR").holds


def due_now(office: Office) -> uuid.UUID:
    """A plan whose first instalment is due today, or was so days ago that are no delay yet."""
    today = clock.today()
    for ahead in range(5, 40, 5):
        with on(today - timedelta(days=ahead)), office.at_work():
            case = get(Case, new_case(office))
            dues = plans.draft(plans.situation(case), day=min(today.day, 28), count=4)
            if today - timedelta(days=3) <= dues[0].due_on <= today:
                made = plans.agree(case, dues, day=1, consent=SAID, by=office.collector.user)
                return made.id
    raise AssertionError("no plan begins now")


def is_paid_after_a_while(office: Office) -> bool:
    """Whether the try is settled; the queue's own waits are cut short."""
    let_time_pass("default")
    return [state for _, _, state, _ in attempts(office)] == ["paid"]
