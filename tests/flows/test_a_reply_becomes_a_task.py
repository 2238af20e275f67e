"""A debtor answers a mail of ours over real SMTP; a collector answers by keyboard; the task is closed."""

import socket
from collections.abc import Iterator
from datetime import date
from smtplib import SMTP

import pytest
from flask import Flask

from agency.cases.models import Case
from agency.contacts.mails import confirm
from agency.contacts.models import Promise
from agency.messages import smtp
from portal.web import get
from tests.agency.contacts.desk import promised
from tests.agency.messages.post import DEBTOR, letter, new_case
from tests.browser import NARROW, shown
from tests.conftest import Opens
from tests.flows.people import House
from tests.mailbox import Mailbox, text_of
from tests.worker import run_jobs

pytestmark = pytest.mark.browser


@pytest.fixture
def door(app: Flask) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = smtp.listen(app, "127.0.0.1", port)
    yield port
    server.stop()


def test_a_reply_by_email_becomes_a_task_and_is_answered_by_keyboard(
    house: House, visit: Opens, mail_server: Mailbox, door: int
) -> None:
    office = house.office
    case_id = new_case(office)
    promise_id = promised(office, case_id, 500, date(2026, 10, 8))
    with office.at_work():
        confirm(get(Promise, promise_id))
        reference = get(Case, case_id).reference
    run_jobs(office, only="mail.")
    told = mail_server.to(DEBTOR)[-1]

    raw = letter("Can it be a week later?", In_Reply_To=told["Message-ID"], subject="Re: Thank you")
    with SMTP("127.0.0.1", door, timeout=20) as server:
        server.sendmail(DEBTOR, told["Reply-To"], raw)

    collector = visit()
    collector.sign_in(office.collector)
    worklist = collector.open("/agency/cases/")
    assert "Answer the message" in shown(worklist) or "answers the message" in shown(worklist)
    case = collector.open(f"/agency/cases/{case_id}")
    case.wait_for_selector("[data-key=a]")
    case.keyboard.press("a")
    case.wait_for_selector("textarea")
    collector.check()
    assert "Can it be a week later?" in shown(case)
    case.keyboard.type("Yes, until 15 October.")
    for _ in range(2):
        case.keyboard.press("Tab")
    case.keyboard.press("Enter")
    case.wait_for_url(f"**/agency/cases/{case_id}")
    collector.check()
    run_jobs(office, only="mail.")
    answer = mail_server.to(DEBTOR)[-1]
    assert "Yes, until 15 October." in text_of(answer)
    assert answer["In-Reply-To"] is not None
    assert reference in text_of(answer)
    assert "Answered" in shown(collector.open(f"/agency/cases/{case_id}/messages"))
    assert "Nothing waits here" in shown(collector.open("/agency/messages/"))

    phone = visit(NARROW, "dark")
    phone.sign_in(office.collector)
    phone.open(f"/agency/cases/{case_id}/messages")
