"""The worklist shows what presses, costs the same for any number of cases, and stays in its agency."""

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask

from agency.cases import services
from agency.cases.models import Case, HoldReason, Mover
from agency.cases.worklist import Tab, Wanted, cases, counts
from agency.law.vocabulary import DebtorKind
from portal import clock, db
from portal.accounts.models import Membership
from portal.web import get
from tests.agency.cases.crowd import crowd
from tests.office import Office, new_claim, new_debtor, open_office
from tests.watching import plan, statements

LIST = "/agency/cases/"


def listed(office: Office, wanted: Wanted) -> list[uuid.UUID]:
    with office.at_work():
        rows = db.session.scalars(cases(wanted).order_by(*wanted.tab.order)).unique()
        return [case.id for case in rows]


def test_the_most_overdue_case_comes_first_and_says_why(office: Office) -> None:
    creditor = office.new_creditor("Kantoorwerk")
    later, overdue = office.accepted_case(creditor), office.accepted_case(creditor)
    with office.at_work():
        get(Case, overdue).move_until = clock.today() - timedelta(days=3)
    assert listed(office, Wanted()) == [overdue, later]
    page = office.sign_in(office.collector).get(LIST).text
    assert "Prepare the next notice" in page
    assert "3 days ago" in page
    assert page.index(str(overdue)) < page.index(str(later))


def test_each_list_holds_what_waits_for_somebody(office: Office) -> None:
    ours, asked, closed = (office.place(office.new_creditor()) for _ in range(3))
    paying = office.accepted_case()
    with office.at_work():
        by = office.collector.user
        services.ask(get(Case, asked), "Who signed?", by=by)
        services.refuse(get(Case, closed), "Not served.", by=by)
        get(Case, paying).waits_for(Mover.DEBTOR, "pay", clock.today())
    assert listed(office, Wanted(tab=Tab.AGENCY)) == [ours]
    assert listed(office, Wanted(tab=Tab.CREDITOR)) == [asked]
    assert listed(office, Wanted(tab=Tab.DEBTOR)) == [paying]
    assert listed(office, Wanted(tab=Tab.LAWYER)) == []
    assert set(listed(office, Wanted(tab=Tab.OPEN))) == {ours, asked, paying}
    assert listed(office, Wanted(tab=Tab.CLOSED)) == [closed]
    with office.at_work():
        assert counts() == {
            Tab.AGENCY: "1",
            Tab.CREDITOR: "1",
            Tab.LAWYER: "0",
            Tab.DEBTOR: "1",
            Tab.OPEN: "3",
        }


def test_filters_stand_in_the_address(office: Office) -> None:
    one, other = office.new_creditor(), office.new_creditor()
    consumer = new_claim(debtor=new_debtor(kind=DebtorKind.CONSUMER, name="Anna de Wit"))
    a, b = office.place(one, consumer), office.place(other)
    with office.at_work():
        member = get(Membership, office.collector.membership_id)
        services.assign(get(Case, b), member, by=office.manager.user)
    client = office.sign_in(office.collector)

    def shown(query: str) -> set[uuid.UUID]:
        page = client.get(f"{LIST}?{query}").text
        return {case for case in (a, b) if str(case) in page}

    assert shown("") == {a, b}
    assert shown(f"creditor={one}") == {a}
    assert shown("kind=business") == {b}
    assert shown("kind=consumer") == {a}
    assert shown("collector=me") == {b}
    assert shown("collector=nobody") == {a}
    assert shown(f"creditor={one}&collector=me") == set()
    assert "No case matches" in client.get(f"{LIST}?creditor={one}&collector=me").text


@pytest.mark.parametrize("query", ["tab=everything", "creditor=me", "kind=robot", "after=zzz"])
def test_an_address_that_cannot_be_read_leads_nowhere(office: Office, query: str) -> None:
    assert office.sign_in(office.collector).get(f"{LIST}?{query}").status_code == 404


def test_what_waits_for_acceptance_shows_what_is_at_stake(office: Office) -> None:
    office.place(office.new_creditor(), new_claim())
    page = office.sign_in(office.collector).get(LIST).text
    assert "€1,000.00" in page
    assert "not accepted yet" in page


def test_a_held_case_says_so_in_the_list(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        services.put_on_hold(get(Case, case_id), HoldReason.OTHER, by=office.collector.user)
    assert "On hold" in office.sign_in(office.collector).get(LIST).text


def test_pages_follow_each_other_without_gaps(office: Office) -> None:
    crowd(office, office.new_creditor(), 200)
    client, seen, url = office.sign_in(office.collector), [], f"{LIST}?tab=open"
    while url:
        page = client.get(url).get_data(as_text=True)
        seen += re.findall(r'href="/agency/cases/([0-9a-f-]{36})"', page)
        following = re.search(r'rel="next"\s+href="([^"]+)"', page)
        url = unescape(following[1]) if following else ""
    assert len(seen) == len(set(seen)) == 150


def test_a_list_costs_the_same_number_of_queries_for_any_number_of_cases(office: Office) -> None:
    creditor = office.new_creditor()
    crowd(office, creditor, 4)
    client = office.sign_in(office.collector)

    def sent(query: str) -> int:
        with statements(office.app) as seen:
            assert client.get(f"{LIST}{query}").status_code == 200
        return len(seen)

    few = {query: sent(query) for query in ("", "?tab=closed")}
    crowd(office, office.new_creditor(), 160)
    assert {query: sent(query) for query in few} == few
    with statements(office.app) as seen:
        client.get(LIST)
    assert sum(" cases" in sql for sql, _ in seen) == 2  # The lines, and the counts of the tabs.


@pytest.fixture(scope="module")
def crowded(app: Flask) -> Office:
    """An agency with thousands of cases, at which the tests only look."""
    with app.app_context():
        found = open_office(app)
        crowd(found, found.new_creditor(), 6_000)
        return found


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("", "ix_cases_worklist"),
        ("?tab=debtor", "ix_cases_worklist"),
        ("?tab=open", "ix_cases_open"),
        ("?tab=closed", "ix_cases_closed"),
    ],
)
def test_an_index_answers_among_thousands(crowded: Office, query: str, index: str) -> None:
    client = crowded.sign_in(crowded.collector)
    with statements(crowded.app) as seen:
        client.get(f"{LIST}{query}")
    statement = next(s for s in seen if "FROM cases" in s[0] and "debtors" in s[0])
    with crowded.at_work():
        how = plan(statement)
    assert index in how
    assert "Seq Scan on cases" not in how
    assert "Sort" not in how  # The index gives the order as well.


def test_no_list_shows_another_agencys_cases(office: Office) -> None:
    stranger = open_office(office.app)
    name = f"Visible {uuid.uuid4().hex}"
    stranger.accepted_case(None, new_claim(debtor=new_debtor(name=name)))
    client = office.sign_in(office.collector)
    for path in (LIST, f"{LIST}?tab=open", f"{LIST}search?q=visible"):
        assert name not in client.get(path).text
    assert name in stranger.sign_in(stranger.collector).get(LIST).text
