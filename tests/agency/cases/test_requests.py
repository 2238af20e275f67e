"""What a debtor asks rests the case where it must, comes back to us, and is answered once."""

from datetime import timedelta

import pytest

from agency.cases import requests, services
from agency.cases.models import Case, ClosureReason, DebtorRequest, HoldReason, Mover, RequestKind
from portal import clock
from portal.audit.models import Event
from portal.errors import Refused
from portal.web import get
from tests.office import Office, rows


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (RequestKind.OBJECTION, HoldReason.DISPUTE),
        (RequestKind.NOT_ME, HoldReason.NOT_DEBTOR),
        (RequestKind.CALL_ME, None),
    ],
)
def test_the_case_rests_when_the_debtor_contests(
    office: Office, kind: RequestKind, reason: HoldReason | None
) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        requests.make(get(Case, case_id), kind, text="Look again.")
    with office.at_work():
        case = get(Case, case_id)
        assert (case.hold.reason if case.hold else None) == reason
        assert (case.mover, case.move) == (Mover.AGENCY, "request")
        assert case.move_until == clock.today() + timedelta(days=requests.ANSWER_DAYS)


def test_pressing_the_button_twice_asks_once(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        case = get(Case, case_id)
        first = requests.make(case, RequestKind.OBJECTION, text="Wrong.")
        assert requests.make(case, RequestKind.OBJECTION, text="Wrong.") is first
        assert requests.make(case, RequestKind.OBJECTION, text="Also wrong.") is not first


def test_an_answer_stays_and_the_next_step_is_the_notice(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        request = requests.make(get(Case, case_id), RequestKind.CALL_ME, phone="+31 6 5550 0100")
        requests.answer(request, "Called; pays on Friday.", by=office.collector.user)
        with pytest.raises(Refused, match="answered already"):
            requests.answer(request, "Other words.", by=office.manager.user)
    with office.at_work():
        case = get(Case, case_id)
        assert rows(DebtorRequest)[0].answer == "Called; pays on Friday."
        assert (case.mover, case.move) == (Mover.AGENCY, "notice")


def test_a_second_request_is_not_forgotten_when_the_first_is_answered(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        case = get(Case, case_id)
        first = requests.make(case, RequestKind.CALL_ME, phone="+31 6 5550 0100")
        requests.make(case, RequestKind.OBJECTION, text="Wrong.")
        requests.answer(first, "Called.", by=office.collector.user)
        assert case.move == "request"


def test_a_contested_case_stays_on_hold_until_somebody_lifts_it(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        case = get(Case, case_id)
        request = requests.make(case, RequestKind.OBJECTION, text="Wrong.")
        requests.answer(request, "Sent the delivery note.", by=office.collector.user)
        assert case.hold
        assert case.move == "held"
        services.lift_hold(case, by=office.collector.user)
        assert case.move == "notice"


def test_a_request_does_not_hide_claims_that_wait_to_be_accepted(office: Office) -> None:
    case_id = office.place(office.new_creditor())
    with office.at_work():
        requests.make(get(Case, case_id), RequestKind.CALL_ME, phone="+31 6 5550 0100")
        assert get(Case, case_id).move == "review"
        services.accept(get(Case, case_id), by=office.collector.user)
        assert get(Case, case_id).move == "request"


def test_a_request_on_a_closed_case_is_kept_and_opens_nothing(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        case = get(Case, case_id)
        services.close(case, ClosureReason.WITHDRAWN, by=office.collector.user, text="Made up.")
        requests.make(case, RequestKind.OBJECTION, text="I never ordered this.")
    with office.at_work():
        case = get(Case, case_id)
        assert not case.is_open
        assert case.hold is None
        assert len(case.requests) == 1


def test_what_the_debtor_did_is_in_the_trail(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        requests.make(get(Case, case_id), RequestKind.NOT_ME, text="I am somebody else.")
    with office.at_work():
        told = [e for e in rows(Event, Event.case_id == case_id) if e.actor == "debtor"]
        assert [event.kind for event in told] == ["debtor.not_me", "case.held"]
