"""The list of the day, as a collector sees it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from agency.cases.models import Case, ClosureReason, HoldReason, Mover, Review
from agency.cases.moves import TASKS
from agency.cases.services import ask, assign, close, put_on_hold, reply
from agency.contacts.services import judge_due
from agency.worklist.models import NOBODY, WorklistEntry
from agency.worklist.ranks import Rank
from portal import clock, db
from portal.accounts.models import Membership
from portal.accounts.permissions import Role
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import WEDNESDAY, log, new_case, on, promised
from tests.agency.remittance.till import pay
from tests.office import Office

LIST = "/agency/worklist/"


@pytest.fixture(autouse=True)
def _on_a_wednesday() -> object:
    with clock.moved_to(WEDNESDAY):
        yield


def entry(office: Office, case_id: object) -> WorklistEntry | None:
    with office.at_work():
        return db.session.get(WorklistEntry, (office.agency_id, case_id))


def seen(office: Office, **asked: str) -> str:
    """The list as the collector reads it."""
    answer = office.sign_in(office.collector).get(LIST, query_string=asked)
    assert answer.status_code == 200
    return answer.text


def test_a_new_case_is_on_the_list_to_be_accepted(office: Office) -> None:
    case_id = office.place(office.new_creditor())
    found = entry(office, case_id)
    assert found
    assert (found.rank, found.collector_id) == (Rank.NEW_CLAIMS, NOBODY)


def test_an_accepted_case_is_worked_by_what_it_is_worth(office: Office) -> None:
    found = entry(office, new_case(office))
    assert found
    assert found.rank == Rank.WORK
    assert found.worth_minor > 0
    assert found.place == -found.worth_minor


def test_the_list_follows_whose_move_it_is(office: Office) -> None:
    case_id = new_case(office)
    with office.at_work():
        case = get(Case, case_id)
        assign(case, get(Membership, office.collector.membership_id), by=office.manager.user)
        case.waits_for(Mover.DEBTOR, "pay", clock.today() + timedelta(days=14))
    found = entry(office, case_id)
    assert found
    assert (found.rank, found.collector_id) == (
        Rank.OVERDUE,
        office.collector.membership_id,
    )
    assert str(case_id) not in seen(office)
    with on(clock.today() + timedelta(days=15)):
        assert "The debtor had until" in seen(office)


def test_a_hold_comes_back_when_it_is_over(office: Office) -> None:
    case_id = new_case(office)
    with office.at_work():
        put_on_hold(
            get(Case, case_id),
            HoldReason.OTHER,
            by=office.collector.user,
            until=clock.today() + timedelta(days=3),
        )
    assert str(case_id) not in seen(office)
    with on(clock.today() + timedelta(days=3)):
        assert "On hold since" in seen(office)


def test_a_promise_is_there_on_its_day_and_first_when_it_is_broken(office: Office) -> None:
    case_id = new_case(office)
    day = clock.today() + timedelta(days=5)
    log(office, case_id, spoke="debtor", outcome="promise", amount=Money(30000), due_on=day)
    assert str(case_id) not in seen(office)
    with on(day):
        assert "Promised €300.00 by today; €300.00 is still to come" in seen(office)
    with on(day + timedelta(days=1)):
        with office.at_work():
            judge_due()
        assert "Promised €300.00 by 15 Jun 2026; nothing came" in seen(office)


def test_an_agreed_call_stands_at_its_hour(office: Office) -> None:
    first, second = new_case(office), new_case(office)
    for case_id, hours in ((first, 5), (second, 3)):
        log(
            office,
            case_id,
            spoke="debtor",
            outcome="callback",
            call_at=clock.now() + timedelta(hours=hours),
        )
    text = seen(office)
    assert text.index(str(second)) < text.index(str(first))
    assert "asked to be called at 17:00" in text


def test_a_closed_case_leaves_the_list(office: Office) -> None:
    case_id = new_case(office)
    with office.at_work():
        close(get(Case, case_id), ClosureReason.WITHDRAWN, by=office.manager.user, text="Paid us.")
    assert entry(office, case_id) is None


def test_what_a_creditor_does_moves_the_list_that_it_may_not_see(office: Office) -> None:
    creditor = office.new_creditor()
    case_id = office.place(creditor)
    with office.at_work():
        review = ask(get(Case, case_id), "Which delivery was this?", by=office.collector.user)
        review_id = review.id
    waiting = entry(office, case_id)
    assert waiting
    assert waiting.rank == Rank.OVERDUE
    owner = office.person(Role.OWNER, creditor)
    with office.at_work(creditor):
        reply(get(Review, review_id), "That of January.", by=owner.user)
        assert db.session.scalars(select(WorklistEntry)).all() == []
    answered = entry(office, case_id)
    assert answered
    assert answered.rank == Rank.NEW_CLAIMS


def test_a_set_of_cases_moves_as_one_does(office: Office) -> None:
    cases = [new_case(office) for _ in range(2)]
    with office.at_work():
        db.session.execute(
            update(Case)
            .where(Case.id.in_(cases))
            .values(move="broken_promise", move_until=clock.today())
        )
    assert [entry(office, one).rank for one in cases] == [Rank.BROKEN_PROMISE] * 2  # type: ignore[union-attr]


def test_every_move_has_its_words_and_the_database_ranks_as_we_do(office: Office) -> None:
    with office.at_work():
        ranked = {
            move: db.session.scalar(select(func.worklist_rank("agency", move))) for move in TASKS
        }
        others = {
            mover: db.session.scalar(select(func.worklist_rank(mover.value, "pay")))
            for mover in Mover
        }
    assert set(ranked.values()) <= set(Rank)
    assert {move for move, rank in ranked.items() if rank == Rank.WORK} == {
        *("notice", "call", "visit", "decide", "pay", "answer", "release", "promise", "closed"),
        *("instalment", "plan_offer", "plan_referred", "settlement"),
    }
    assert others[Mover.NOBODY] == Rank.NOWHERE
    assert others[Mover.CREDITOR] == others[Mover.DEBTOR] == Rank.OVERDUE


def test_a_payment_that_keeps_a_promise_makes_the_rest_likelier_at_once(office: Office) -> None:
    promising, silent = new_case(office), new_case(office)
    promised(office, promising, 300, clock.today() + timedelta(days=5))
    for case_id in (promising, silent):
        pay(office, case_id, Money(30000))
    kept, other = entry(office, promising), entry(office, silent)
    assert kept
    assert other
    assert kept.worth_minor > other.worth_minor > 0
