"""Letters that came back: noted once, nothing more by post, and the address looked for."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from agency.cases import guard
from agency.cases.models import CaseTerm, Mover
from agency.law.vocabulary import NoticeKind
from agency.notices import services
from agency.notices.addressing import addressee_of
from agency.notices.models import Delivery, Notice, PrintBatch
from agency.notices.services import obstacles
from agency.worklist.models import WorklistEntry
from agency.worklist.ranks import Rank
from portal import clock, db
from portal.accounts.permissions import Role
from portal.web import get
from tests.agency.notices.desk import MONDAY, TODAY, Desk, make_files
from tests.browser import NARROW, WIDE
from tests.conftest import Opens
from tests.office import open_office

RETURNED = "/agency/notices/returned"


def _posted(desk: Desk) -> uuid.UUID:
    """A demand that is in the post."""
    notice_id = desk.dispatched(kind=NoticeKind.DEMAND, channel="post")
    office = desk.office
    with office.at_work():
        batch_id = services.make_batch(by=office.collector.user).id
    make_files(office)
    with office.at_work():
        services.post(get(PrintBatch, batch_id), by=office.collector.user)
    return notice_id


def _reference(desk: Desk) -> str:
    with desk.office.at_work():
        return desk.case.reference


def _note(desk: Desk, **given: str) -> str:
    """What the page says to a letter that came back today."""
    form = {"reference": _reference(desk), "cause": "moved", "on": TODAY.isoformat(), **given}
    client = desk.office.sign_in(desk.office.collector)
    return client.post(RETURNED, data=form, follow_redirects=True).text


def _address(desk: Desk) -> str:
    return f"/agency/notices/address/{desk.case_id}"


def _delivery(notice_id: uuid.UUID) -> Delivery:
    return db.session.scalars(select(Delivery).where(Delivery.notice_id == notice_id)).one()


def test_a_returned_letter_asks_for_another_address_and_stops_the_post(desk: Desk) -> None:
    notice_id = _posted(desk)
    with desk.office.at_work():
        desk.case.debtor.email = ""
    assert (
        "No letter has come back" in desk.office.sign_in(desk.office.collector).get(RETURNED).text
    )
    assert f"Noted: the letter of case {_reference(desk)} came back." in _note(desk)
    with desk.office.at_work():
        case, entry = desk.case, get(WorklistEntry, desk.case_id)
        assert (_delivery(notice_id).returned_on, _delivery(notice_id).returned_cause) == (
            TODAY,
            "moved",
        )
        assert (case.mover, case.move, entry.rank) == ("agency", "address", Rank.LETTER)
        assert case.move_until == TODAY + timedelta(days=7)
        held = guard.why_held(case, guard.NOTICE)
        assert held
        assert held.code == "address"
        assert guard.why_held(case, guard.CALL) is None
        assert addressee_of(case.debtor).channels == []
    client = desk.office.sign_in(desk.office.collector)
    assert "Letters come back since 23 Nov 2026" in client.get(f"/agency/cases/{desk.case_id}").text
    shown = client.get(f"/agency/notices/{notice_id}").text
    assert "Came back" in shown
    assert "Moved away" in shown


def test_who_has_e_mail_is_written_to_by_e_mail(desk: Desk) -> None:
    _posted(desk)
    _note(desk)
    with desk.office.at_work():
        assert addressee_of(desk.case.debtor).channels == ["email"]
        held = guard.why_held(desk.case, guard.NOTICE)
        assert held is None or held.code != "address"


def test_scanned_twice_it_is_noted_once(desk: Desk) -> None:
    notice_id = _posted(desk)
    _note(desk)
    assert "is noted" in _note(desk, cause="refused")
    with desk.office.at_work():
        assert _delivery(notice_id).returned_cause == "moved"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"reference": "99999999"}, "No case has this reference"),
        ({"reference": "rubbish"}, "No case has this reference"),
        ({"on": (TODAY - timedelta(days=1)).isoformat()}, "This letter was posted later"),
        ({"on": (TODAY + timedelta(days=1)).isoformat()}, "Choose today or a day before"),
        ({"cause": "eaten"}, "Must be one of"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, given: dict[str, str], why: str) -> None:
    notice_id = _posted(desk)
    assert why in _note(desk, **given)
    with desk.office.at_work():
        assert _delivery(notice_id).returned_on is None
        assert not desk.case.debtor.address_fails


def test_a_letter_that_is_not_in_the_post_cannot_come_back(desk: Desk) -> None:
    desk.dispatched(kind=NoticeKind.DEMAND, channel="post")
    assert "is in the post" in _note(desk)


def test_a_death_leads_on_to_what_was_declared(desk: Desk) -> None:
    _posted(desk)
    form = {"reference": _reference(desk), "cause": "deceased", "on": TODAY.isoformat()}
    client = desk.office.sign_in(desk.office.collector)
    answer = client.post(RETURNED, data=form)
    assert answer.location.endswith("/declarations/deceased?source=letter")
    assert '<option value="letter" selected' in client.get(answer.location).text


def test_a_new_address_lets_the_case_go_on_and_finds_it(desk: Desk) -> None:
    _posted(desk)
    _note(desk)
    client = desk.office.sign_in(desk.office.collector)
    assert "Letters come back since" in client.get(_address(desk)).text
    assert client.post(_address(desk), data={"street": ""}).status_code == 422
    new = {"street": "Laan 12", "postcode": "3511 AB", "city": "Utrecht"}
    client.post(_address(desk), data=new)
    with desk.office.at_work():
        case = desk.case
        assert (case.debtor.street, case.debtor.city) == ("Laan 12", "Utrecht")
        assert not case.debtor.address_fails
        assert case.move == "notice"
        places = db.session.scalars(
            select(CaseTerm.term).where(CaseTerm.case_id == case.id, CaseTerm.kind == "place")
        ).all()
        assert [place[:8] for place in places] == ["3511ab12"]
        assert "post" in addressee_of(case.debtor).channels


def test_an_address_is_confirmed_with_a_reason(desk: Desk) -> None:
    _posted(desk)
    _note(desk, cause="refused")
    client = desk.office.sign_in(desk.office.collector)
    confirmation = f"{_address(desk)}/confirmation"
    assert client.post(confirmation, data={}).status_code == 422
    client.post(confirmation, data={"reason": "Said so on the telephone"})
    with desk.office.at_work():
        assert not desk.case.debtor.address_fails
        assert desk.case.move == "notice"
    assert "confirmed the address" in client.get(f"/agency/cases/{desk.case_id}").text


def test_a_letter_at_the_printer_is_held_back(desk: Desk) -> None:
    _posted(desk)
    with clock.moved_to(MONDAY + timedelta(days=21)):
        with desk.office.at_work():
            desk.case.waits_for(Mover.AGENCY, "notice", clock.today())
        due = clock.today() + timedelta(days=14)
        waiting = desk.dispatched(kind=NoticeKind.FINAL_DEMAND, channel="post", due_on=due)
        _note(desk, on=clock.today().isoformat())
        with desk.office.at_work():
            assert "Letters to the debtor come back" in obstacles.of_posting(get(Notice, waiting))


def test_an_address_that_changed_meanwhile_stays_good(desk: Desk) -> None:
    notice_id = _posted(desk)
    new = {"street": "Laan 12", "postcode": "3511 AB", "city": "Utrecht"}
    desk.office.sign_in(desk.office.collector).post(_address(desk), data=new)
    _note(desk)
    with desk.office.at_work():
        assert _delivery(notice_id).returned_on == TODAY
        assert not desk.case.debtor.address_fails


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_the_pages_are_fit_for_people(desk: Desk, visit: Opens, width: int, scheme: str) -> None:
    notice_id = _posted(desk)
    _note(desk)
    window = visit(width, scheme)
    window.sign_in(desk.office.collector)
    for address in (RETURNED, _address(desk), f"/agency/cases/{desk.case_id}"):
        window.open(address)
    window.open(f"/agency/notices/{notice_id}")


def test_another_agency_knows_nothing_of_it(desk: Desk) -> None:
    _posted(desk)
    other = open_office(desk.office.app)
    stranger = other.sign_in(other.person(Role.MANAGER))
    form = {"reference": _reference(desk), "cause": "moved", "on": TODAY.isoformat()}
    assert "No case has this reference" in stranger.post(RETURNED, data=form).text
    assert stranger.get(_address(desk)).status_code == 404
    assert stranger.post(_address(desk), data={"street": "X 1", "city": "Y"}).status_code == 404
