"""What the office does with a case, and what happens when two do it at once."""

import threading
import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from agency.cases import requests, services
from agency.cases.models import (
    Case,
    Closure,
    ClosureReason,
    Hold,
    HoldReason,
    Mover,
    RequestKind,
    Review,
)
from agency.ledger.models import CaseBalance, Entry
from agency.ledger.proving import prove
from portal import clock, db
from portal.accounts.models import Membership
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.office import Office, new_claim, new_debtor, rows


def kinds(case_id: uuid.UUID) -> list[str]:
    return [event.kind for event in rows(Event, Event.case_id == case_id)]


def test_accepted_claims_enter_the_books_and_the_first_notice_is_ours(office: Office) -> None:
    debtor = new_debtor()
    case_id = office.place(
        office.new_creditor(), new_claim(debtor=debtor), new_claim(debtor=debtor)
    )
    with office.at_work():
        services.accept(get(Case, case_id), by=office.collector.user)
    with office.at_work():
        case = get(Case, case_id)
        assert case.open_amount == Money.of(2000)
        assert all(claim.is_accepted for claim in case.claims)
        assert (case.mover, case.move) == (Mover.AGENCY, "notice")
        assert case.move_until == clock.today() + timedelta(days=services.FIRST_NOTICE_DAYS)
        assert prove("EUR").holds
        assert kinds(case_id)[-1] == "claims.accepted"


