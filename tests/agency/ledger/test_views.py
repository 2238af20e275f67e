"""The books are open to those who see money, from the proof down to each posting."""

import re
import uuid

import pytest
from flask.testing import FlaskClient

from agency.cases.models import Case
from agency.ledger.models import Account, AccountKind, CaseBalance, Entry
from agency.ledger.posting import post, reverse
from portal.accounts.permissions import Role
from portal.web import get
from tests.agency.ledger.test_posting import ON, received
from tests.office import Office, open_office, rows
from tests.watching import statements

LEDGER = "/agency/ledger/"


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def client(office: Office) -> FlaskClient:
    return office.sign_in(office.finance)


@pytest.fixture
def entry_id(office: Office) -> uuid.UUID:
    """A payment of 250.00 on a case of 1,000.00."""
    case_id = office.accepted_case(office.new_creditor("Kantoorwerk"))
    with office.at_work():
        entry = received(get(Case, case_id), "250.00")
        post(entry)
        return entry.id


def test_empty_books_say_what_will_fill_them(client: FlaskClient) -> None:
    assert "The books are empty" in client.get(LEDGER).text


def test_the_proof_stands_on_top(client: FlaskClient, entry_id: uuid.UUID) -> None:
    page = text_of(client.get(LEDGER).text)
    assert "Every cent is accounted for" in page
    assert "What we hold €250.00" in page
    assert "Whose it is €250.00" in page
    assert "Principal owed by debtors €750.00" in page


def test_a_fault_is_said_in_words(office: Office, client: FlaskClient, entry_id: uuid.UUID) -> None:
    with office.at_work():
        rows(CaseBalance)[0].open_minor += 1
    page = client.get(LEDGER).text
    assert "Something does not add up" in page
    assert "its postings sum to" in page


def test_the_journal_leads_to_each_entry_and_its_case(
    office: Office, client: FlaskClient, entry_id: uuid.UUID
) -> None:
    journal = client.get(f"{LEDGER}entries").text
    assert f"{LEDGER}entries/{entry_id}" in journal
    with office.at_work():
        case_id = get(Entry, entry_id).case_id
    page = client.get(f"{LEDGER}entries/{entry_id}").text
    assert f"/agency/cases/{case_id}" in page
    assert "Kantoorwerk" in page
    assert text_of(page).count("€250.00") == 4


def test_the_journal_can_be_narrowed_to_a_kind(client: FlaskClient, entry_id: uuid.UUID) -> None:
    assert str(entry_id) in client.get(f"{LEDGER}entries?kind=payment").text
    assert str(entry_id) not in client.get(f"{LEDGER}entries?kind=refund").text


def test_an_undone_entry_and_its_reverse_name_each_other(
    office: Office, client: FlaskClient, entry_id: uuid.UUID
) -> None:
    with office.at_work():
        undo = reverse(get(Entry, entry_id), key="undo", text="Charged back", booked_on=ON)
        post(undo)
    assert f"{LEDGER}entries/{undo.id}" in client.get(f"{LEDGER}entries/{entry_id}").text
    page = client.get(f"{LEDGER}entries/{undo.id}").text
    assert f"{LEDGER}entries/{entry_id}" in page
    assert "Payment, reversed" in page


def test_an_account_shows_what_was_posted_on_it(
    office: Office, client: FlaskClient, entry_id: uuid.UUID
) -> None:
    with office.at_work():
        account_id = rows(Account, Account.kind == AccountKind.CREDITOR_FUNDS)[0].id
    page = client.get(f"{LEDGER}accounts/{account_id}").text
    assert f"{LEDGER}entries/{entry_id}" in page
    assert "balance €250.00 credit" in text_of(page)


def test_the_journal_is_paged_and_costs_the_same_however_long(
    office: Office, client: FlaskClient, entry_id: uuid.UUID
) -> None:
    def sent() -> int:
        with statements(office.app) as seen:
            client.get(f"{LEDGER}entries")
        return len(seen)

    few = sent()
    with office.at_work():
        case = get(Case, get(Entry, entry_id).case_id or uuid.uuid4())
        for _ in range(30):
            post(received(case, "1.00"))
    assert sent() == few
    first = client.get(f"{LEDGER}entries").text
    following = re.search(r'rel="next"\s+href="([^"]+)"', first)
    assert following
    assert str(entry_id) in client.get(following[1].replace("&amp;", "&")).text


@pytest.mark.parametrize("role", [Role.COLLECTOR, Role.LAWYER, Role.ADMIN])
def test_the_books_are_shut_to_those_who_do_not_see_money(
    office: Office, entry_id: uuid.UUID, role: Role
) -> None:
    client = office.sign_in(office.person(role))
    for path in ("", "entries", f"entries/{entry_id}"):
        assert client.get(f"{LEDGER}{path}").status_code == 403


def test_another_agencys_books_are_not_there(office: Office, entry_id: uuid.UUID) -> None:
    stranger = open_office(office.app)
    client = stranger.sign_in(stranger.finance)
    with office.at_work():
        account_id = rows(Account)[0].id
    assert client.get(f"{LEDGER}entries/{entry_id}").status_code == 404
    assert client.get(f"{LEDGER}accounts/{account_id}").status_code == 404
    assert "The books are empty" in client.get(LEDGER).text
