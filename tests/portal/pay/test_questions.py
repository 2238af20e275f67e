"""A question on the debtor's page: asked with files, answered by staff, and read again there."""

import uuid
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from agency.cases.models import Case, Party
from agency.cases.pending import obstacle
from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.services import Declared, declare
from agency.law.vocabulary import Channel
from agency.messages.models import Message
from agency.messages.services import Written, write
from agency.payer_desk.questions import MOST_WAITING
from portal import clock
from portal.audit.models import Event
from portal.pay.visits import LASTS
from portal.web import get
from tests import hostile
from tests.agency.messages.post import DEBTOR, asked, came, letter
from tests.mailbox import Mailbox
from tests.mailbox import text_of as words_of
from tests.office import Office, new_claim, new_debtor, rows
from tests.portal.pay.conftest import POSTCODE, Opens, Payer, text_of
from tests.worker import run_jobs

QUESTION = "Which chairs are these about?"


def ask(payer: Payer, text: str = QUESTION, *files: tuple[bytes, str], **form: Any) -> TestResponse:
    """Send the form, with files."""
    sent = {"form_key": str(uuid.uuid4()), "text": text, **form}
    if files:
        sent["files"] = [(BytesIO(content), name) for content, name in files]
    return payer.client.post(payer.path + "/question", data=sent)


def messages_of(payer: Payer) -> list[Message]:
    with payer.office.at_work():
        found = rows(Message, Message.case_id == payer.case_id)
        for message in found:
            _ = message.files
        return found


def answer(payer: Payer, to: str, text: str = "The oak ones.", papers: Any = ()) -> None:
    """What a collector answers to the oldest question that waits."""
    with payer.office.at_work():
        waiting = [it for it in rows(Message, Message.case_id == payer.case_id) if it.waits]
        write(
            get(Case, payer.case_id),
            Written(
                form_key=uuid.uuid4(),
                party=Party.DEBTOR,
                to=to,
                subject="Your question",
                text=text,
                papers=papers,
                answers=waiting[0],
            ),
            by=payer.office.collector.user,
        )


def test_a_question_becomes_a_message_with_a_deadline(office: Office, payer: Payer) -> None:
    sent = ask(payer, QUESTION, (hostile.png(), "chairs.png"), (hostile.pdf(), "order.pdf"))
    assert sent.status_code == 303
    thanks = text_of(payer.client.get(sent.location))
    assert "We have your question." in thanks
    assert QUESTION in thanks
    assert "You get our answer by" in thanks
    (message,) = messages_of(payer)
    assert (message.party, message.way, message.is_in) == ("debtor", "page", True)
    assert message.waits
    assert [file.name for file in message.files] == ["chairs.png", "order.pdf"]
    with office.at_work():
        case = get(Case, payer.case_id)
        assert case.move == "message"
        assert obstacle(case), "Nothing is sent before the debtor has its answer."
        (event,) = rows(Event, Event.kind == "message.came")
        assert event.actor == "debtor"
    desk = office.sign_in(office.collector)
    assert QUESTION in desk.get(f"/agency/cases/{payer.case_id}/messages").text
    assert "You get our answer by" in text_of(payer.open())


def test_the_answer_is_read_on_the_page_and_in_the_mail(
    office: Office, opens_link: Opens, mail_server: Mailbox
) -> None:
    payer = opens_link(new_claim(debtor=new_debtor(email=DEBTOR)))
    payer.answer()
    ask(payer)
    answer(payer, DEBTOR)
    run_jobs(office, only="mail.")
    assert "The oak ones." in words_of(mail_server.to(DEBTOR)[-1])
    page = text_of(payer.open("/question"))
    assert "The oak ones." in page
    assert "You get our answer by" not in page
    assert "Read our answer of" in text_of(payer.open())


def test_without_an_address_the_answer_stands_on_the_page_alone(
    office: Office, payer: Payer
) -> None:
    ask(payer)
    (question,) = messages_of(payer)
    desk = office.sign_in(office.collector)
    path = f"/agency/cases/{payer.case_id}/messages/{question.id}/answer"
    assert "Only on the debtor's page, without a mail" in desk.get(path).text
    form = {
        "form_key": str(uuid.uuid4()),
        "to": "page",
        "subject": "Your question",
        "text": "The oak ones.",
        "files": [(BytesIO(hostile.pdf()), "delivery note.pdf")],
    }
    assert desk.post(path, data=form).status_code == 302
    question, ours = messages_of(payer)
    assert question.settled_how == "answered"
    assert (ours.way, ours.recipient, ours.raw_key) == ("page", "", "")
    page = payer.open("/question")
    assert "The oak ones." in page.text
    file = payer.open(f"/question/files/{ours.files[0].id}")
    assert file.data == hostile.pdf()
    assert file.headers["Content-Disposition"].startswith("attachment;")


