"""Short answers: written once, offered in the reader's language first, filled for the case, counted."""

import re
import uuid

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect

from agency.short_answers import services
from agency.short_answers.models import ShortAnswer
from portal.audit.models import Event
from portal.errors import Refused
from portal.web import get
from tests.agency.messages.post import DEBTOR, asked, new_case
from tests.conftest import Opens
from tests.office import Office, rows

TEXT = (
    "Dear {{ name }}, {{ balance }} is open on case {{ reference }}. Pay at {{ link }}. {{ agent }}"
)


def written(
    office: Office, title: str = "What is open", text: str = TEXT, locale: str = "en"
) -> str:
    with office.at_work():
        return str(services.write(locale, title, text, by=office.manager.user).id)


def known(office: Office, answer_id: str) -> ShortAnswer:
    with office.at_work():
        return get(ShortAnswer, uuid.UUID(answer_id))


def test_a_manager_writes_changes_and_archives_one(office: Office, manager: FlaskClient) -> None:
    assert "No short answers yet" in manager.get("/agency/short-answers").text
    form = {"locale": "nl", "title": "Wat staat open", "text": "Open: {{ balance }}"}
    assert manager.post("/agency/short-answers/new", data=form).status_code == 302
    with office.at_work():
        (made,) = rows(ShortAnswer)
    path = f"/agency/short-answers/{made.id}"
    assert manager.post(path, data=form | {"text": "Nog {{ balance }}"}).status_code == 302
    assert "Nog {{ balance }}" in manager.get(path).text
    assert manager.post(f"{path}/archiving").status_code == 302
    assert "Wat staat open" not in manager.get("/agency/short-answers").text
    assert "Wat staat open" in manager.get("/agency/short-answers?tab=archived").text
    assert manager.post(f"{path}/archiving/removal").status_code == 302
    assert "Wat staat open" in manager.get("/agency/short-answers").text
    with office.at_work():
        told = [event.kind for event in rows(Event, Event.subject_id == made.id)]
    assert told == [f"short_answer.{it}" for it in ("written", "changed", "archived", "restored")]


def test_a_field_that_there_is_not_is_said_beside_the_words(manager: FlaskClient) -> None:
    form = {"locale": "en", "title": "Salary", "text": "You earn {{ salary }}."}
    answer = manager.post("/agency/short-answers/new", data=form)
    assert answer.status_code == 422
    assert "There is no field “salary”." in answer.text
    assert "You earn {{ salary }}." in answer.text


def test_a_name_stands_once_in_a_language_until_it_is_archived(office: Office) -> None:
    first = written(office)
    written(office, locale="nl")
    with pytest.raises(Refused, match="of this name already"):
        written(office)
    with office.at_work():
        services.archive(get(ShortAnswer, uuid.UUID(first)), by=office.manager.user)
    written(office)
    with office.at_work(), pytest.raises(Refused, match="of this name already"):
        services.restore(get(ShortAnswer, uuid.UUID(first)), by=office.manager.user)


def test_a_collector_uses_them_and_does_not_write_them(collector: FlaskClient) -> None:
    assert collector.get("/agency/short-answers").status_code == 403
    assert collector.post("/agency/short-answers/new", data={}).status_code == 403


def test_the_readers_language_comes_first_and_then_the_most_used(
    office: Office, collector: FlaskClient
) -> None:
    case_id = new_case(office, locale="nl")
    for title, locale in (("Seldom", "nl"), ("Often", "nl"), ("English", "en")):
        answer_id = written(office, title, "x", locale)
        if title == "Often":
            with office.at_work():
                services.count_use(uuid.UUID(answer_id))
    page = collector.get(f"/agency/cases/{case_id}/messages/new/debtor").text
    assert page.index(">Often<") < page.index(">Seldom<") < page.index(">English<")


def test_a_link_fills_the_form_and_the_use_is_counted_when_it_is_sent(
    office: Office, collector: FlaskClient
) -> None:
    case_id, answer_id = new_case(office), written(office)
    message_id = asked(office, case_id)
    path = f"/agency/cases/{case_id}/messages/{message_id}/answer"
    assert f"{path}?begin={answer_id}" in collector.get(path).text
    page = collector.get(f"{path}?begin={answer_id}").text
    assert "{{" not in page.split("<textarea")[1].split("</textarea>")[0]
    assert "€" in page.split("<textarea")[1].split("</textarea>")[0]
    assert f'value="{answer_id}"' in page
    assert known(office, answer_id).used == 0
    form = {"form_key": str(uuid.uuid4()), "to": DEBTOR, "subject": "x", "text": "Changed."}
    for _ in range(2):
        collector.post(path, data=form | {"begins_with": answer_id})
    used = known(office, answer_id)
    assert used.used == 1
    assert used.used_at


def test_an_archived_one_is_offered_and_filled_no_more(
    office: Office, collector: FlaskClient
) -> None:
    case_id, answer_id = new_case(office), written(office)
    with office.at_work():
        services.archive(get(ShortAnswer, uuid.UUID(answer_id)), by=office.manager.user)
    path = f"/agency/cases/{case_id}/messages/new/debtor"
    page = collector.get(f"{path}?begin={answer_id}").text
    assert "What is open" not in page
    filled = collector.get(f"/agency/short-answers/{answer_id}/for/{case_id}")
    assert filled.status_code == 404


def test_a_stranger_is_offered_nothing_that_tells_of_the_case(
    office: Office, collector: FlaskClient
) -> None:
    case_id = new_case(office)
    written(office)
    written(office, "Who are you", "Please tell us your name. {{ agent }}")
    message_id = asked(office, case_id, sender="somebody@else.example")
    page = collector.get(f"/agency/cases/{case_id}/messages/{message_id}/answer").text
    assert "Who are you" in page
    assert "What is open" not in page


def test_a_creditor_is_written_to_by_its_own_name_and_page(
    office: Office, collector: FlaskClient
) -> None:
    case_id, answer_id = new_case(office), written(office)
    path = f"/agency/short-answers/{answer_id}/for/{case_id}"
    ours = collector.get(path).text
    theirs = collector.get(f"{path}?to=creditor").text
    assert "/pay/" in ours
    assert "/pay/" not in theirs
    assert f"/creditor/cases/{case_id}" in theirs


def test_the_browser_puts_the_words_where_the_cursor_is(office: Office, visit: Opens) -> None:
    case_id = new_case(office)
    written(office, "Thanks", "Thank you, {{ name }}.")
    window = visit()
    window.sign_in(office.collector)
    page = window.open(f"/agency/cases/{case_id}/messages/new/debtor")
    page.get_by_label("Message").fill("Hello. ")
    page.get_by_role("link", name="Thanks").click()
    expect(page.get_by_label("Message")).to_have_value(re.compile(r"^Hello\. Thank you, \w+"))
    assert page.locator("[name=begins_with]").input_value()
