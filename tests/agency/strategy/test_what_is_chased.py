"""What is chased at all, by whom, and for how much."""

from datetime import timedelta

import pytest

from agency.cases.models import Case
from agency.charges.services import owed
from agency.notices.models import Notice
from agency.payments.models import Payment
from agency.strategy.kinds import By
from agency.strategy.models import InForce, Strategy
from portal import clock, db
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import new_case, on
from tests.agency.remittance.till import pay
from tests.agency.strategy.desk import (
    LADDER,
    actions,
    after,
    case_on,
    course,
    new_strategy,
    new_version,
    plan,
    planned,
    prepared,
    send,
    steps_at,
)
from tests.office import Office, new_claim, new_debtor, open_office, rows


def test_e2_cases_of_two_creditors_on_one_debtor_go_their_own_ways(office: Office) -> None:
    new_strategy(office)
    debtor = new_debtor()
    with on(after(6)):
        one = office.accepted_case(None, new_claim(debtor=debtor))
        other = office.accepted_case(None, new_claim(debtor=debtor))
        send(office, one)
    assert (planned(office, one).position, planned(office, other).position) == (2, 1)


def test_e8_claims_that_nobody_accepted_are_not_chased(office: Office) -> None:
    new_strategy(office)
    with on(after(6)):
        case_id = office.place(office.new_creditor())
        assert plan(office).planned == 0
    assert course(office, case_id) is None


def test_e11_e12_a_payment_underway_holds_the_step_and_one_that_fails_lets_it_go(
    office: Office,
) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)
    with on(after(6)):
        with office.at_work():
            case = get(Case, case_id)
            facts = {"case_id": case.id, "creditor_id": case.creditor_id, "currency": "EUR"}
            started = Payment(
                **facts, amount_minor=100_000, expires_at=clock.now() + timedelta(hours=1)
            )
            db.session.add(started)
            db.session.flush()
            payment_id = started.id
        plan(office, again=True)
        assert planned(office, case_id).held_by == "underway"
        with office.at_work():
            get(Payment, payment_id).ended_at = clock.now()
        plan(office, again=True)
        assert planned(office, case_id).held_by == ""


def test_e13_e14_a_letter_asks_for_what_is_left_after_a_part_payment(office: Office) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)
    with on(after(6)):
        pay(office, case_id, Money.of(400))
        notice_id = send(office, case_id)
        with office.at_work():
            total = get(Notice, notice_id).total
            assert total == owed(get(Case, case_id), after(6)).total
    assert Money.of(600) <= total < Money.of(800), "Costs are on it, and what was paid is not."


def test_e15_a_new_version_is_for_new_cases_and_running_ones_keep_theirs(office: Office) -> None:
    first = new_strategy(office)
    running_case = case_on(office, 3)
    with office.at_work():
        strategy = rows(Strategy)[0]
        second = new_version(strategy.id, *steps_at(3, 9))
        in_force = rows(InForce)[0]
        in_force.version_id = second
    fresh = case_on(office, 4)
    plan(office, after(5))
    followed = [course(office, case_id) for case_id in (running_case, fresh)]
    assert [it.version_id for it in followed if it] == [first, second]


def test_e16_a_run_of_one_agency_touches_no_other(office: Office) -> None:
    other = open_office(office.app)
    new_strategy(other)
    with on(after(3)):
        theirs = new_case(other)
        new_strategy(office)
        assert plan(office, again=True).cases == 0
    assert actions(other, theirs) == [(1, "planned")]


def test_t6_a_debtor_who_cannot_be_written_to_is_reported(office: Office) -> None:
    new_strategy(office)
    with on(after(6)):
        nowhere = new_debtor(email="", street="", city="", postcode="")
        case_id = office.accepted_case(None, new_claim(debtor=nowhere))
        with pytest.raises(Refused, match="no address for this channel"):
            prepared(office, case_id)


def test_e_mail_that_came_back_leaves_the_post_as_the_best_way(office: Office) -> None:
    new_strategy(office, *({**step, "channel": By.BEST} for step in steps_at(*LADDER)))
    reached, other = case_on(office, 3), case_on(office, 3)
    with office.at_work():
        debtor = get(Case, other).debtor
        debtor.email_failing = debtor.email.lower()
    plan(office, after(5))
    assert [planned(office, each).channel for each in (reached, other)] == ["email", "post"]
    with on(after(6)), pytest.raises(Refused, match="comes back"):
        send(office, other)


def test_a_share_of_new_cases_follows_the_challenger_and_stays_with_it(office: Office) -> None:
    champion = new_strategy(office)
    with office.at_work():
        strategy = rows(Strategy)[0]
        challenger = new_version(strategy.id, *steps_at(3, 9))
        db.session.add(
            InForce(strategy_id=strategy.id, version_id=challenger, arm="challenger", percent=50)
        )
    of = [case_on(office, 3) for _ in range(12)]
    before = [it.version_id for it in (course(office, case_id) for case_id in of) if it]
    assert {champion, challenger} == set(before)
    plan(office, after(4))
    assert [it.version_id for it in (course(office, each) for each in of) if it] == before
