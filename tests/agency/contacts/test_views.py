"""The pages of contacts: one small form, a panel, and nothing for strangers."""

import io
import re
import uuid
from datetime import date, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from agency.cases import requests
from agency.cases.models import Case, RequestKind
from agency.contacts.models import Callback, Contact, Promise
from agency.law.vocabulary import DebtorKind
from portal import clock
from portal.accounts.permissions import Role
from portal.web import get
from tests.agency.contacts.desk import PHONE, log, new_case, on, promised
from tests.browser import NARROW, WIDE
from tests.conftest import Opens
from tests.office import Office, open_office, rows

CALL = {"direction": "out", "phone": PHONE}
PAPER = b"From: a@b.example\r\nSubject: Sorry\r\n\r\nNext week\r\n"


@pytest.fixture
def case_id(office: Office) -> uuid.UUID:
    return new_case(office)


@pytest.fixture
def here(case_id: uuid.UUID) -> str:
    return f"/agency/cases/{case_id}"


def shown(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def key() -> dict[str, str]:
    return {"form_key": str(uuid.uuid4())}


def test_a_call_is_logged_with_its_promise(office: Office, client: FlaskClient, here: str) -> None:
    page = client.get(f"{here}/call").text
    assert 'href="tel:+31305550100"' in page
    due_on = clock.today() + timedelta(days=5)
    facts = {"outcome": "promise", "spoke": "debtor", "amount": "400,00", "due_on": str(due_on)}
    answer = client.post(f"{here}/call", data={**CALL, **key(), **facts, "reason": "forgot"})
    assert answer.status_code == 302
    panel = shown(client.get(f"{here}/contacts").text)
    assert "Promises to pay" in panel
    assert "Forgot" in panel
    assert "€400.00" in panel
    assert "noted a promise to pay" in shown(client.get(here).text)
    with office.at_work():
        assert rows(Promise)[0].due_on == due_on


def test_no_answer_needs_two_ticks(office: Office, client: FlaskClient, here: str) -> None:
    sent = {**CALL, **key(), "outcome": "no_answer", "amount": "1.000,00"}
    for _ in range(2):
        assert client.post(f"{here}/call", data=sent).status_code == 302
    with office.at_work():
        assert [it.spoke for it in rows(Contact)] == ["nobody"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"outcome": "promise", "spoke": "debtor"}, "due_on"),
        ({"outcome": "callback", "spoke": "debtor"}, "call_time"),
        ({"outcome": "dispute", "spoke": "agent"}, "objection"),
        ({"outcome": "refused"}, "spoke"),
        ({"outcome": "refused", "spoke": "other"}, "spoke"),
        ({"outcome": "other", "spoke": "nobody"}, "spoke"),
        ({"outcome": "no_answer", "spoke": "debtor"}, "outcome"),
        ({"outcome": "no_answer", "at": "2999-01-01T10:00"}, "at"),
        ({"outcome": "sang"}, "outcome"),
        ({}, "outcome"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    office: Office, client: FlaskClient, here: str, facts: dict[str, str], field: str
) -> None:
    answer = client.post(f"{here}/call", data={**CALL, **key(), **facts, "note": "Kept words"})
    assert answer.status_code == 422
    assert f'id="f-{field.replace(".", "-")}-error"' in answer.text
    assert "Kept words" in answer.text
    with office.at_work():
        assert rows(Contact) == []


def test_before_dialling_the_page_says_when_not_to(office: Office, client: FlaskClient) -> None:
    with on(date(2026, 6, 14)):
        case_id = new_case(office, kind=DebtorKind.CONSUMER)
        page = client.get(f"/agency/cases/{case_id}/call")
        assert "tel:" not in page.text
        assert "Do not call now." in shown(page.text)
        assert "From 15 Jun 2026" in shown(page.text)


def test_a_wrong_number_is_not_offered_again(
    office: Office, client: FlaskClient, case_id: uuid.UUID, here: str
) -> None:
    log(office, case_id, outcome="wrong_number")
    page = client.get(f"{here}/call").text
    assert "tel:" not in page
    assert "is wrong" in shown(page)


def test_a_letter_comes_with_its_document(office: Office, client: FlaskClient, here: str) -> None:
    assert client.get(f"{here}/log/letter").status_code == 200
    assert client.get(f"{here}/log/pigeon").status_code == 404
    paper = (io.BytesIO(PAPER), "letter.eml")
    sent = {**key(), "direction": "in", "outcome": "other", "spoke": "debtor", "document": paper}
    assert client.post(f"{here}/log/letter", data=sent).status_code == 302
    with office.at_work():
        made = rows(Contact)[0]
    answer = client.get(f"{here}/contacts/{made.id}/document")
    assert answer.data == PAPER
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "Letter received" in shown(client.get(f"{here}/contacts").text)


def test_only_a_manager_goes_beyond_the_limits(
    office: Office, client: FlaskClient, here: str
) -> None:
    due_on = clock.today() + timedelta(days=60)
    form = {"amount": "100", "due_on": str(due_on), "channel": "phone", "beyond_why": "Please"}
    refused = client.post(f"{here}/promise", data=form)
    assert refused.status_code == 409
    assert "A manager can allow" in refused.text
    manager = office.sign_in(office.manager)
    assert manager.post(f"{here}/promise", data=form).status_code == 302
    assert "Beyond the limits: Please" in shown(client.get(f"{here}/contacts").text)


