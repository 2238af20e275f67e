"""A debit of an instalment comes back, or comes in, and nobody tells us: the provider is asked at night."""

import threading
import uuid
from datetime import date, timedelta

import pytest

from agency.autopay import services
from agency.autopay.models import ChargeAttempt
from agency.autopay.services import checking
from agency.cases.models import Case
from agency.payments.models import Payment
from agency.payments.reserving import reserved
from agency.plans.models import Plan
from portal.audit.models import Event
from portal.jobs import run
from portal.web import get
from tests.agency.autopay.desk import (
    attempts,
    by_account,
    due,
    intents,
    new_plan,
    night,
    taken,
    told,
)
from tests.agency.contacts.desk import on
from tests.office import Office, rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs


def under_way(office: Office, stripe: StripeStandIn) -> tuple[uuid.UUID, date]:
    """A plan whose first instalment a bank is carrying out, and its day."""
    plan_id = new_plan(office)
    by_account(office, stripe, plan_id)
    with due(office, plan_id) as day:
        night(office)
        assert attempts(office) == [(day, 1, "processing", "")]
    return plan_id, day


def bank_decides(
    office: Office, stripe: StripeStandIn, *, paid: bool, why: str = "generic_decline"
) -> None:
    for intent in intents(stripe, office):
        stripe.settle(intent["id"], paid=paid, why=why)


def asked(office: Office, day: date) -> int:
    """How many debits are looked up in the night of a day."""
    with on(day):
        run("autopay.look_up_due", str(office.agency_id), {})
        return run_jobs(office, only="autopay").count("autopay.look_up")


def test_an_instalment_that_came_back_is_declined_though_nobody_told_of_it(
    unheard: Office, stripe: StripeStandIn
) -> None:
    plan_id, day = under_way(unheard, stripe)
    bank_decides(unheard, stripe, paid=False)
    assert asked(unheard, day + timedelta(days=2)) == 0
    assert asked(unheard, day + timedelta(days=3)) == 1
    assert asked(unheard, day + timedelta(days=4)) == 0
    assert attempts(unheard)[0][2] == "declined"
    with unheard.at_work():
        assert [it.ended_why for it in rows(Payment)] == ["declined"]
        assert not reserved(get(Case, get(Plan, plan_id).case_id))
        [event] = rows(Event, Event.kind == "autopay.declined")
        assert event.actor == "stripe"
    assert told(unheard, "declined") == 1
    stripe.deliveries.mode = "send"
    for event in stripe.events_of("payment_intent.payment_failed"):
        stripe.deliveries.again(event["id"], times=2)
    stripe.deliver_all()
    with unheard.at_work():
        assert len(rows(Event, Event.kind == "autopay.declined")) == 1
    assert told(unheard, "declined") == 1


@pytest.mark.parametrize(
    ("why", "tries"),
    [("insufficient_funds", ["declined", "processing"]), ("account_closed", ["declined"])],
)
def test_it_is_tried_again_as_its_code_says_though_nobody_told_of_it(
    unheard: Office, stripe: StripeStandIn, why: str, tries: list[str]
) -> None:
    _plan_id, day = under_way(unheard, stripe)
    bank_decides(unheard, stripe, paid=False, why=why)
    assert asked(unheard, day + timedelta(days=3)) == 1
    assert attempts(unheard) == [(day, 1, "declined", why)]
    with on(day + timedelta(days=6)):
        night(unheard)
    assert [it[2] for it in attempts(unheard)] == tries


def test_one_that_came_in_is_posted_and_one_under_way_is_left(
    unheard: Office, stripe: StripeStandIn
) -> None:
    _plan_id, day = under_way(unheard, stripe)
    assert asked(unheard, day + timedelta(days=5)) == 1
    assert attempts(unheard)[0][2] == "processing"
    bank_decides(unheard, stripe, paid=True)
    assert asked(unheard, day + timedelta(days=6)) == 1
    assert attempts(unheard)[0][2] == "paid"
    assert len(taken(unheard)) == 1


def test_two_workers_that_look_up_at_once_take_in_one_decline(
    unheard: Office, stripe: StripeStandIn
) -> None:
    _plan_id, day = under_way(unheard, stripe)
    bank_decides(unheard, stripe, paid=False)
    failed: list[BaseException] = []

    def one() -> None:
        try:
            later = day + timedelta(days=3)
            with unheard.app.app_context(), on(later), unheard.at_work():
                services.look_up(rows(ChargeAttempt)[0])
        except BaseException as error:
            failed.append(error)

    workers = [threading.Thread(target=one) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert failed == []
    with unheard.at_work():
        assert len(rows(Event, Event.kind == "autopay.declined")) == 1


def test_many_are_looked_up_a_chunk_at_a_time_and_each_once(
    unheard: Office, stripe: StripeStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "LIMIT", 2)
    for _ in range(3):
        by_account(unheard, stripe, new_plan(unheard))
    with unheard.at_work():
        plan_id = rows(Plan)[0].id
    with due(unheard, plan_id) as day:
        night(unheard)
        assert [it[2] for it in attempts(unheard)] == ["processing"] * 3
    assert asked(unheard, day + timedelta(days=3)) == 3