def test_who_wants_no_e_mail_is_answered_on_the_page(office: Office, opens_link: Opens) -> None:
    payer = opens_link(new_claim(debtor=new_debtor(email=DEBTOR)))
    payer.answer()
    ask(payer)
    with office.at_work():
        declare(
            get(Case, payer.case_id),
            Declared(kind=DeclarationKind.OPT_OUT, source=Source.PORTAL, channel=Channel.EMAIL),
            by="debtor",
        )
    desk = office.sign_in(office.collector)
    (question,) = messages_of(payer)
    form = desk.get(f"/agency/cases/{payer.case_id}/messages/{question.id}/answer").text
    assert "reads the answer on its page alone" in form
    assert DEBTOR not in form
    answer(payer, "page")
    assert "The oak ones." in payer.open("/question").text


def test_nothing_but_questions_and_their_answers_is_shown(
    office: Office, opens_link: Opens
) -> None:
    payer = opens_link(new_claim(debtor=new_debtor(email=DEBTOR)))
    payer.answer()
    asked(office, payer.case_id, "Written by mail, by whomever.")
    mailed = messages_of(payer)[0]
    with office.at_work():
        office_note = "To the creditor: what do you say?"
        write(
            get(Case, payer.case_id),
            Written(
                form_key=uuid.uuid4(),
                party=Party.CREDITOR,
                to=office.person("owner", get(Case, payer.case_id).creditor_id).user.email,
                subject="A question",
                text=office_note,
            ),
            by=office.collector.user,
        )
    ask(payer)
    page = payer.open("/question").text
    assert QUESTION in page
    assert mailed.text not in page
    assert office_note not in page


def test_a_form_sent_twice_is_one_question(payer: Payer) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        assert ask(payer, form_key=key).status_code == 303
    assert len(messages_of(payer)) == 1


def test_too_many_questions_at_a_time_wait_for_answers(payer: Payer) -> None:
    for number in range(MOST_WAITING):
        assert ask(payer, f"Question {number}").status_code == 303
    refused = ask(payer, "And another one")
    assert refused.status_code == 409
    assert f"We have {MOST_WAITING} questions of yours to answer first" in text_of(refused)
    assert "And another one" in refused.text
    assert len(messages_of(payer)) == MOST_WAITING
    answer(payer, "page")
    assert ask(payer, "And another one").status_code == 303


@pytest.mark.parametrize(
    ("text", "files", "said"),
    [
        ("", (), "Fill this in."),
        ("x" * 2001, (), "This is too long."),
        (QUESTION, ((hostile.png(), "a.png"),) * 4, "Send at most 3 files."),
        (QUESTION, ((b"MZ" + b"\0" * 100, "a.png"),), "We cannot take a.png."),
        (QUESTION, ((letter(), "a.eml"),), "We cannot take a.eml."),
        (QUESTION, ((hostile.png() + b" " * 10_485_760, "a.png"),), "at most 10 MB"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field(
    payer: Payer, text: str, files: tuple[tuple[bytes, str], ...], said: str
) -> None:
    refused = ask(payer, text, *files)
    assert refused.status_code == 422
    assert said in text_of(refused)
    assert text in refused.text
    assert messages_of(payer) == []


def test_files_that_the_light_check_came_between_are_asked_for_again(payer: Payer) -> None:
    with clock.moved_to(clock.now() + LASTS * 2):
        door = ask(payer, QUESTION, (hostile.png(), "chairs.png"))
        assert door.status_code == 403
        assert 'name="left_files"' in door.text
        again = ask(payer, answer=POSTCODE, left_files="1")
        assert again.status_code == 422
        assert "Choose your files once more" in text_of(again)
        assert QUESTION in again.text
        assert ask(payer).status_code == 303


def test_a_file_of_another_case_or_message_is_not_there(
    office: Office, payer: Payer, opens_link: Opens
) -> None:
    other = opens_link()
    other.answer()
    ask(other, QUESTION, (hostile.png(), "mine.png"))
    theirs = messages_of(other)[0].files[0]
    assert other.open(f"/question/files/{theirs.id}").status_code == 200
    assert payer.open(f"/question/files/{theirs.id}").status_code == 404
    came(office, letter(files=(("mailed.png", hostile.png()),)), "")
    assert payer.open(f"/question/files/{uuid.uuid4()}").status_code == 404


def test_a_long_conversation_goes_on_on_further_pages(payer: Payer) -> None:
    for number in range(12):
        ask(payer, f"Question {number}.")
        answer(payer, "page", f"Answer {number}.")
    first = payer.open("/question")
    assert "Answer 11." in first.text
    assert "Answer 0." not in first.text
    assert "Show earlier ones" in first.text
    assert len(first.data) < 60_000
