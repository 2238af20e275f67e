"""Who gets which case: the rule alone, and as the office uses it."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest

from agency.cases.models import Case
from agency.strategy.kinds import Level
from agency.worklist.assigning import CaseFacts, RuleFacts, Worker, given
from agency.worklist.services import Told, assign_after, hand_over, make_rule, set_profile
from portal import clock
from portal.accounts.models import Membership
from portal.accounts.permissions import Role
from portal.errors import Refused
from portal.web import get
from tests.agency.contacts.desk import WEDNESDAY, new_case, on
from tests.office import Office, Person, open_office

ANNA, BEN = sorted((uuid.uuid4(), uuid.uuid4()))
PEOPLE = "/agency/collectors"


@pytest.fixture(autouse=True)
def _on_a_wednesday() -> Iterator[None]:
    with clock.moved_to(WEDNESDAY):
        yield


def a_case(**facts: object) -> CaseFacts:
    plain = {
        "id": uuid.uuid4(),
        "creditor_id": uuid.UUID(int=7),
        "country": "NL",
        "language": "nl",
        "debtor_kind": "business",
        "segment": "B",
        "currency": "EUR",
        "open_minor": 100_000,
    }
    return CaseFacts(**{**plain, **facts})  # type: ignore[arg-type]


def a_rule(*collectors: uuid.UUID, **facts: object) -> RuleFacts:
    return RuleFacts(id=uuid.uuid4(), collectors=collectors or (ANNA,), **facts)  # type: ignore[arg-type]


def worker(one: uuid.UUID, **facts: object) -> Worker:
    plain = {"languages": frozenset[str](), "capacity": 0, "cases": 0}
    return Worker(id=one, **{**plain, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({}, True),
        ({"creditor_id": uuid.UUID(int=7)}, True),
        ({"creditor_id": uuid.UUID(int=8)}, False),
        ({"countries": frozenset({"NL", "BE"})}, True),
        ({"countries": frozenset({"DE"})}, False),
        ({"languages": frozenset({"fr"})}, False),
        ({"segments": frozenset({"A", "B"})}, True),
        ({"segments": frozenset({"C"})}, False),
        ({"debtor_kind": "consumer"}, False),
        ({"from_minor": 100_000, "currency": "EUR"}, True),
        ({"from_minor": 100_001, "currency": "EUR"}, False),
        ({"below_minor": 100_000, "currency": "EUR"}, False),
        ({"below_minor": 100_001, "currency": "EUR"}, True),
        ({"from_minor": 1, "currency": "NOK"}, False),
    ],
)
def test_a_rule_fits_what_it_names(asked: dict[str, object], fits: bool) -> None:
    assert a_rule(**asked).fits(a_case()) is fits


def test_the_first_rule_that_has_somebody_free_decides() -> None:
    first, second = a_rule(ANNA), a_rule(BEN)
    done = given([a_case(), a_case()], [first, second], [worker(ANNA, capacity=1), worker(BEN)])
    assert [(one.collector_id, one.rule_id) for one in done] == [
        (ANNA, first.id),
        (BEN, second.id),
    ]


def test_those_of_a_rule_share_its_cases() -> None:
    done = given(
        [a_case() for _ in range(4)], [a_rule(ANNA, BEN)], [worker(ANNA, cases=2), worker(BEN)]
    )
    assert [one.collector_id for one in done] == [BEN, BEN, ANNA, BEN]


def test_nobody_gets_what_they_cannot_read_or_while_they_are_away() -> None:
    french = a_case(language="fr")
    assert not given([french], [a_rule(ANNA)], [worker(ANNA, languages=frozenset({"nl"}))])
    assert not given([french], [a_rule(ANNA)], [worker(ANNA, is_absent=True)])
    assert given([french], [a_rule(ANNA)], [worker(ANNA, languages=frozenset({"nl", "fr"}))])


def collector_of(office: Office, case_id: uuid.UUID) -> uuid.UUID | None:
    with office.at_work():
        return get(Case, case_id).collector_id


def rule(office: Office, *people: Person, **facts: object) -> None:
    with office.at_work():
        make_rule(facts, [one.membership_id for one in people], by=office.manager.user)


def test_an_accepted_case_finds_its_collector(office: Office) -> None:
    rule(office, office.collector, debtor_kind="business")
    case_id = new_case(office)
    assert collector_of(office, case_id) == office.collector.membership_id
    page = office.sign_in(office.manager).get(f"/agency/cases/{case_id}/timeline").text
    assert office_name(office, office.collector) in page


def office_name(office: Office, person: Person) -> str:
    with office.at_work():
        return person.user.name


def test_the_night_gives_out_what_is_of_nobody_once(office: Office) -> None:
    cases = [new_case(office) for _ in range(2)]
    ben = office.new_person(Role.COLLECTOR)
    rule(office, office.collector, ben)
    for _ in range(2):
        with office.at_work():
            assign_after(None)
        assert {collector_of(office, one) for one in cases} == {
            office.collector.membership_id,
            ben.membership_id,
        }


def test_the_page_says_what_a_run_would_do_before_it_does(office: Office) -> None:
    case_id = new_case(office)
    client = office.sign_in(office.manager)
    answer = client.post(
        f"{PEOPLE}/rules",
        data={
            "collectors": str(office.collector.membership_id),
            "segments": ["A", "B", "C"],
            "countries": "nl, BE",
            "from_amount": "100",
            "rank": "5",
        },
        follow_redirects=True,
    )
    assert answer.status_code == 200
    assert "1 would find its collector." in answer.text
    assert "NL, BE" in answer.text
    assert "from €100.00" in answer.text
    assert collector_of(office, case_id) is None


def test_a_rule_names_somebody_and_real_countries(office: Office) -> None:
    client = office.sign_in(office.manager)
    for wrong in ({"countries": "Holland"}, {}):
        answer = client.post(f"{PEOPLE}/rules", data={"rank": "1", **wrong})
        assert answer.status_code in (409, 422), wrong


def test_handing_over_moves_all_open_cases_with_a_brief(office: Office) -> None:
    rule(office, office.collector)
    cases = [new_case(office) for _ in range(2)]
    ben = office.new_person(Role.COLLECTOR)
    client = office.sign_in(office.manager)
    answer = client.post(
        f"{PEOPLE}/{office.collector.membership_id}/hand-over",
        data={"taker": str(ben.membership_id)},
        follow_redirects=True,
    )
    assert "2 cases are handed over." in answer.text
    assert {collector_of(office, one) for one in cases} == {ben.membership_id}
    brief = client.get(f"/agency/worklist/brief/{cases[0]}").text
    assert "Next move" in brief
    assert "The agency" in brief


def test_cases_are_not_handed_to_who_works_none(office: Office) -> None:
    with office.at_work():
        giver = get(Membership, office.collector.membership_id)
        for taker in (office.finance, office.collector):
            with pytest.raises(Refused):
                hand_over(giver, get(Membership, taker.membership_id), by=office.manager.user)


def test_while_somebody_is_away_their_obligations_are_the_stand_ins(office: Office) -> None:
    rule(office, office.collector)
    owed, worked = new_case(office), new_case(office)
    ben = office.new_person(Role.COLLECTOR)
    with office.at_work():
        get(Case, owed).waits_for("agency", "broken_promise", clock.today())  # type: ignore[arg-type]
        set_profile(
            get(Membership, office.collector.membership_id),
            Told(
                level=Level.EXPERT,
                absent_from=clock.today(),
                absent_until=clock.today() + timedelta(days=1),
                stand_in=get(Membership, ben.membership_id),
            ),
            by=office.manager.user,
        )
    his = office.sign_in(ben).get("/agency/worklist/").text
    assert str(owed) in his
    assert str(worked) not in his
    with on(clock.today() + timedelta(days=2)):
        assert str(owed) not in office.sign_in(ben).get("/agency/worklist/").text


def test_the_board_tells_who_carries_what(office: Office) -> None:
    rule(office, office.collector)
    case_id = new_case(office)
    with office.at_work():
        get(Case, case_id).waits_for("agency", "broken_promise", clock.today())  # type: ignore[arg-type]
    client = office.sign_in(office.manager)
    address = f"{PEOPLE}/{office.collector.membership_id}"
    client.post(address, data={"level": "expert", "languages": "nl", "capacity": "1"})
    board = client.get(PEOPLE).text
    assert "Broken promises: 1" in board
    assert "Full" in board
    assert (
        client.post(address, data={"level": "expert", "absent_from": "2026-06-10"}).status_code
        == 422
    )


def test_only_managers_say_who_works_what_and_only_in_their_agency(office: Office) -> None:
    assert office.sign_in(office.collector).get(PEOPLE).status_code == 403
    manager = office.sign_in(office.manager)
    assert manager.get(f"{PEOPLE}/{office.finance.membership_id}").status_code == 404
    theirs = open_office(office.app).collector.membership_id
    assert manager.get(f"{PEOPLE}/{theirs}").status_code == 404
