"""Staff find a case by whatever the caller has at hand, and a search costs the same for any agency."""

import uuid

import pytest

from agency.cases import services
from agency.cases.models import Case, ClosureReason
from agency.cases.searching import SHOWN, search
from agency.cases.worklist import found
from portal import db
from portal.web import get
from tests.agency.cases.crowd import crowd
from tests.office import Office, new_claim, new_debtor, open_office
from tests.watching import plan, statements

LIST = "/agency/cases/"


def searched(office: Office, text: str) -> list[uuid.UUID]:
    with office.at_work():
        return [case.id for case in search(text).cases]


def narrowed(office: Office, text: str) -> list[uuid.UUID]:
    """What a list shows that is narrowed down to a text."""
    with office.at_work():
        query = found(text)
        return [] if query is None else [case.id for case in db.session.scalars(query).unique()]


@pytest.mark.parametrize(
    "text",
    [
        *("graaf", "Graaf inter", "GRÄAF", "interieur de"),
        *("F-2026/14", "202614", "f2026", "d-1009"),
        *("administratie@degraaf.example", "administratie@deg"),
    ],
)
def test_a_case_is_found_by_any_word_of_it(office: Office, text: str) -> None:
    debtor = new_debtor(
        name="De Graaf Interieur B.V.",
        customer_no="D-1009",
        email="administratie@degraaf.example",
    )
    case_id = office.place(office.new_creditor(), new_claim(debtor=debtor, invoice_no="F-2026/14"))
    office.place(office.new_creditor(), new_claim(debtor=new_debtor(name="Other")))
    assert searched(office, text) == [case_id]
    assert narrowed(office, text) == [case_id]


@pytest.mark.parametrize("text", ["", " ", "x", "raaf", "graaf jansen", "%", "zz"])
def test_what_nobody_is_called_is_not_found(office: Office, text: str) -> None:
    office.place(office.new_creditor(), new_claim(debtor=new_debtor(name="De Graaf Interieur")))
    assert searched(office, text) == []
    assert narrowed(office, text) == []


def test_the_number_of_a_case_leads_straight_to_it(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        reference = get(Case, case_id).reference
    for text in (reference, reference.lstrip("0"), f"#{reference}"):
        answer = office.sign_in(office.collector).get(f"{LIST}search", query_string={"q": text})
        assert answer.location == f"/agency/cases/{case_id}"


def test_the_box_in_the_menu_searches_too(office: Office) -> None:
    case_id = office.place(office.new_creditor(), new_claim(invoice_no="F-4711"))
    client = office.sign_in(office.collector)
    answer = client.get(LIST, query_string={"q": "f-4711"}, follow_redirects=True)
    assert answer.request.path == f"{LIST}{case_id}"


def test_closed_cases_are_found_as_well(office: Office) -> None:
    debtor = new_debtor(name="Restaurant De Hoek")
    case_id = office.accepted_case(None, new_claim(debtor=debtor))
    with office.at_work():
        by = office.collector.user
        services.close(get(Case, case_id), ClosureReason.WITHDRAWN, by=by, text="Made up.")
    assert searched(office, "hoek") == [case_id]


def test_whole_words_come_before_what_they_begin(office: Office) -> None:
    creditor = office.new_creditor()
    longer = office.place(creditor, new_claim(debtor=new_debtor(name="Jansens Bouw")))
    whole = office.place(creditor, new_claim(debtor=new_debtor(name="Bouwbedrijf Jansen")))
    assert searched(office, "jansen") == [whole, longer]


def test_the_words_may_be_of_the_debtor_and_of_an_invoice(office: Office) -> None:
    debtor = new_debtor(name="De Graaf Interieur")
    case_id = office.place(office.new_creditor(), new_claim(debtor=debtor, invoice_no="F-2026/14"))
    office.place(office.new_creditor(), new_claim(debtor=debtor, invoice_no="F-2026/15"))
    assert searched(office, "graaf f-2026/14") == [case_id]


def test_a_later_invoice_finds_the_case_too(office: Office) -> None:
    creditor, debtor = office.new_creditor(), new_debtor()
    case_id = office.place(creditor, new_claim(debtor=debtor, invoice_no="A-1001"))
    office.place(creditor, new_claim(debtor=debtor, invoice_no="A-1002"))
    assert searched(office, "A-1002") == [case_id]


def test_a_search_that_finds_too_much_says_so(office: Office) -> None:
    crowd(office, office.new_creditor(), 200)
    page = office.sign_in(office.collector).get(f"{LIST}search?q=crowd").text
    assert page.count('class="row-link"') == SHOWN
    assert "There are more." in page


def test_an_index_answers_among_thousands(office: Office) -> None:
    crowd(office, office.new_creditor(), 6_000)
    for text in ("417", "crowd 417", "59"):
        with office.at_work():
            with statements(office.app) as seen:
                search(text)
            led, shown = (
                plan(next(s for s in seen if part in s[0])) for part in ("GROUP BY", "debtors")
            )
        assert "pk_case_terms" in led, text
        assert "Seq Scan on case_terms" not in led, text
        assert "Seq Scan on cases" not in shown, text
        assert len(seen) <= 4


def test_nothing_of_another_agency_is_found(office: Office) -> None:
    stranger = open_office(office.app)
    case_id = stranger.place(stranger.new_creditor(), new_claim(invoice_no="X-900900"))
    assert searched(stranger, "X-900900") == [case_id]
    assert searched(office, "X-900900") == []
