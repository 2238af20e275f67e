"""From one case to the next, and who is on which."""

import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from agency.cases.models import Case, Mover
from agency.law.vocabulary import DebtorKind
from portal import clock
from portal.accounts.permissions import Role
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import PHONE, WEDNESDAY, new_case, on
from tests.office import Office, new_claim, new_debtor, open_office

NEXT = "/agency/worklist/next"


@pytest.fixture(autouse=True)
def _on_a_wednesday() -> Iterator[None]:
    with clock.moved_to(WEDNESDAY):
        yield


def go_on(client: FlaskClient, left: uuid.UUID | None = None) -> str:
    """Where one key leads; the case is opened."""
    place = client.get(NEXT, query_string={"left": str(left)} if left else {}).location
    client.get(place)
    return str(place.rpartition("/")[2])


def test_the_next_case_is_one_key_away_until_all_are_seen(office: Office) -> None:
    cases = {str(new_case(office)) for _ in range(3)}
    client = office.sign_in(office.collector)
    seen = [go_on(client) for _ in range(3)]
    assert set(seen) == cases
    assert client.get(NEXT).location == "/agency/worklist/"
    assert "You have seen all that waits for you today." in client.get("/agency/worklist/").text


def test_a_case_that_somebody_has_open_is_not_the_next_of_another(office: Office) -> None:
    first, second = {str(new_case(office)) for _ in range(2)}
    anna = office.sign_in(office.collector)
    ben = office.sign_in(office.new_person(Role.COLLECTOR))
    hers, his = go_on(anna), go_on(ben)
    assert {hers, his} == {first, second}
    assert "is on it since 12:00" in ben.get(f"/agency/cases/{hers}").text
    assert "is on it since 12:00" in ben.get("/agency/worklist/").text
    assert "is on it since" not in anna.get(f"/agency/cases/{hers}").text.partition("<main")[0]


def test_after_ten_minutes_it_is_free_again(office: Office) -> None:
    case_id = str(new_case(office))
    anna = office.sign_in(office.collector)
    go_on(anna)
    ben = office.sign_in(office.new_person(Role.COLLECTOR))
    assert ben.get(NEXT).location == "/agency/worklist/"
    with clock.moved_to(WEDNESDAY.replace(minute=11)):
        assert go_on(ben) == case_id


def test_what_happens_to_a_case_brings_it_back(office: Office) -> None:
    case_id = new_case(office)
    client = office.sign_in(office.collector)
    go_on(client)
    with clock.moved_to(WEDNESDAY.replace(hour=11)), office.at_work():
        get(Case, case_id).waits_for(Mover.AGENCY, "broken_promise", clock.today())
    with clock.moved_to(WEDNESDAY.replace(hour=12)):
        assert go_on(client) == str(case_id)
        assert client.get(NEXT, query_string={"left": case_id}).location == "/agency/worklist/"


def test_tomorrow_is_another_day(office: Office) -> None:
    case_id = str(new_case(office))
    go_on(office.sign_in(office.collector))
    with on(clock.today().replace(day=11)):
        assert go_on(office.sign_in(office.collector)) == case_id


def test_a_logged_call_can_lead_to_the_next_case(office: Office) -> None:
    one, other = new_case(office), new_case(office)
    client = office.sign_in(office.collector)
    client.get(f"/agency/cases/{one}")
    answer = client.post(
        f"/agency/cases/{one}/call",
        data={
            "form_key": str(uuid.uuid4()),
            "outcome": "no_answer",
            "direction": "out",
            "and_next": "yes",
        },
    )
    assert client.get(answer.location).location == f"/agency/cases/{other}"


def test_of_calls_the_next_is_one_that_may_be_made_now(office: Office) -> None:
    with clock.moved_to(WEDNESDAY.replace(hour=19)):
        client = office.sign_in(office.collector)
        claim = new_claim(
            debtor=new_debtor(kind=DebtorKind.CONSUMER, phone=PHONE), principal=Money(900_000)
        )
        consumer, business = office.accepted_case(None, claim), new_case(office)
        assert client.get(NEXT).location == f"/agency/cases/{consumer}"
        assert client.get(f"{NEXT}?calls=yes").location == f"/agency/cases/{business}"


def test_another_agencys_case_does_not_lead_on(office: Office, app: object) -> None:
    theirs = new_case(open_office(office.app))
    client = office.sign_in(office.collector)
    assert client.get(NEXT, query_string={"left": str(theirs)}).status_code == 404
    assert str(theirs) not in client.get("/agency/worklist/?whose=all").text


@pytest.mark.parametrize("asked", ["what=11", "segment=D", "calls=maybe", "whose=x", "after=1_2"])
def test_what_there_is_not_is_no_page(office: Office, asked: str) -> None:
    assert office.sign_in(office.collector).get(f"/agency/worklist/?{asked}").status_code == 404
