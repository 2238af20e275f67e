"""Nights, cards, declines, payments, refunds, revocations and deaths in any order: the books agree.

Nothing is taken twice, nothing without consent, and what the provider took is what came in.
"""

import threading
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agency.autopay import services
from agency.autopay.models import ChargeAttempt, SavedMethod
from agency.autopay.queries import active_method
from agency.ledger.proving import prove
from agency.payments.models import Payment
from agency.plans.models import Plan
from agency.plans.position import position
from agency.plans.services import judge_due
from portal.money import Money
from portal.web import get
from tests.agency.autopay.desk import (
    attempts,
    by_account,
    by_card,
    due,
    intents,
    new_plan,
    night,
    taken,
    takes_all,
)
from tests.agency.contacts.desk import on
from tests.agency.plans.test_plans import give_back
from tests.agency.remittance.till import pay
from tests.office import Office, open_office, rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs

GOOD = "4242424242424242"
BANKS = [GOOD, GOOD, "4000000000009995", "4000000000000341", "4000000000009987", "4000000000000119"]
happenings = st.one_of(
    st.tuples(st.just("night"), st.none()),
    st.tuples(st.just("dies"), st.none()),
    st.tuples(st.just("bank"), st.sampled_from(BANKS)),
    st.tuples(st.just("card"), st.none()),
    st.tuples(st.just("account"), st.none()),
    st.tuples(st.just("revoke"), st.none()),
    st.tuples(st.just("pay"), st.integers(100, 40_000).map(Money)),
    st.tuples(st.just("refund"), st.none()),
    st.tuples(st.just("settle"), st.booleans()),
)


@settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(happenings, st.integers(0, 25)), min_size=4, max_size=7))
def test_what_the_provider_took_is_what_was_allowed_and_came_in_once(
    app: Flask, stripe: StripeStandIn, live: str, steps: list[tuple[tuple[str, Any], int]]
) -> None:
    office = takes_all(open_office(app), stripe)
    plan_id = new_plan(office, 5)
    by_card(office, stripe, plan_id)
    with due(office, plan_id) as day:
        night(office)
    for (what, how), days in steps:
        day += timedelta(days=days)
        _happen(office, stripe, plan_id, day, what, how)
        with on(day):
            night(office)
            _must_agree(office, stripe, plan_id)


def _happen(
    office: Office, stripe: StripeStandIn, plan_id: uuid.UUID, day: date, what: str, how: Any
) -> None:
    with office.at_work():
        plan = get(Plan, plan_id)
        saved = active_method(plan)
        case_id, is_running = plan.case_id, plan.is_running
        ref = saved.method_ref if saved else None
    if what in ("card", "account") and is_running:
        (by_card if what == "card" else by_account)(office, stripe, plan_id)
    elif what == "bank" and ref and saved and saved.kind == "card":
        stripe.behave(ref, how)
    elif what == "settle":
        for intent in intents(stripe, office):
            if intent["status"] == "processing":
                stripe.settle(intent["id"], paid=how)
    with on(day):
        if what == "revoke" and saved:
            with office.at_work():
                services.revoke(get(SavedMethod, saved.id), by="debtor")
        elif what == "pay":
            pay(office, case_id, how)
        elif what == "refund":
            _refund_one(office)
        elif what == "dies":
            _die_in_a_charge(office)


def _refund_one(office: Office) -> None:
    with office.at_work():
        paid = [it for it in rows(Payment, Payment.paid_at.is_not(None)) if not it.given_back]
    if paid:
        give_back(office, paid[0].id)


class Killed(BaseException):
    """The worker is gone, and its transaction with it."""


def _die_in_a_charge(office: Office) -> None:
    with office.at_work():
        judge_due()
        services.run()
    with office.at_work():
        services.prepare([it.id for it in rows(ChargeAttempt, ChargeAttempt.state == "planned")])
    with office.at_work():
        sending = [it.id for it in rows(ChargeAttempt, ChargeAttempt.state == "sending")]
    for attempt_id in sending:
        with pytest.raises(Killed):
            _charge_and_die(office, attempt_id)


def _charge_and_die(office: Office, attempt_id: uuid.UUID) -> None:
    with office.at_work():
        services.charge(get(ChargeAttempt, attempt_id))
        raise Killed


def _must_agree(office: Office, stripe: StripeStandIn, plan_id: uuid.UUID) -> None:
    asked = intents(stripe, office)
    of_attempt = [it["metadata"]["attempt_id"] for it in asked]
    assert len(of_attempt) == len(set(of_attempt)), "a try is one charge"
    with office.at_work():
        tries = rows(ChargeAttempt)
        paid = {
            str(it.id): it.amount.minor
            for it in tries
            if it.payment is not None and it.payment.paid_at is not None
        }
        at_stripe = {
            it["metadata"]["attempt_id"]: it["amount"]
            for it in asked
            if it["status"] == "succeeded"
        }
        assert paid == at_stripe
        days = [it.due_on for it in tries if str(it.id) in paid]
        assert len(days) == len(set(days)), "an instalment is taken once"
        for it in tries:
            if it.sent_at is not None:
                assert it.saved_method.plan_id == it.plan_id
                assert it.saved_method.active_at
        plan = get(Plan, plan_id)
        stands = position(plan)
        assert stands.total == stands.received + stands.left
        assert not plan.case.open_amount.minor < 0
        assert prove("EUR").holds


def test_two_runs_and_two_workers_at_once_take_each_instalment_once(
    office: Office, stripe: StripeStandIn, live: str
) -> None:
    takes_all(office, stripe)
    plans = [new_plan(office) for _ in range(3)]
    for plan_id in plans:
        by_card(office, stripe, plan_id)
    with due(office, plans[0]) as day:
        _at_once(office, day, services.run)
        with office.at_work():
            planned = [it.id for it in rows(ChargeAttempt)]
        assert len(planned) == 3
        _at_once(office, day, lambda: services.prepare(planned))
        _at_once(office, day, lambda: [services.charge(get(ChargeAttempt, it)) for it in planned])
        run_jobs(office, only="autopay")
        assert [it[2] for it in attempts(office)] == ["paid"] * 3
        assert len(taken(office)) == 3
    assert len(intents(stripe, office)) == 3


def _at_once(office: Office, day: date, work: Any) -> None:
    failed: list[BaseException] = []

    def one() -> None:
        try:
            with office.app.app_context(), on(day), office.at_work():
                work()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