def test_claims_are_accepted_once(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work(), pytest.raises(Refused, match="no new claims"):
        services.accept(get(Case, case_id), by=office.manager.user)


def test_of_two_who_accept_at_once_the_second_is_refused(office: Office) -> None:
    """The second waits for the lock of the first, and then sees that nothing is left to accept."""
    case_id = office.place(office.new_creditor())
    first_has_it, both_ready = threading.Event(), threading.Barrier(2)
    said: list[str] = []

    def second() -> None:
        with office.app.app_context():
            both_ready.wait(10)
            first_has_it.wait(10)
            try:
                with office.at_work():
                    services.accept(get(Case, case_id), by=office.manager.user)
            except Refused as refusal:
                said.append(str(refusal))

    collector, _manager = office.collector, office.manager
    thread = threading.Thread(target=second)
    thread.start()
    both_ready.wait(10)
    with office.at_work():
        services.accept(get(Case, case_id), by=collector.user)
        first_has_it.set()
        assert _somebody_waits(), "the second does not wait for the first"
    thread.join(10)
    assert len(said) == 1
    assert "somebody has done it already" in said[0]
    with office.at_work():
        assert len(rows(Review, Review.case_id == case_id)) == 1
        assert get(Case, case_id).open_amount == Money.of(1000)


def _somebody_waits() -> bool:
    """Whether another connection waits for a lock of this transaction; asks for five seconds."""
    blocked = text(
        "select count(*) from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))"
    )
    for _ in range(500):
        if db.session.connection().execute(blocked).scalar_one():
            return True
        threading.Event().wait(0.01)
    return False


def test_a_question_passes_the_move_to_the_creditor_and_its_answer_brings_it_back(
    office: Office,
) -> None:
    creditor = office.new_creditor()
    case_id = office.place(creditor)
    with office.at_work():
        review = services.ask(get(Case, case_id), "Who signed?", by=office.collector.user)
        assert (get(Case, case_id).mover, get(Case, case_id).move) == (Mover.CREDITOR, "answer")
        review_id = review.id
    owner = office.person(Role.OWNER, creditor)
    with office.at_work(creditor):
        services.reply(get(Review, review_id), "Mr Jansen.", by=owner.user)
    with office.at_work():
        case = get(Case, case_id)
        assert (case.mover, case.move) == (Mover.AGENCY, "review")
        assert case.reviews[0].reply == "Mr Jansen."
        with pytest.raises(Refused, match="answered already"):
            services.reply(case.reviews[0], "Again.", by=owner.user)


def test_refusing_the_only_claims_closes_the_case(office: Office) -> None:
    case_id = office.place(office.new_creditor())
    with office.at_work():
        services.refuse(get(Case, case_id), "Time-barred.", by=office.collector.user)
    with office.at_work():
        case = get(Case, case_id)
        assert not case.is_open
        assert rows(Closure, Closure.case_id == case_id)[0].reason == ClosureReason.REFUSED
        assert case.claims[0].withdrawn_at
        assert not case.open_amount


def test_refusing_a_new_claim_leaves_the_accepted_ones_at_work(office: Office) -> None:
    creditor, debtor = office.new_creditor(), new_debtor()
    case_id = office.accepted_case(creditor, new_claim(debtor=debtor))
    office.place(creditor, new_claim(debtor=debtor))
    with office.at_work():
        services.refuse(get(Case, case_id), "Paid long ago.", by=office.collector.user)
        case = get(Case, case_id)
        assert case.is_open
        assert case.move == "notice"
        assert case.open_amount == Money.of(1000)


def test_a_hold_stops_once_and_comes_back_on_its_day(office: Office) -> None:
    case_id, until = office.accepted_case(), clock.today() + timedelta(days=30)
    with office.at_work():
        case, by = get(Case, case_id), office.collector.user
        first = services.put_on_hold(case, HoldReason.OTHER, by=by, until=until)
        again = services.put_on_hold(case, HoldReason.DISPUTE, by=by)
        assert first.id == again.id
        assert (case.move, case.move_until) == ("held", until)
    with office.at_work():
        services.lift_hold(get(Case, case_id), by=office.collector.user)
        services.lift_hold(get(Case, case_id), by=office.collector.user)
        case = get(Case, case_id)
        assert case.hold is None
        assert case.move == "notice"
        assert kinds(case_id).count("case.held") == 1
        assert kinds(case_id).count("case.hold_lifted") == 1


def test_a_hold_does_not_hide_new_claims(office: Office) -> None:
    case_id = office.place(office.new_creditor())
    with office.at_work():
        services.put_on_hold(get(Case, case_id), HoldReason.OTHER, by=office.collector.user)
        assert get(Case, case_id).move == "review"


def test_lifting_a_hold_brings_back_what_the_debtor_asked(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        case = get(Case, case_id)
        services.put_on_hold(case, HoldReason.OTHER, by=office.collector.user)
        requests.make(case, RequestKind.CALL_ME, phone="+31 6 5550 0100")
        case.waits_for(Mover.AGENCY, "held", clock.today())
        services.lift_hold(case, by=office.collector.user)
        assert case.move == "request"


def test_withdrawing_with_money_open_needs_a_reason(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work(), pytest.raises(Refused, match="still an amount open"):
        services.close(get(Case, case_id), ClosureReason.WITHDRAWN, by=office.collector.user)
    with office.at_work():
        services.close(
            get(Case, case_id), ClosureReason.WITHDRAWN, by=office.collector.user, text="Made up."
        )
        services.close(get(Case, case_id), ClosureReason.WITHDRAWN, by=office.collector.user)
        assert len(rows(Closure, Closure.case_id == case_id)) == 1


def test_nothing_is_done_on_a_closed_case_until_it_is_open_again(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        by = office.collector.user
        services.close(get(Case, case_id), ClosureReason.WITHDRAWN, by=by, text="Made up.")
        with pytest.raises(Refused, match="closed"):
            services.put_on_hold(get(Case, case_id), HoldReason.OTHER, by=by)
    with office.at_work():
        services.reopen(get(Case, case_id), by=office.manager.user, why="It was a mistake.")
        case = get(Case, case_id)
        assert case.is_open
        assert (case.mover, case.move) == (Mover.AGENCY, "notice")
        assert rows(Closure, Closure.case_id == case_id)[0].reopened_at


def test_new_claims_do_not_join_a_case_that_was_opened_again(office: Office) -> None:
    creditor, debtor = office.new_creditor(), new_debtor()
    case_id = office.accepted_case(creditor, new_claim(debtor=debtor))
    with office.at_work():
        by = office.collector.user
        services.close(get(Case, case_id), ClosureReason.WITHDRAWN, by=by, text="Made up.")
        services.reopen(get(Case, case_id), by=by, why="Not at all.")
    assert office.place(creditor, new_claim(debtor=debtor)) != case_id


def test_a_case_on_which_nothing_is_left_closes_itself(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        case = get(Case, case_id)
        assert not services.close_if_settled(case, by="system")
        db.session.get_one(CaseBalance, (case.agency_id, case.id)).open_minor = 0
        assert services.close_if_settled(case, by="system")
        assert case.mover == Mover.NOBODY
        db.session.rollback()


def test_only_people_who_work_cases_get_one(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        case, by = get(Case, case_id), office.manager.user
        collector = get(Membership, office.collector.membership_id)
        services.assign(case, collector, by=by)
        services.assign(case, collector, by=by)
        assert case.collector is collector
        with pytest.raises(Refused, match="works cases"):
            services.assign(case, get(Membership, office.finance.membership_id), by=by)
        services.assign(case, None, by=by)
        assert case.collector is None
        assert kinds(case_id).count("case.assigned") == 2


def test_the_letter_before_costs_counts_from_the_first_one(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        claims = get(Case, case_id).claims
        services.remind(claims, on=date(2026, 6, 1), channel="post")
        services.remind(claims, on=date(2026, 7, 1), channel="email")
        assert claims[0].reminded_on == date(2026, 6, 1)
        assert claims[0].reminded_channel == "post"


def test_a_refusal_leaves_nothing_behind(office: Office) -> None:
    case_id = office.accepted_case()
    by = office.collector

    def hold_and_accept_again() -> None:
        with office.at_work():
            services.put_on_hold(get(Case, case_id), HoldReason.OTHER, by=by.user)
            services.accept(get(Case, case_id), by=by.user)

    with pytest.raises(Refused):
        hold_and_accept_again()
    with office.at_work():
        assert rows(Hold, Hold.case_id == case_id) == []
        assert len(rows(Entry, Entry.case_id == case_id)) == 1
