"""The pages of text messages: written by whoever works the case, set up by an administrator."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from agency.cases.models import Case
from agency.compliance.records import Subjects
from agency.messages.kinds import Delivery
from agency.messages.models import Message
from agency.messages.personal import RECORDS
from agency.messages.services import hear_of, text_gateway
from portal import clock, crypto
from portal.accounts.permissions import Role
from portal.web import get
from tests.agency.messages.post import asked, found
from tests.agency.messages.texting import ADDRESS, NUMBER, came, new_case, set_up, texted
from tests.office import Office, open_office, rows

WEDNESDAY = datetime(2026, 6, 10, 10, tzinfo=UTC)
SETTINGS = "/agency/settings/messages/sms"


@pytest.fixture(autouse=True)
def _on_a_wednesday() -> Any:
    with clock.moved_to(WEDNESDAY):
        yield


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_collector_texts_the_debtor(office: Office) -> None:
    set_up(office)
    case_id = new_case(office)
    client = office.sign_in(office.collector)
    assert "Text the debtor" in text(client, f"/agency/cases/{case_id}/messages")
    place = f"/agency/cases/{case_id}/messages/new/text"
    page = text(client, place)
    assert NUMBER in page
    assert "Antwoord STOP" in page
    form = {"form_key": str(uuid.uuid4()), "to": NUMBER, "text": "x" * 481}
    assert client.post(place, data=form).status_code == 422
    assert client.post(place, data={**form, "text": "Please call us."}).status_code == 302
    panel = text(client, f"/agency/cases/{case_id}/messages")
    assert "Please call us." in panel
    assert "On its way" in panel


def test_a_text_that_came_in_is_answered_by_text_or_by_mail(office: Office) -> None:
    set_up(office)
    case_id = new_case(office)
    message_id = came(office, "When can I pay?")
    client = office.sign_in(office.collector)
    assert "Text message" in text(client, "/agency/messages/")
    place = f"/agency/cases/{case_id}/messages/{message_id}"
    assert client.get(f"{place}/answer").headers["Location"].endswith("/text")
    assert "When can I pay?" in text(client, f"{place}/text")
    assert "bakker@debtor.example" in text(client, f"{place}/answer?by=email")
    form = {"form_key": str(uuid.uuid4()), "to": NUMBER, "text": "In June."}
    assert client.post(f"{place}/text", data=form).status_code == 302
    assert found(office, message_id).settled_how == "answered"
    assert "dealt with already" in text(client, f"{place}/text")


def test_an_email_may_be_answered_by_text(office: Office) -> None:
    set_up(office)
    case_id = new_case(office)
    message_id = asked(office, case_id)
    client = office.sign_in(office.collector)
    assert "Answer by text message" in text(
        client, f"/agency/cases/{case_id}/messages/{message_id}/answer"
    )


def test_without_a_number_or_a_provider_the_page_says_so(office: Office) -> None:
    case_id = new_case(office, phone="")
    client = office.sign_in(office.collector)
    place = f"/agency/cases/{case_id}/messages/new/text"
    assert "Text the debtor" not in text(client, f"/agency/cases/{case_id}/messages")
    assert "are not set up" in text(client, place)
    set_up(office)
    assert "no telephone number" in text(client, place)


def test_a_text_that_did_not_arrive_asks_what_was_done_instead(office: Office) -> None:
    case_id = new_case(office)
    set_up(office)
    message_id = texted(office, case_id)
    with office.at_work():
        get(Message, message_id).gateway_ref = "sms_1"
    with office.at_work():
        hear_of("sms_1", Delivery.FAILED)
    client = office.sign_in(office.collector)
    step = client.get(f"/agency/cases/{case_id}/messages/next").headers["Location"]
    page = text(client, step)
    assert "did not arrive" in page
    assert "write to it again" not in page


def test_an_administrator_sets_the_provider(office: Office) -> None:
    client = office.sign_in(office.admin)
    assert "Any provider" in text(client, SETTINGS)
    form = {"url": ADDRESS, "token": "secret-token", "sender": "Office"}
    for wrong in ({"url": "http://x.example/"}, {"sender": "much too long a name"}, {"token": ""}):
        assert client.post(SETTINGS, data={**form, **wrong}).status_code in (409, 422)
    assert client.post(SETTINGS, data=form).status_code == 302
    with office.at_work():
        gateway = text_gateway()
        assert gateway
        secret = crypto.unseal(gateway.secret_sealed)
    page = text(client, SETTINGS)
    assert f"/webhooks/sms/{office.slug}/incoming" in page
    assert secret in page
    assert "secret-token" not in page
    assert client.post(f"{SETTINGS}/removal").status_code == 302
    with office.at_work():
        assert text_gateway() is None


def test_who_may_not_work_cases_may_not_text(office: Office) -> None:
    set_up(office)
    case_id = new_case(office)
    reader = office.sign_in(office.person(Role.FINANCE))
    place = f"/agency/cases/{case_id}/messages/new/text"
    assert reader.get(place).status_code == 403
    assert office.sign_in(office.collector).get(SETTINGS).status_code == 403


def test_another_agencys_texts_are_not_there(office: Office) -> None:
    set_up(office)
    case_id = new_case(office)
    message_id = came(office, "Hello")
    other = open_office(office.app)
    client = other.sign_in(other.collector)
    for place in ("new/text", f"{message_id}/text"):
        assert client.get(f"/agency/cases/{case_id}/messages/{place}").status_code == 404


def test_numbers_and_words_go_with_the_file(office: Office) -> None:
    set_up(office)
    case_id = new_case(office)
    texted(office, case_id)
    came(office, "I lost my job.")
    with office.at_work():
        them = Subjects([get(Case, case_id).debtor_id], [case_id])
        assert "I lost my job." in str(RECORDS.tell(them).rows)
        RECORDS.erase(them)
    with office.at_work():
        for message in rows(Message):
            assert (message.text, message.sender, message.recipient) == ("", "", "")
