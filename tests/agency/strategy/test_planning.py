"""Every open case has exactly one next action, by its strategy and by what the books say."""

import uuid

import pytest

from agency.cases.models import Case, HoldReason
from agency.cases.services import lift_hold, put_on_hold
from agency.strategy.kinds import Deed
from agency.strategy.models import PlanningRun
from agency.strategy.services import running
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import new_case, on, promised, waits_for
from tests.agency.remittance.till import pay, refund
from tests.agency.strategy.desk import (
    DUE,
    LADDER,
    actions,
    after,
    case_on,
    course,
    new_strategy,
    plan,
    planned,
    prepared,
    send,
    steps_at,
)
from tests.office import Office, new_claim, rows


def rest(office: Office, case_id: uuid.UUID) -> None:
    with office.at_work():
        put_on_hold(get(Case, case_id), HoldReason.OTHER, by=office.collector.user)


def test_a_case_follows_the_first_strategy_that_fits(office: Office) -> None:
    wanted = new_strategy(office, rank=1, countries=["NL"], debtor_kind="business")
    new_strategy(office, rank=2)
    new_strategy(office, rank=0, countries=["BE"])
    new_strategy(office, rank=0, currency="NOK")
    case_id = case_on(office, 3)
    followed = course(office, case_id)
    assert followed is not None
    assert followed.version_id == wanted


def test_a_case_without_a_fitting_strategy_is_listed_and_nothing_is_planned(office: Office) -> None:
    new_strategy(office, countries=["BE"])
    case_id = case_on(office, 3)
    with on(after(4)):
        assert plan(office).without_strategy == 1
    assert course(office, case_id) is None
    assert waits_for(office, case_id)[:2] == ("agency", "notice")


def test_l1_l2_the_first_step_comes_on_its_day_and_not_before(office: Office) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)
    action = planned(office, case_id)
    assert (action.position, action.planned_on) == (1, after(5))
    assert waits_for(office, case_id) == ("agency", "notice", after(5))


def test_l4_a_case_long_overdue_begins_with_the_first_step(office: Office) -> None:
    new_strategy(office)
    case_id = case_on(office, 50)
    action = planned(office, case_id)
    assert (action.position, action.planned_on) == (1, after(50))


def test_l5_a_step_that_was_not_done_is_not_passed_over(office: Office) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)
    for day in (5, 20, 40):
        with on(after(day)):
            plan(office)
        assert planned(office, case_id).position == 1


def test_l6_l7_one_step_follows_another_even_when_several_are_due(office: Office) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)
    with on(after(50)):
        send(office, case_id)
        action = planned(office, case_id)
        assert (action.position, action.planned_on) == (2, after(57))


def test_l8_no_two_steps_fall_on_one_day(office: Office) -> None:
    new_strategy(office, *steps_at(*LADDER, apart=0))
    case_id = case_on(office, 60)
    with on(after(60)):
        send(office, case_id)
        for _ in range(3):
            plan(office, again=True)
        assert planned(office, case_id).planned_on == after(61)


def test_l9_l10_at_the_end_a_person_decides_after_a_time_of_its_own(office: Office) -> None:
    new_strategy(office, *steps_at(5), decide_days=10)
    case_id = case_on(office, 3)
    with on(after(6)):
        send(office, case_id)
    last = planned(office, case_id)
    assert (last.deed, last.planned_on) == (Deed.DECIDE, after(16))
    with on(after(90)):
        plan(office)
        assert planned(office, case_id).id == last.id
        assert waits_for(office, case_id)[:2] == ("agency", "decide")


def test_l13_a_run_that_is_repeated_changes_nothing(office: Office) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)
    with on(after(6)):
        plan(office)
        before = actions(office, case_id)
        again = plan(office, again=True)
    assert (again.planned, again.overtaken, again.begun) == (0, 0, 0)
    assert actions(office, case_id) == before == [(1, "planned")]


