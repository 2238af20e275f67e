"""A payment plan: agreed within limits, watched by the books, and over when it is paid or not kept."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from agency.cases.models import Case, HoldReason
from agency.cases.services import lift_hold, put_on_hold
from agency.contacts.services import promise
from agency.corrections.services import enter_credit_note
from agency.notices.services import obstacles
from agency.payments import signals
from agency.payments.models import Refund
from agency.plans import services
from agency.plans.evidence import Consent, seal
from agency.plans.models import Plan
from agency.plans.position import position
from agency.plans.services.judging import judge_plan_of
from portal.audit.models import Event
from portal.errors import Refused
from portal.mail import Mail
from portal.money import Money, total
from portal.web import get
from tests.agency.contacts.desk import new_case, on, promised, waits_for
from tests.agency.contacts.desk import state_of as promise_state
from tests.agency.remittance.till import pay, refund
from tests.office import Office, rows
from tests.worker import run_jobs

TODAY = date(2026, 6, 10)
FIRST = date(2026, 7, 1)
SAID = Consent(name="Jan de Bakker", channel="phone")


def agreed(office: Office, case_id: uuid.UUID, count: int = 4, **facts: Any) -> uuid.UUID:
    """A plan that the debtor agreed to on the telephone."""
    with office.at_work():
        case = get(Case, case_id)
        found = services.situation(case)
        dues = services.draft(found, day=1, count=count)
        made = services.agree(
            case, dues, day=1, **{"consent": SAID, "by": office.collector.user, **facts}
        )
        return made.id


def plan_of(office: Office, plan_id: uuid.UUID) -> Any:
    """A plan's state, next day and what is late."""
    with office.at_work():
        plan = get(Plan, plan_id)
        return plan.state, plan.next_on, plan.late_minor


def lines_of(office: Office, plan_id: uuid.UUID) -> list[tuple[date, int, int]]:
    """Day, amount and what was paid of each instalment; their sum is checked on the way."""
    with office.at_work():
        stands = position(get(Plan, plan_id))
        assert stands.total == stands.received + stands.left
        return [(line.due_on, line.amount.minor, line.paid.minor) for line in stands.lines]


def give_back(office: Office, payment_id: Any, amount: Money | None = None) -> None:
    refund(office, payment_id, amount)
    with office.at_work():
        signals.payment_refunded.send(rows(Refund)[-1])


def test_while_a_plan_runs_the_case_waits_for_the_instalment_and_nothing_goes_out(
    office: Office,
) -> None:
    with on(TODAY):
        case_id = new_case(office)
        plan_id = agreed(office, case_id)
        assert waits_for(office, case_id) == ("debtor", "instalment", FIRST)
        with office.at_work():
            assert "payment plan" in obstacles.of_case(get(Case, case_id))
            plan = get(Plan, plan_id)
            assert plan.shown_hash == seal(plan.shown)
            assert total(due.amount for due in plan.dues) == plan.total
            assert plan.shown["total"] == plan.total_minor


