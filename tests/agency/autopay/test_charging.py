"""An instalment is taken from a saved card on its day: once, with consent, and never otherwise."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from agency.autopay import services
from agency.autopay.kinds import AttemptState
from agency.autopay.models import ChargeAttempt, SavedMethod
from agency.autopay.personal import RECORDS
from agency.cases.models import Case, HoldReason
from agency.cases.services import put_on_hold
from agency.compliance.records import Subjects
from agency.ledger.proving import prove
from agency.payments.models import Payment, ProviderEvent
from agency.plans.evidence import seal
from agency.plans.models import Plan
from agency.plans.position import position
from agency.plans.services import defer
from portal import db
from portal.errors import Refused
from portal.keys import new_key
from portal.web import get
from tests.agency.autopay.desk import (
    allowed,
    attempts,
    by_card,
    due,
    intents,
    new_plan,
    night,
    saved_of,
    taken,
    takes_all,
)
from tests.agency.plans.test_plans import give_back
from tests.agency.remittance.till import pay
from tests.office import Office, rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs


def _reserve_all_the_same(office: Office) -> None:
    with office.at_work():
        attempt = rows(ChargeAttempt)[0]
        payment = Payment(
            id=new_key(),
            creditor_id=attempt.creditor_id,
            case_id=attempt.case_id,
            amount_minor=1,
            currency="EUR",
            expires_at=attempt.planned_at,
        )
        db.session.add(payment)
        db.session.flush()
        attempt.payment_id, attempt.state = payment.id, AttemptState.SENDING
        db.session.flush()


def test_what_was_allowed_is_kept_as_it_was_shown(unheard: Office, stripe: StripeStandIn) -> None:
    plan_id = new_plan(unheard)
    saved = saved_of(unheard, by_card(unheard, stripe, plan_id))
    assert (saved.state, saved.kind, saved.brand, saved.last4) == (
        "active", "card", "visa", "4242",
    )  # fmt: skip
    assert saved.shown_hash == seal(saved.shown)
    assert (saved.agreed_by, saved.agreed_ip, saved.locale) == ("Jan de Bakker", "192.0.2.7", "en")
    with unheard.at_work():
        dues = get(Plan, plan_id).dues
        assert [it[2] for it in saved.shown["instalments"]] == [it.amount.minor for it in dues]


def test_an_instalment_is_taken_on_its_day_and_only_once(
    unheard: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(unheard)
    by_card(unheard, stripe, plan_id)
    night(unheard)
    assert attempts(unheard) == []
    with due(unheard, plan_id) as day:
        for _ in range(3):
            night(unheard)
        assert [it[:3] for it in attempts(unheard)] == [(day, 1, "paid")]
        with unheard.at_work():
            plan = get(Plan, plan_id)
            assert [it.amount for it in rows(Payment)] == [plan.dues[0].amount]
            assert plan.next_on
            assert plan.next_on > day
            assert position(plan).lines[0].is_paid
            assert prove("EUR").holds
    assert len(intents(stripe, unheard)) == 1


def test_all_instalments_are_taken_until_the_plan_is_paid(
    unheard: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(unheard, 3)
    by_card(unheard, stripe, plan_id)
    for _ in range(6):
        with unheard.at_work():
            if not get(Plan, plan_id).is_running:
                break
        with due(unheard, plan_id):
            night(unheard)
    with unheard.at_work():
        plan = get(Plan, plan_id)
        assert plan.state == "completed"
        assert not plan.case.open_amount
        assert prove("EUR").holds
        assert rows(SavedMethod)[0].over_why == "plan_over"


def test_what_was_paid_otherwise_is_not_taken(unheard: Office, stripe: StripeStandIn) -> None:
    plan_id = new_plan(unheard)
    by_card(unheard, stripe, plan_id)
    with due(unheard, plan_id):
        with unheard.at_work():
            services.run()
            plan = get(Plan, plan_id)
            case_id, amount = plan.case_id, plan.next_amount
        pay(unheard, case_id, amount)
        run_jobs(unheard, only="autopay")
        assert [it[2:] for it in attempts(unheard)] == [("held_back", "nothing_due")]
    assert intents(stripe, unheard) == []


def test_a_part_paid_before_leaves_the_rest_to_be_taken(
    unheard: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(unheard)
    by_card(unheard, stripe, plan_id)
    with unheard.at_work():
        plan = get(Plan, plan_id)
        case_id, first = plan.case_id, plan.next_amount
    part = type(first)(first.minor // 3, first.currency)
    with due(unheard, plan_id):
        pay(unheard, case_id, part)
        night(unheard)
    assert sorted(taken(unheard)) == sorted([part, first - part])


def test_a_revoked_consent_stops_what_was_planned_and_what_was_reserved(
    unheard: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(unheard)
    saved_id = by_card(unheard, stripe, plan_id)
    with due(unheard, plan_id):
        with unheard.at_work():
            services.run()
        with unheard.at_work():
            services.prepare([it.id for it in rows(ChargeAttempt)])
        with unheard.at_work():
            services.revoke(get(SavedMethod, saved_id), by="debtor")
        run_jobs(unheard, only="autopay")
        night(unheard)
        assert [it[2:] for it in attempts(unheard)] == [("held_back", "revoked")]
    assert intents(stripe, unheard) == []
    with unheard.at_work():
        assert rows(Payment)[0].ended_why == "held_back"


def test_the_database_refuses_a_charge_without_a_live_consent(
    unheard: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(unheard)
    saved_id = by_card(unheard, stripe, plan_id)
    with due(unheard, plan_id):
        with unheard.at_work():
            services.run()
            db.session.execute(
                update(SavedMethod)
                .where(SavedMethod.id == saved_id)
                .values(state="over", over_at=SavedMethod.agreed_at, over_why="revoked")
            )
        with pytest.raises(IntegrityError, match="No live consent"):
            _reserve_all_the_same(unheard)


def test_a_held_case_a_moved_day_and_money_given_back_are_left_alone(
    unheard: Office, stripe: StripeStandIn
) -> None:
    held, moved, back = (new_plan(unheard) for _ in range(3))
    for plan_id in (held, moved, back):
        by_card(unheard, stripe, plan_id)
    with unheard.at_work():
        put_on_hold(
            get(Plan, held).case, HoldReason.DISPUTE, text="", until=None, by=unheard.collector.user
        )
        defer(get(Plan, moved), 1)
    with due(unheard, back) as day:
        night(unheard)
        assert [it[:3] for it in attempts(unheard)] == [(day, 1, "paid")]
        with unheard.at_work():
            [payment] = rows(Payment)
        give_back(unheard, payment.id)
    with due(unheard, back, days=1):
        night(unheard)
        night(unheard)
        assert len(taken(unheard)) == 1


def test_nothing_is_allowed_without_a_plan_that_runs(
    unheard: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(unheard)
    with unheard.at_work():
        plan = get(Plan, plan_id)
        plan.state, plan.ended_at = "ended", plan.agreed_at
    with pytest.raises(Refused, match="No payment plan"):
        allowed(unheard, plan_id)


def test_the_case_page_names_the_card_and_each_try(unheard: Office, stripe: StripeStandIn) -> None:
    plan_id = new_plan(unheard)
    by_card(unheard, stripe, plan_id)
    with due(unheard, plan_id):
        night(unheard)
        with unheard.at_work():
            case_id = get(Plan, plan_id).case_id
            assert get(Case, case_id).is_open
        page = unheard.sign_in(unheard.collector).get(f"/agency/cases/{case_id}/autopay").text
        assert "Visa •••• 4242" in page
        assert "Received" in page


def test_erasing_leaves_neither_name_nor_digits_nor_what_the_provider_told(
    office: Office, stripe: StripeStandIn, live: str
) -> None:
    takes_all(office, stripe)
    stripe.deliveries.mode = "send"
    plan_id = new_plan(office)
    saved_id = by_card(office, stripe, plan_id)
    stripe.deliver_all()
    with office.at_work():
        services.revoke(get(SavedMethod, saved_id), by="debtor")
        plan = get(Plan, plan_id)
        customer = get(SavedMethod, saved_id).customer_ref
        assert any(it.payload.get("customer") == customer for it in rows(ProviderEvent))
        them = Subjects(debtors=[plan.case.debtor_id], cases=[plan.case_id])
        assert RECORDS.erase(them).count
    with office.at_work():
        saved = get(SavedMethod, saved_id)
        assert (saved.agreed_by, saved.agreed_ip, saved.last4, saved.method_ref) == (
            "", "", "", None,
        )  # fmt: skip
        assert not any(it.payload.get("customer") == customer for it in rows(ProviderEvent))
        assert saved.shown_hash == seal(saved.shown)