def test_a_run_says_that_it_has_ended_and_goes_on_where_it_was_stopped(office: Office) -> None:
    new_strategy(office)
    with on(after(3)):
        of = [new_case(office) for _ in range(3)]
    with on(after(6)), office.at_work():
        stopped = running.run(after(6), chunk=2, go_on=lambda _run: False)
        assert (stopped.cases, stopped.ended_at) == (2, None)
        running.run(after(6), chunk=2)
    with office.at_work():
        kept = rows(PlanningRun)[0]
        assert (kept.cases, kept.last_case) == (3, max(of))
        assert kept.ended_at is not None


def test_l14_a_step_counts_from_the_day_it_was_done_on(office: Office) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)
    plan(office, after(30))
    with on(after(8)):
        send(office, case_id)
    followed = course(office, case_id)
    assert followed is not None
    assert followed.done_on == after(8)


def test_a_part_payment_skips_no_step_and_a_paid_case_has_none(office: Office) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)
    with on(after(6)):
        pay(office, case_id, Money.of(400))
        plan(office)
        assert planned(office, case_id).position == 1
        pay(office, case_id)
    assert actions(office, case_id) == [(1, "cancelled")]


def test_b7_a_payment_that_bounces_brings_the_case_back_where_it_was(office: Office) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)
    with on(after(6)):
        send(office, case_id)
    with on(after(10)):
        payment = pay(office, case_id)
        refund(office, payment)
    with on(after(30)):
        plan(office)
        action = planned(office, case_id)
    assert action.position == 2
    assert actions(office, case_id) == [(1, "done"), (2, "cancelled"), (2, "planned")]


@pytest.mark.parametrize(
    ("holds", "code"),
    [
        (rest, "hold"),
        (lambda o, c: promised(o, c, 500, after(9)), "promise"),
        (prepared, "notice_open"),
    ],
)
def test_what_stands_in_the_way_is_said(office: Office, holds: object, code: str) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)
    with on(after(6)):
        assert callable(holds)
        holds(office, case_id)
        run = plan(office)
        assert (run.held, planned(office, case_id).held_by) == (1, code)


def test_b3_a_hold_that_is_lifted_lets_the_case_go_on_where_it_was(office: Office) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)
    with on(after(6)):
        send(office, case_id)
        rest(office, case_id)
    with on(after(30)):
        plan(office)
        assert planned(office, case_id).held_by == "hold"
        with office.at_work():
            lift_hold(get(Case, case_id), by=office.collector.user)
        assert planned(office, case_id).held_by == ""
        assert waits_for(office, case_id) == ("agency", "notice", after(20))


def test_bands_send_small_and_large_cases_different_ways(office: Office) -> None:
    small = {**steps_at(5)[0], "deed": Deed.NOTHING, "notice_kind": "", "channel": ""}
    call = {**small, "deed": Deed.CALL}
    new_strategy(
        office,
        {**small, "variant": 1, "below_minor": 50_000},
        {**call, "variant": 2, "from_minor": 50_000},
        steps_at(5, 20)[1],
    )
    with on(after(3)):
        poor = office.accepted_case(None, new_claim(principal=Money.of("499.99")))
        rich = office.accepted_case(None, new_claim(principal=Money.of(500)))
    assert (planned(office, poor).position, planned(office, rich).deed) == (2, Deed.CALL)
    assert planned(office, poor).planned_on == after(20)


def test_the_balance_decides_anew_until_the_step_is_done(office: Office) -> None:
    first = steps_at(5)[0]
    new_strategy(
        office,
        {**first, "variant": 1, "below_minor": 50_000, "channel": "post"},
        {**first, "variant": 2, "from_minor": 50_000},
    )
    case_id = case_on(office, 3)
    assert planned(office, case_id).channel == "email"
    with on(after(6)):
        pay(office, case_id, Money.of(700))
        plan(office)
    assert planned(office, case_id).channel == "post"
    assert actions(office, case_id) == [(1, "cancelled"), (1, "planned")]


def test_l3_a_step_of_no_days_comes_on_the_due_date_itself(office: Office) -> None:
    new_strategy(office, *steps_at(0, 20))
    with on(DUE):
        case_id = new_case(office)
    assert planned(office, case_id).planned_on == DUE
