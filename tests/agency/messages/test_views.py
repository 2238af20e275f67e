"""The pages of messages: what waits is in sight, and is dealt with by whoever may."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from agency.cases.models import Case
from agency.messages.models import Message
from portal import clock
from portal.accounts.permissions import Role
from portal.web import get
from tests.agency.messages.post import DEBTOR, about, asked, bounce, came, found, letter, new_case
from tests.office import Office, open_office

WEDNESDAY = datetime(2026, 6, 10, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_wednesday() -> Any:
    with clock.moved_to(WEDNESDAY):
        yield


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def test_a_message_is_on_its_case_and_in_the_inbox(office: Office) -> None:
    case_id = new_case(office)
    asked(office, case_id, "When can I pay?\n\nOn 1 June, Office wrote:\n> Pay now")
    client = office.sign_in(office.collector)
    panel = text(client, f"/agency/cases/{case_id}/messages")
    assert "When can I pay?" in panel
    assert "What it quotes" in panel
    assert "Waits for an answer until" in panel
    inbox = text(client, "/agency/messages/")
    assert "Your letter" in inbox
    case = text(client, f"/agency/cases/{case_id}")
    assert "answers the message" in case
    assert f"/agency/cases/{case_id}/messages/next" in case


def test_html_of_a_message_is_shown_as_words(office: Office) -> None:
    case_id = new_case(office)
    asked(office, case_id, "<script>alert(1)</script>", subject="<b>Hi</b>")
    panel = text(office.sign_in(office.collector), f"/agency/cases/{case_id}/messages")
    assert "<script>alert" not in panel
    assert "<b>Hi</b>" not in panel


def test_a_collector_answers_on_a_page(office: Office) -> None:
    case_id = new_case(office)
    message_id = asked(office, case_id)
    client = office.sign_in(office.collector)
    step = client.get(f"/agency/cases/{case_id}/messages/next")
    assert step.headers["Location"].endswith(f"/messages/{message_id}/answer")
    page = text(client, f"/agency/cases/{case_id}/messages/{message_id}/answer")
    assert "Re: Your letter" in page
    assert DEBTOR in page
    form = {
        "form_key": str(uuid.uuid4()), "to": DEBTOR, "subject": "Re: Your letter", "text": "In June.",
    }  # fmt: skip
    answer = client.post(f"/agency/cases/{case_id}/messages/{message_id}/answer", data=form)
    assert answer.status_code == 302
    assert found(office, message_id).settled_how == "answered"
    again = client.get(f"/agency/cases/{case_id}/messages/next")
    assert again.headers["Location"].endswith(f"/cases/{case_id}/messages")


def test_an_address_that_we_did_not_know_is_warned_of(office: Office) -> None:
    case_id = new_case(office)
    message_id = asked(office, case_id, sender="other@else.example")
    page = text(
        office.sign_in(office.collector), f"/agency/cases/{case_id}/messages/{message_id}/answer"
    )
    assert "say nothing of the debt" in page


def test_an_empty_answer_says_what_is_missing_and_keeps_the_rest(office: Office) -> None:
    case_id = new_case(office)
    message_id = asked(office, case_id)
    answer = office.sign_in(office.collector).post(
        f"/agency/cases/{case_id}/messages/{message_id}/answer",
        data={"form_key": str(uuid.uuid4()), "to": DEBTOR, "subject": "About June"},
    )
    assert answer.status_code == 422
    assert "About June" in answer.text


def test_a_message_needs_a_reason_to_go_without_answer(office: Office) -> None:
    case_id = new_case(office)
    message_id = asked(office, case_id)
    client = office.sign_in(office.collector)
    place = f"/agency/cases/{case_id}/messages/{message_id}/settlement"
    assert "It needs no answer" in text(client, place)
    assert client.post(place, data={}).status_code == 422
    assert client.post(place, data={"why": "Thanks us"}).status_code == 302
    assert found(office, message_id).settled_why == "Thanks us"
    assert "dealt with already" in text(client, place)


def test_a_bounce_asks_what_was_done_instead(office: Office) -> None:
    case_id = new_case(office)
    came(office, bounce(), about(office, case_id))
    client = office.sign_in(office.collector)
    step = client.get(f"/agency/cases/{case_id}/messages/next").headers["Location"]
    assert "write to it again" in text(client, step)
    assert "comes back" in text(client, f"/agency/cases/{case_id}/messages")


def test_a_message_without_a_case_is_given_to_one(office: Office) -> None:
    case_id = new_case(office)
    message_id = came(office, letter(sender="x@unknown.example", subject="My invoice"))
    client = office.sign_in(office.collector)
    assert "My invoice" in text(client, "/agency/messages/?tab=loose")
    with office.at_work():
        reference = get(Case, case_id).reference
    page = text(client, f"/agency/messages/{message_id}?q={reference.lstrip('0')}")
    assert reference in page
    answer = client.post(f"/agency/messages/{message_id}/case/{case_id}", data={"party": "debtor"})
    assert answer.status_code == 302
    assert found(office, message_id).case_id == case_id


def test_a_message_without_a_case_is_put_aside(office: Office) -> None:
    message_id = came(office, letter(sender="x@unknown.example"))
    client = office.sign_in(office.collector)
    assert (
        client.post(f"/agency/messages/{message_id}/drop", data={"why": "Advertising"}).status_code
        == 302
    )
    assert "Nothing waits here" in text(client, "/agency/messages/")


def test_the_original_and_its_files_are_handed_out_as_they_came(office: Office) -> None:
    case_id, raw = new_case(office), letter(files=(("a.csv", b"a;b\n"),))
    message_id = came(office, raw, about(office, case_id))
    client = office.sign_in(office.collector)
    original = client.get(f"/agency/cases/{case_id}/messages/{message_id}/original")
    assert original.data == raw
    disposition = original.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert "message-20260610-1200.eml" in disposition, "named by the office's clock"
    file = found(office, message_id).files[0]
    sent = client.get(f"/agency/cases/{case_id}/messages/{message_id}/files/{file.id}")
    assert sent.data == b"a;b\n"
    assert "sandbox" in sent.headers["Content-Security-Policy"]


def test_another_case_does_not_open_a_message(office: Office) -> None:
    message_id, other = asked(office, new_case(office)), new_case(office)
    client = office.sign_in(office.collector)
    text(client, f"/agency/cases/{other}/messages/{message_id}/answer", status=404)
    text(client, f"/agency/cases/{other}/messages/{message_id}/original", status=404)


def test_another_agency_finds_no_message(office: Office) -> None:
    case_id = new_case(office)
    message_id = asked(office, case_id)
    stranger = open_office(office.app)
    client = stranger.sign_in(stranger.collector)
    text(client, f"/agency/cases/{case_id}/messages", status=404)
    text(client, f"/agency/messages/{message_id}", status=404)


def test_finance_reads_and_does_not_write(office: Office) -> None:
    case_id = new_case(office)
    message_id = asked(office, case_id)
    client = office.sign_in(office.finance)
    assert "Write to the debtor" not in text(client, f"/agency/cases/{case_id}/messages")
    text(client, f"/agency/cases/{case_id}/messages/{message_id}/answer", status=403)


def test_creditors_cannot_read_what_a_debtor_wrote_even_by_raw_sql(office: Office) -> None:
    creditor_id = office.new_creditor()
    case_id = new_case(office, creditor_id)
    asked(office, case_id)
    with office.at_work(creditor_id):
        from sqlalchemy import select

        from portal import db

        assert db.session.execute(select(Message.id)).all() == []


def test_an_agency_sets_how_soon_it_answers(office: Office) -> None:
    client = office.sign_in(office.person(Role.ADMIN))
    assert "Answer within" in text(client, "/agency/settings/messages")
    assert client.post("/agency/settings/messages", data={"answer_days": "5"}).status_code == 302
    message = found(office, asked(office, new_case(office)))
    assert str(message.answer_by) == "2026-06-17"