def test_a_paid_instalment_moves_the_plan_to_the_next(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        plan_id = agreed(office, case_id)
        first = lines_of(office, plan_id)[0][1]
    with on(FIRST):
        pay(office, case_id, Money(first))
        assert plan_of(office, plan_id) == ("running", date(2026, 8, 1), 0)
        assert waits_for(office, case_id) == ("debtor", "instalment", date(2026, 8, 1))


def test_a_missed_instalment_is_late_then_breaks_the_plan_and_the_case_comes_back(
    office: Office,
) -> None:
    with on(TODAY):
        case_id = new_case(office)
        plan_id = agreed(office, case_id)
    with on(FIRST + timedelta(days=1)):
        with office.at_work():
            services.judge_due()
        assert plan_of(office, plan_id)[0] == "running"
        assert plan_of(office, plan_id)[2] > 0
    with on(FIRST + timedelta(days=8)):
        for _ in range(2):
            with office.at_work():
                services.judge_due()
        assert plan_of(office, plan_id)[0] == "broken"
        assert waits_for(office, case_id)[:2] == ("agency", "broken_plan")
        with office.at_work():
            assert obstacles.of_case(get(Case, case_id)) == ""
            assert len(rows(Event, Event.kind == "plan.late")) == 1
            assert len(rows(Event, Event.kind == "plan.broken")) == 1


def test_a_plan_does_not_break_while_its_case_rests_and_has_its_days_of_grace_after_that(
    office: Office,
) -> None:
    with on(TODAY):
        case_id = new_case(office)
        plan_id = agreed(office, case_id)
    with on(FIRST - timedelta(days=1)), office.at_work():
        put_on_hold(get(Case, case_id), HoldReason.DISPUTE, by="debtor")
    lifted = FIRST + timedelta(days=30)

    def found(day: date) -> tuple[str, bool]:
        with on(day), office.at_work():
            services.judge_due()
            judge_plan_of(get(Case, case_id))
        state, _next_on, late = plan_of(office, plan_id)
        return state, late > 0

    assert found(FIRST + timedelta(days=20)) == ("running", False)
    with on(lifted), office.at_work():
        lift_hold(get(Case, case_id), by=office.collector.user)
    assert found(lifted) == ("running", True)
    assert found(lifted + timedelta(days=7)) == ("running", True)
    assert found(lifted + timedelta(days=8))[0] == "broken"


def test_money_within_the_days_of_grace_saves_the_plan(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        plan_id = agreed(office, case_id)
        first = lines_of(office, plan_id)[0][1]
    with on(FIRST + timedelta(days=3)):
        with office.at_work():
            services.judge_due()
        pay(office, case_id, Money(first))
        assert plan_of(office, plan_id) == ("running", date(2026, 8, 1), 0)


def test_all_paid_completes_the_plan_with_its_case(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        plan_id = agreed(office, case_id)
    with on(FIRST):
        pay(office, case_id)
        assert plan_of(office, plan_id)[0] == "completed"
        assert waits_for(office, case_id)[1] == "closed"


def test_money_that_goes_back_opens_the_instalment_again(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        plan_id = agreed(office, case_id)
        first = lines_of(office, plan_id)[0][1]
        payment = pay(office, case_id, Money(first))
        assert plan_of(office, plan_id)[1] == date(2026, 8, 1)
        give_back(office, payment)
        assert plan_of(office, plan_id)[1] == FIRST
        assert [paid for _, _, paid in lines_of(office, plan_id)] == [0, 0, 0, 0]


def test_a_credit_note_is_taken_off_the_last_instalments(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        plan_id = agreed(office, case_id)
        before = lines_of(office, plan_id)
        with office.at_work():
            claim = get(Case, case_id).claims[0]
            enter_credit_note(
                claim,
                Money.of(100),
                reference="CN-1",
                counts_from=TODAY,
                why="Goods returned",
                by=office.manager.user,
            )
        after = lines_of(office, plan_id)
        assert after[:3] == before[:3]
        assert after[3][1] < before[3][1]


def test_the_debtor_puts_an_instalment_off_once(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        plan_id = agreed(office, case_id)
        for _ in range(2):
            with office.at_work():
                services.defer(get(Plan, plan_id), 1)
        assert plan_of(office, plan_id)[1] == date(2026, 8, 1)
        assert waits_for(office, case_id)[2] == date(2026, 8, 1)
        assert [day.month for day, _, _ in lines_of(office, plan_id)] == [8, 9, 10, 11]
        pay(office, case_id, Money(lines_of(office, plan_id)[0][1]))
        with office.at_work(), pytest.raises(Refused, match="put off an instalment already"):
            services.defer(get(Plan, plan_id), 2)


def test_a_plan_takes_the_place_of_a_promise_and_lets_none_beside_it(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        made = promised(office, case_id, 500, TODAY + timedelta(days=5))
        agreed(office, case_id)
        assert promise_state(office, made) == "ended"
        with office.at_work(), pytest.raises(Refused, match="payment plan is running"):
            promise(
                get(Case, case_id),
                Money.of(500),
                TODAY + timedelta(days=5),
                channel="phone",
                by=office.collector.user,
            )


def test_beyond_the_limits_needs_a_reason(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        with pytest.raises(Refused, match="2 to 6 instalments"):
            agreed(office, case_id, 12)
        plan_id = agreed(
            office, case_id, 12, by=office.manager.user, beyond_why="The creditor agreed by phone"
        )
        with office.at_work():
            assert get(Plan, plan_id).allowed_by == office.manager.user_id


def test_what_a_debtor_asks_for_waits_for_a_person_and_then_runs(office: Office) -> None:
    clicked = Consent(name="Jan", channel="portal", ip="203.0.113.7", browser="Firefox")
    with on(TODAY):
        case_id = new_case(office)
        with office.at_work():
            case = get(Case, case_id)
            found = services.situation(case)
            dues = services.draft(found, day=1, count=10)
            plan = services.ask_for(case, dues, day=1, consent=clicked)
            assert services.ask_for(case, dues, day=1, consent=clicked).id == plan.id
            plan_id = plan.id
        assert waits_for(office, case_id)[:2] == ("agency", "plan_asked")
        with office.at_work():
            services.approve(get(Plan, plan_id), "Fair offer", by=office.manager.user)
        assert plan_of(office, plan_id)[0] == "running"
        with office.at_work():
            assert get(Plan, plan_id).agreed_ip == "203.0.113.7"


def test_the_debtor_hears_of_each_step_once_and_gets_the_confirmation(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office, email="bakery@debtor.example", locale="nl")
        plan_id = agreed(office, case_id)
        run_jobs(office, only="plans.")
    with on(FIRST - timedelta(days=2)):
        for _ in range(2):
            with office.at_work():
                services.remind_due()
            run_jobs(office, only="plans.")
    with office.at_work():
        assert get(Plan, plan_id).letter_hash
        found = rows(Mail, Mail.agency_id == office.agency_id)
        assert len(found) == 2
        assert b"application/pdf" in found[0].message
        assert b"application/pdf" not in found[1].message
        assert len(rows(Event, Event.kind == "plan.reminded")) == 1
