"""A charge whose worker dies, that was sent long ago, or that its bank is still carrying out."""

import uuid

import pytest

from agency.autopay import services
from agency.autopay.kinds import AttemptState
from agency.autopay.models import ChargeAttempt, SavedMethod
from agency.plans.models import Plan
from portal.web import get
from tests.agency.autopay.desk import (
    attempts,
    by_account,
    by_card,
    due,
    intents,
    new_plan,
    night,
    saved_of,
    taken,
)
from tests.office import Office, rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs


class Killed(BaseException):
    """The worker is gone, and its transaction with it."""


def _die_after_the_call(office: Office, attempt_id: uuid.UUID) -> None:
    with office.at_work():
        services.charge(get(ChargeAttempt, attempt_id))
        raise Killed


def test_who_dies_between_the_call_and_the_commit_takes_nothing_twice(
    unheard: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(unheard)
    by_card(unheard, stripe, plan_id)
    with due(unheard, plan_id):
        with unheard.at_work():
            services.run()
        with unheard.at_work():
            services.prepare([it.id for it in rows(ChargeAttempt)])
            [attempt_id] = [it.id for it in rows(ChargeAttempt)]
        for _ in range(2):
            with pytest.raises(Killed):
                _die_after_the_call(unheard, attempt_id)
        assert attempts(unheard)[0][2] == AttemptState.SENDING
        with unheard.at_work():
            services.charge(get(ChargeAttempt, attempt_id))
        assert attempts(unheard)[0][2] == "paid"
    assert len(intents(stripe, unheard)) == 1
    assert len(taken(unheard)) == 1


def test_a_charge_sent_long_ago_is_looked_up_and_not_asked_for_again(
    unheard: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(unheard)
    saved_id = by_card(unheard, stripe, plan_id)
    with due(unheard, plan_id):
        with unheard.at_work():
            services.run()
        with unheard.at_work():
            services.prepare([it.id for it in rows(ChargeAttempt)])
            [attempt_id] = [it.id for it in rows(ChargeAttempt)]
        with pytest.raises(Killed):
            _die_after_the_call(unheard, attempt_id)
        with unheard.at_work():
            services.revoke(get(SavedMethod, saved_id), by="debtor")
        run_jobs(unheard, only="autopay.charge")
        assert attempts(unheard)[0][2] == "paid"
    assert len(intents(stripe, unheard)) == 1


def test_a_debit_is_under_way_until_its_bank_has_carried_it_out(
    unheard: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(unheard)
    saved = saved_of(unheard, by_account(unheard, stripe, plan_id))
    assert saved.kind == "sepa_debit"
    assert saved.mandate_ref
    with due(unheard, plan_id):
        night(unheard)
        assert attempts(unheard)[0][2] == "processing"
    with due(unheard, plan_id, days=9):
        night(unheard)
        with unheard.at_work():
            plan = get(Plan, plan_id)
            assert (plan.state, plan.late_minor) == ("running", 0)
        assert len(attempts(unheard)) == 1
        [intent] = intents(stripe, unheard)
        stripe.settle(intent["id"], paid=True)
        with unheard.at_work():
            services.look_up(rows(ChargeAttempt)[0])
        assert attempts(unheard)[0][2] == "paid"
