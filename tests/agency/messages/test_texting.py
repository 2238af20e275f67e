"""Text messages go out when it is lawful, once, and what became of them is known."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from agency.cases.models import Case
from agency.cases.phones import e164
from agency.compliance.contacts import earlier
from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.models import Declaration
from agency.compliance.services import Declared, declare
from agency.compliance.stopping import LANGUAGES, asks_to_stop
from agency.law.vocabulary import Channel, DebtorKind
from agency.messages.kinds import Delivery
from agency.messages.models import Message, SmsGateway
from agency.messages.services import hear_of, set_text_gateway
from agency.messages.services.text_writing import text_obstacle
from agency.messages.texts.gateway import GatewayAway, public_address
from portal import clock
from portal.errors import NotFound, Refused
from portal.jobs import run
from portal.web import get
from tests.agency.messages.post import found
from tests.agency.messages.texting import ADDRESS, NUMBER, came, new_case, set_up, texted, told
from tests.office import Office, open_office, rows
from tests.standins.sms import SmsStandIn

WEDNESDAY = datetime(2026, 6, 10, 10, tzinfo=UTC)
NIGHT = datetime(2026, 6, 10, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_wednesday() -> Any:
    with clock.moved_to(WEDNESDAY):
        yield


def send(office: Office, message_id: uuid.UUID) -> None:
    run("messages.send_text", str(office.agency_id), {"message_id": str(message_id)})


def declared(office: Office) -> list[tuple[str, str, str]]:
    with office.at_work():
        return [(it.kind, it.channel, it.source) for it in rows(Declaration)]


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("06 12345678", "NL", "+31612345678"),
        ("+31 (0)6-1234 5678", "NL", "+31612345678"),
        ("0031612345678", "NL", "+31612345678"),
        ("31612345678", "NL", "+31612345678"),
        ("+44 7400 123456", "NL", "+447400123456"),
        ("KPN", "NL", ""),
        ("12", "NL", ""),
        ("", "NL", ""),
    ],
)
def test_a_number_is_one_however_it_is_written(written: str, country: str, number: str) -> None:
    assert e164(written, country) == number


@pytest.mark.parametrize(
    "text", ["STOP", " stop. ", "Stopp!", "ARRET", "Arrêt", "Afmelden", "OPT-OUT"]
)
def test_a_word_to_stop_is_known_in_each_language(text: str) -> None:
    assert asks_to_stop(text)


@pytest.mark.parametrize("text", ["", "I will not stop paying", "Can you stop by?", "Ja"])
def test_what_only_speaks_of_stopping_is_for_a_person(text: str) -> None:
    assert not asks_to_stop(text)


def test_what_we_say_of_stopping_stops_us() -> None:
    for language in LANGUAGES.values():
        assert any(asks_to_stop(word) for word in language.line.split())


def test_a_text_goes_out_once_with_who_we_are_and_how_to_stop(
    office: Office, provider: SmsStandIn
) -> None:
    set_up(office)
    case_id = new_case(office)
    key = uuid.uuid4()
    message_id = texted(office, case_id, form_key=key)
    assert texted(office, case_id, form_key=key) == message_id
    send(office, message_id)
    send(office, message_id)
    [sent] = provider.sent
    assert (sent["to"], sent["from"]) == (NUMBER, "Office")
    first, who, stop = sent["text"].split("\n")
    assert first == "Please call us."
    with office.at_work():
        assert get(Case, case_id).reference in who
    assert stop == "Geen sms meer? Antwoord STOP."
    message = found(office, message_id)
    assert (message.delivery, message.gateway_ref) == ("sent", "sms_1")


def test_a_text_counts_for_the_limits_on_contact(office: Office) -> None:
    set_up(office)
    case_id = new_case(office)
    texted(office, case_id)
    with office.at_work():
        counted = earlier([get(Case, case_id).debtor_id], WEDNESDAY - timedelta(days=1))
        assert [it.channel for it in counted] == [Channel.SMS]


def test_no_text_at_night_nor_to_whom_wants_none(office: Office) -> None:
    set_up(office)
    case_id = new_case(office, kind=DebtorKind.CONSUMER)
    with clock.moved_to(NIGHT), pytest.raises(Refused, match="may not be sent now"):
        texted(office, case_id)
    with office.at_work():
        said = Declared(kind=DeclarationKind.OPT_OUT, source=Source.PHONE, channel="sms")
        declare(get(Case, case_id), said, by=office.collector.user)
    with pytest.raises(Refused, match="may not be sent now"):
        texted(office, case_id)


def test_without_a_provider_nobody_texts(office: Office) -> None:
    case_id = new_case(office)
    with office.at_work():
        assert "not set up" in text_obstacle(get(Case, case_id), None)
    with pytest.raises(Refused, match="not set up"):
        texted(office, case_id)


def test_to_a_number_that_is_not_the_debtors_nobody_texts(office: Office) -> None:
    set_up(office)
    with pytest.raises(NotFound):
        texted(office, new_case(office), to="+31600000000")


def test_who_says_stop_before_it_is_handed_over_gets_nothing(
    office: Office, provider: SmsStandIn
) -> None:
    set_up(office)
    case_id = new_case(office)
    message_id = texted(office, case_id)
    came(office, "STOP")
    send(office, message_id)
    assert provider.sent == []
    assert found(office, message_id).delivery == "failed"
    with office.at_work():
        assert get(Case, case_id).move == "bounced"


def test_what_the_provider_refuses_is_a_task(office: Office, provider: SmsStandIn) -> None:
    set_up(office, token="wrong")
    case_id = new_case(office)
    message_id = texted(office, case_id)
    send(office, message_id)
    assert found(office, message_id).delivery == "failed"
    with office.at_work():
        assert get(Case, case_id).move == "bounced"
        [failed] = [it for it in rows(Message) if it.is_bounce]
        assert failed.failed_address == NUMBER
        assert "401" in failed.text


def test_a_provider_that_is_away_is_asked_again_until_it_is_a_task(
    office: Office, provider: SmsStandIn
) -> None:
    set_up(office)
    provider.status = 503
    message_id = texted(office, new_case(office))
    with pytest.raises(GatewayAway):
        send(office, message_id)
    assert found(office, message_id).delivery == "waiting"
    with clock.moved_to(WEDNESDAY + timedelta(hours=3)):
        send(office, message_id)
    assert found(office, message_id).delivery == "failed"


def test_the_provider_tells_what_became_of_it_and_a_late_word_changes_nothing(
    office: Office, provider: SmsStandIn, app: Flask
) -> None:
    secret = set_up(office)
    message_id = texted(office, new_case(office))
    send(office, message_id)
    client = app.test_client()
    for status in ("delivered", "failed", "sent", "delivered"):
        answer = told(client, office, "status", secret, id="sms_1", status=status)
        assert answer.status_code == 200
    assert found(office, message_id).delivery == "delivered"
    with office.at_work():
        assert len(rows(Message)) == 1
    assert told(client, office, "status", secret, id="sms_9", status="sent").status_code == 404


def test_one_that_did_not_arrive_is_one_task_however_often_it_is_told(
    office: Office, provider: SmsStandIn
) -> None:
    set_up(office)
    send(office, texted(office, new_case(office)))
    for _time in range(2):
        with office.at_work():
            hear_of("sms_1", Delivery.FAILED)
    with office.at_work():
        assert len([it for it in rows(Message) if it.waits]) == 1


def test_what_a_debtor_texts_is_a_task_once_and_is_answered_by_text(
    office: Office, provider: SmsStandIn, app: Flask
) -> None:
    secret = set_up(office)
    case_id = new_case(office)
    client = app.test_client()
    body = {"id": "in_1", "from": "0612345678", "text": "When can I pay?"}
    for _time in range(2):
        assert told(client, office, "incoming", secret, **body).status_code == 200
    with office.at_work():
        [message] = rows(Message)
        assert (message.case_id, message.sender, message.waits) == (case_id, NUMBER, True)
        assert get(Case, case_id).move == "message"
        message_id = message.id
    with clock.moved_to(NIGHT + timedelta(days=1)):
        texted(office, case_id, message_id, text="In June.")
    assert found(office, message_id).settled_how == "answered"


def test_of_two_cases_it_is_the_one_that_we_texted_about(office: Office) -> None:
    set_up(office)
    first = new_case(office)
    second = new_case(office, office.new_creditor())
    assert found(office, came(office, "Hello")).case_id is None
    texted(office, first)
    assert found(office, came(office, "Hello")).case_id == first
    texted(office, second)
    assert found(office, came(office, "Hello")).case_id == second


def test_a_number_that_nobody_has_waits_for_staff(office: Office) -> None:
    set_up(office)
    new_case(office)
    for sender in ("+31687654321", "KPN"):
        message = found(office, came(office, "STOP", sender))
        assert (message.case_id, message.sender, message.waits) == (None, sender, True)
    assert declared(office) == []


def test_stop_is_an_opt_out_of_all_with_the_number_and_no_task(
    office: Office, provider: SmsStandIn
) -> None:
    set_up(office)
    first = new_case(office)
    new_case(office, office.new_creditor())
    for _time in range(2):
        message = found(office, came(office, "Stop!"))
        assert message.waits is False
    assert declared(office) == [("opt_out", "sms", "sms")] * 2
    assert provider.sent == [], "nothing is confirmed"
    with pytest.raises(Refused, match="may not be sent now"):
        texted(office, first)


@pytest.mark.parametrize("what", ["incoming", "status"])
def test_without_the_secret_nothing_is_heard(office: Office, app: Flask, what: str) -> None:
    secret = set_up(office)
    other = open_office(app)
    client = app.test_client()
    body = {"id": "1", "from": NUMBER, "text": "Hi", "status": "sent"}
    assert told(client, office, what, "wrong", **body).status_code == 404
    assert told(client, office, what, "", **body).status_code == 404
    assert told(client, other, what, secret, **body).status_code == 404
    assert told(client, office, what, secret, id="1").status_code == 422
    with office.at_work():
        assert rows(Message) == []


def test_a_token_is_not_taken_along_to_another_address(office: Office) -> None:
    set_up(office)
    with office.at_work():
        set_text_gateway(ADDRESS, "", "Other", by=office.admin.user)
        assert rows(SmsGateway)[0].sender == "Other"
        with pytest.raises(Refused, match="token"):
            set_text_gateway("https://evil.example/", "", "Other", by=office.admin.user)


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1"])
def test_no_address_of_our_own_network_is_a_provider(office: Office, host: str) -> None:
    with pytest.raises(Refused, match="public internet"):
        public_address(host, 443)