def test_a_promise_is_taken_back_with_a_reason(
    office: Office, client: FlaskClient, case_id: uuid.UUID, here: str
) -> None:
    made = promised(office, case_id, 500, clock.today() + timedelta(days=3))
    address = f"{here}/promises/{made}/end"
    assert client.get(address).status_code == 200
    assert client.post(address, data={}).status_code == 422
    assert client.post(address, data={"why": "Other case"}).status_code == 302
    other = new_case(office)
    assert client.get(f"/agency/cases/{other}/promises/{made}/end").status_code == 404


def test_a_callback_stands_on_the_worklist_and_leads_to_the_call(
    office: Office, client: FlaskClient, here: str
) -> None:
    with on(date(2026, 6, 10)):
        form = {"call_on": "2026-06-12", "call_time": "15:00", "asked_by": "Anna", "phone": PHONE}
        assert client.post(f"{here}/callback", data={**form, "phone": ""}).status_code == 422
        assert client.post(f"{here}/callback", data=form).status_code == 302
        assert "Call the debtor, as was agreed" in shown(client.get("/agency/cases/").text)
        assert f"{here}/call" in client.get(here).text
        page = client.get(f"{here}/call").text
        with office.at_work():
            callback = rows(Callback)[0]
        assert "Anna wants to be called on 12 Jun 2026, 15:00" in shown(page)
        facts = {"callback": str(callback.id), "outcome": "other", "spoke": "debtor"}
        client.post(f"{here}/call", data={**CALL, **key(), **facts})
        with office.at_work():
            assert rows(Callback)[0].done_at


def test_a_wish_to_be_called_is_answered_by_a_call_only(
    office: Office, client: FlaskClient, case_id: uuid.UUID, here: str
) -> None:
    with office.at_work():
        asked = requests.make(get(Case, case_id), RequestKind.CALL_ME, phone="+31 6 5550 0100").id
    address = f"{here}/requests/{asked}"
    assert f"{here}/call" in client.get(address).text
    assert client.post(address, data={"answer": "Done"}).status_code == 409
    assert "tel:+31655500100" in client.get(f"{here}/call").text
    facts = {"asked": str(asked), "outcome": "other", "spoke": "debtor"}
    client.post(f"{here}/call", data={**CALL, **key(), **facts})
    assert "Called." in shown(client.get(address).text)


def test_long_stories_are_paged(
    office: Office, client: FlaskClient, case_id: uuid.UUID, here: str
) -> None:
    assert "Nobody was in touch yet" in client.get(f"{here}/contacts").text
    for number in range(12):
        log(office, case_id, note=f"Try {number:02}.")
    first = client.get(f"{here}/contacts").text
    assert "Try 11." in first
    assert "Try 01." not in first
    assert "after=" in first


def test_the_creditor_reads_that_its_customer_was_reached(
    office: Office, client: FlaskClient, case_id: uuid.UUID, here: str
) -> None:
    log(office, case_id, spoke="debtor", outcome="other", note="Cries on the telephone")
    promised(office, case_id, 500, clock.today() + timedelta(days=3))
    with office.at_work():
        creditor_id = get(Case, case_id).creditor_id
    owner = office.sign_in(office.person(Role.OWNER, creditor_id))
    page = shown(owner.get(f"/creditor/cases/{case_id}").text)
    assert "spoke with the debtor" in page
    assert "noted a promise to pay" in page
    assert "Cries" not in page


def test_the_limits_are_part_of_the_settings(office: Office, client: FlaskClient) -> None:
    address = "/agency/settings/promises"
    admin = office.sign_in(office.admin)
    assert admin.get(address).status_code == 200
    assert admin.post(address, data={"days": "0", "percent": "25"}).status_code == 422
    assert admin.post(address, data={"days": "30", "percent": "10"}).status_code == 302
    assert 'value="30"' in admin.get(address).text
    assert client.get(address).status_code == 403


def test_those_who_only_look_log_nothing(office: Office, here: str) -> None:
    client = office.sign_in(office.finance)
    page = client.get(f"{here}/contacts")
    assert page.status_code == 200
    assert f"{here}/call" not in page.text
    assert client.get(f"{here}/call").status_code == 403


def test_another_agency_finds_nothing(office: Office, case_id: uuid.UUID, here: str) -> None:
    made = log(office, case_id)
    other = open_office(office.app)
    stranger = other.sign_in(other.collector)
    for path in (
        "contacts",
        "call",
        "log/letter",
        "promise",
        "callback",
        f"contacts/{made}/document",
    ):
        assert stranger.get(f"{here}/{path}").status_code == 404


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_a_call_is_logged_by_keyboard_alone(
    office: Office, visit: Opens, case_id: uuid.UUID, here: str, width: int, scheme: str
) -> None:
    window = visit(width, scheme)
    window.sign_in(office.collector)
    page = window.open(here)
    window.after(lambda: page.keyboard.press("c"))
    page.keyboard.press("Space")  # The first outcome, a promise, has the focus.
    due_on = clock.today() + timedelta(days=5)
    page.get_by_label("Pays by").fill(due_on.isoformat())
    page.get_by_label("The debtor", exact=True).check()
    window.press("Log it")
    with office.at_work():
        assert rows(Promise)[0].due_on == due_on
    window.open(f"{here}/contacts")
    window.open(f"{here}/callback")
    window.open(f"{here}/log/visit")
