"""A promise to pay: taken within limits, watched, and judged by the books whatever happens to them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agency.cases.models import Case, ClosureReason, HoldReason
from agency.cases.services import close, put_on_hold
from agency.contacts.mails import remind
from agency.contacts.models import Promise
from agency.contacts.services import end, judge_due, promise, set_limits
from agency.notices.services import obstacles
from agency.payments import signals
from agency.payments.models import Refund
from portal import clock
from portal.audit.models import Event
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import new_case, on, promised, state_of, waits_for
from tests.agency.remittance.till import pay, refund
from tests.office import Office, rows

TODAY = date(2026, 6, 10)
FRIDAY = date(2026, 6, 19)


def give_back(office: Office, payment_id: Any, amount: Money | None = None) -> None:
    """Money goes back, and those who react to it hear so."""
    refund(office, payment_id, amount)
    with office.at_work():
        signals.payment_refunded.send(rows(Refund)[-1])


def test_a_promise_waits_for_the_debtor_and_nothing_is_sent(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        promised(office, case_id, 500, FRIDAY)
        assert waits_for(office, case_id) == ("debtor", "promise", FRIDAY)
        with office.at_work():
            assert "promised to pay €500.00 by 19 Jun 2026" in obstacles.of_case(get(Case, case_id))


def test_a_kept_promise_lets_the_case_go_on(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        made = promised(office, case_id, 500, FRIDAY)
    with on(TODAY + timedelta(days=2)):
        pay(office, case_id, Money.of(300))
        assert state_of(office, made) == "running"
        pay(office, case_id, Money.of(200))
        assert state_of(office, made) == "kept"
        assert waits_for(office, case_id)[:2] == ("agency", "notice")
        with office.at_work():
            assert obstacles.of_case(get(Case, case_id)) == ""


@pytest.mark.parametrize(("paid", "state"), [(None, "broken"), (100, "partly_kept")])
def test_after_its_day_a_promise_is_judged_and_a_collector_asks_why(
    office: Office, paid: int | None, state: str
) -> None:
    with on(TODAY):
        case_id = new_case(office)
        made = promised(office, case_id, 500, FRIDAY)
    with on(FRIDAY):
        if paid:
            pay(office, case_id, Money.of(paid))
        with office.at_work():
            assert judge_due() == 0
    with on(FRIDAY + timedelta(days=1)):
        for changed in (1, 0):
            with office.at_work():
                assert judge_due() == changed
        assert state_of(office, made) == state
        assert waits_for(office, case_id)[:2] == ("agency", "broken_promise")
        with office.at_work():
            assert len(rows(Event, Event.kind == f"promise.{state}")) == 1


def test_money_found_late_but_received_in_time_keeps_it_after_all(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        made = promised(office, case_id, 500, FRIDAY)
    with on(FRIDAY + timedelta(days=3)):
        with office.at_work():
            judge_due()
        assert state_of(office, made) == "broken"
        pay(office, case_id, Money.of(500), on=FRIDAY)
        assert state_of(office, made) == "kept"
        assert waits_for(office, case_id)[:2] == ("agency", "notice")


def test_money_that_goes_back_opens_the_judgement_again(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        made = promised(office, case_id, 500, FRIDAY)
    with on(TODAY + timedelta(days=1)):
        payment_id = pay(office, case_id, Money.of(500))
        assert state_of(office, made) == "kept"
        give_back(office, payment_id, Money.of(1))
        assert state_of(office, made) == "running"
        assert waits_for(office, case_id) == ("debtor", "promise", FRIDAY)
    with on(FRIDAY + timedelta(days=9)):
        give_back(office, payment_id, Money.of(499))
        assert state_of(office, made) == "broken"


def test_what_was_paid_before_does_not_count(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        old = pay(office, case_id, Money.of(300))
    with on(TODAY, 12):
        made = promised(office, case_id, 300, FRIDAY)
        pay(office, case_id, Money.of(100))
        assert state_of(office, made) == "running"
        pay(office, case_id, Money.of(200))
        give_back(office, old)
        assert state_of(office, made) == "kept"


def test_one_promise_runs_at_a_time(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        made = promised(office, case_id, 500, FRIDAY)
        with pytest.raises(Refused, match="running"):
            promised(office, case_id, 400, FRIDAY)
        with office.at_work():
            end(get(Promise, made), why="Other case", by=office.collector.user)
            end(get(Promise, made), why="Again", by=office.collector.user)
        assert waits_for(office, case_id)[1] == "notice"
        promised(office, case_id, 400, FRIDAY)
        with office.at_work():
            assert [it.state for it in rows(Promise)] == ["ended", "running"]
            assert len(rows(Event, Event.kind == "promise.ended")) == 1


def test_two_people_cannot_take_two_promises_at_once(office: Office) -> None:
    case_id = new_case(office)
    due_on = clock.today() + timedelta(days=3)
    collector, manager = office.collector, office.manager

    def take(person: Any) -> str:
        with office.app.app_context(), office.at_work():
            try:
                promise(get(Case, case_id), Money.of(400), due_on, channel="phone", by=person.user)
            except Refused:
                return "refused"
            return "taken"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(take, (collector, manager))) == ["refused", "taken"]


def test_a_promise_once_kept_is_not_confused_with_the_next(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        first = promised(office, case_id, 300, FRIDAY)
    with on(TODAY + timedelta(days=1)):
        payment_id = pay(office, case_id, Money.of(300))
    with on(TODAY + timedelta(days=2)):
        second = promised(office, case_id, 300, FRIDAY)
        pay(office, case_id, Money.of(300))
        assert (state_of(office, first), state_of(office, second)) == ("kept", "kept")
        give_back(office, payment_id)
        assert (state_of(office, first), state_of(office, second)) == ("ended", "kept")


@pytest.mark.parametrize(
    ("amount", "days", "match"),
    [
        (200, 3, "or more"),
        (500, 15, "at the latest"),
        (500, -1, "has passed"),
        (5000, 3, "is owed"),
    ],
)
def test_a_collector_keeps_to_the_limits(
    office: Office, amount: int, days: int, match: str
) -> None:
    with on(TODAY):
        case_id = new_case(office)
        with pytest.raises(Refused, match=match):
            promised(office, case_id, amount, TODAY + timedelta(days=days))


def test_a_manager_lets_a_promise_go_beyond_with_a_reason(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        far = TODAY + timedelta(days=40)
        facts = {"by": office.manager.user, "beyond_why": "Holiday pay comes in July"}
        made = promised(office, case_id, 100, far, **facts)
        with office.at_work():
            kept = get(Promise, made)
            assert (kept.beyond_why, kept.allowed_by) == (
                facts["beyond_why"],
                office.manager.user_id,
            )


def test_the_agency_sets_its_own_limits(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        with office.at_work():
            set_limits(30, 10, by=office.admin.user)
            set_limits(30, 10, by=office.admin.user)
            assert len(rows(Event, Event.kind == "promise.limits_changed")) == 1
        promised(office, case_id, 130, TODAY + timedelta(days=30))


def test_a_promise_ends_with_its_case(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        made = promised(office, case_id, 500, FRIDAY)
        with office.at_work():
            by = office.collector.user
            close(get(Case, case_id), ClosureReason.WITHDRAWN, by=by, text="Mistake")
        assert state_of(office, made) == "ended"


def test_a_hold_stays_when_a_promise_is_made(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        with office.at_work():
            put_on_hold(get(Case, case_id), HoldReason.OTHER, by=office.collector.user)
        promised(office, case_id, 500, FRIDAY)
        assert waits_for(office, case_id)[1] == "held"


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "refund", "night"]),
        st.integers(1, 400),
        st.integers(0, 5),
        st.integers(0, 3),
    ),
    max_size=6,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(EVENTS)
def test_any_sequence_of_payments_and_refunds_gives_what_the_books_say(
    office: Office, happened: list[tuple[str, int, int, int]]
) -> None:
    """A model of its own: what came in by the day, less what went back of that, against the promise."""
    due_on, at = TODAY + timedelta(days=6), datetime(2026, 6, 10, 10, tzinfo=UTC)
    with clock.moved_to(at):
        case_id = new_case(office)
        made = promised(office, case_id, 500, due_on)
    counted: dict[Any, int] = {}
    late: dict[Any, int] = {}
    for what, amount, days, choice in happened:
        at += timedelta(days=days, minutes=1)
        with clock.moved_to(at):
            if what == "night":
                with office.at_work():
                    judge_due()
            elif what == "pay":
                payment_id = pay(office, case_id, Money.of(amount))
                (counted if clock.today() <= due_on else late)[payment_id] = amount
            elif known := [*counted, *late]:
                payment_id = known[choice % len(known)]
                place = counted if payment_id in counted else late
                back = min(amount, place[payment_id])
                if back:
                    place[payment_id] -= back
                    give_back(office, payment_id, Money.of(back))
    with clock.moved_to(at):
        with office.at_work():
            judge_due()
            before = len(rows(Event, Event.kind.startswith("promise.")))
            judge_due()
            assert len(rows(Event, Event.kind.startswith("promise."))) == before
        came_in = sum(counted.values())
        expected = {
            came_in >= 500: "kept",
            came_in < 500 and clock.today() <= due_on: "running",
            0 < came_in < 500 and clock.today() > due_on: "partly_kept",
            came_in == 0 and clock.today() > due_on: "broken",
        }[True]
        assert state_of(office, made) == expected


@pytest.mark.parametrize("comes_back", [False, True])
def test_nobody_is_reminded_where_e_mail_comes_back(office: Office, comes_back: bool) -> None:
    with on(TODAY):
        case_id = new_case(office)
        made = promised(office, case_id, 300, FRIDAY)
    with office.at_work():
        debtor = get(Case, case_id).debtor
        debtor.email_failing = debtor.email.lower() if comes_back else ""
    with on(FRIDAY), office.at_work():
        remind(get(Promise, made))
        assert (get(Promise, made).reminded_at is None) is comes_back
