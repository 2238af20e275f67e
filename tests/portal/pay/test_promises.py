"""A debtor promises to pay by a day: within limits, once, and everybody sees it at once."""

import re
from datetime import UTC, datetime, time, timedelta
from html import unescape

import pytest

from agency.cases.models import Case, Mover
from agency.contacts.models import Promise
from agency.contacts.services import remind_due
from portal import clock
from portal.audit.models import Event
from portal.mail import Mail
from portal.web import get
from tests.browser import NARROW
from tests.conftest import Opens
from tests.office import Office, rows
from tests.portal.pay.conftest import Payer, text_of
from tests.worker import run_jobs

SOON = timedelta(days=3)


def mails(office: Office) -> list[str]:
    """The texts of all mails to the debtor, as they wait to be sent."""
    with office.at_work():
        found = rows(Mail, Mail.agency_id == office.agency_id)
        return [mail.message.decode() for mail in found]


def test_a_promise_is_confirmed_on_the_page_and_by_mail(office: Office, payer: Payer) -> None:
    assert "I pay later" in text_of(payer.open())
    due_on = clock.today() + SOON
    sent = payer.send("/promise", amount="500,00", due_on=str(due_on))
    assert sent.status_code == 303
    assert "We count on" in text_of(payer.client.get(sent.location))
    first = text_of(payer.open())
    assert "You promised to pay €500.00" in first
    assert "I pay later" not in first
    assert run_jobs(office, only="contacts.") == ["contacts.confirm"]
    assert len(mails(office)) == 1
    with office.at_work():
        (kept,) = rows(Promise)
        assert (kept.channel, kept.made_by, kept.due_on) == ("portal", "debtor", due_on)
        case = get(Case, payer.case_id)
        assert (case.mover, case.move, case.move_until) == (Mover.DEBTOR, "promise", due_on)


def test_pressing_the_button_twice_promises_once(office: Office, payer: Payer) -> None:
    due_on = str(clock.today() + SOON)
    for _ in range(2):
        assert payer.send("/promise", amount="500", due_on=due_on).status_code == 303
    with office.at_work():
        assert len(rows(Promise)) == 1
    assert payer.open("/promise").status_code == 302


@pytest.mark.parametrize(
    ("amount", "days", "word"),
    [
        ("1", 3, "or let us call you"),
        ("99999", 3, "more than you owe"),
        ("500", 99, "or earlier"),
        ("500", -1, "has passed"),
        ("lots", 3, "with its cents"),
    ],
)
def test_beyond_the_limits_the_page_says_what_is_possible(
    office: Office, payer: Payer, amount: str, days: int, word: str
) -> None:
    due_on = str(clock.today() + timedelta(days=days))
    answer = payer.send("/promise", amount=amount, due_on=due_on)
    assert answer.status_code == 422
    assert word in unescape(re.sub(r"<[^>]+>", " ", answer.text))
    with office.at_work():
        assert rows(Promise) == []


def test_nobody_promises_without_the_light_check(office: Office, payer: Payer) -> None:
    stranger = Payer(office.app.test_client(), office, payer.case_id, payer.path)
    assert stranger.open("/promise").status_code == 302
    due_on = str(clock.today() + SOON)
    assert stranger.send("/promise", amount="500", due_on=due_on).status_code == 403
    with office.at_work():
        assert rows(Promise) == []


def test_the_day_before_one_reminder_goes_out(office: Office, payer: Payer) -> None:
    noon = datetime.combine(clock.today(), time(11), tzinfo=UTC)
    payer.send("/promise", amount="500", due_on=str(clock.today() + SOON))
    run_jobs(office, only="contacts.")
    for days in (1, 2, 3):
        with clock.moved_to(noon + timedelta(days=days)):
            for _ in range(2):
                with office.at_work():
                    remind_due()
                run_jobs(office, only="contacts.")
    assert len(mails(office)) == 2
    with office.at_work():
        told = [it.kind for it in rows(Event, Event.kind.startswith("promise."))]
        assert told == ["promise.made", "promise.confirmed", "promise.reminded"]


def test_who_wants_no_mail_gets_no_reminder(office: Office, payer: Payer) -> None:
    noon = datetime.combine(clock.today(), time(11), tzinfo=UTC)
    payer.send("/contact", locale="en", stopped="email")
    payer.send("/promise", amount="500", due_on=str(clock.today() + SOON))
    with clock.moved_to(noon + timedelta(days=2)):
        with office.at_work():
            assert remind_due() == 1
        run_jobs(office, only="contacts.")
    assert mails(office) == []
    with office.at_work():
        held = rows(Event, Event.kind == "contact.held_back")
        assert [it.data["mail"] for it in held] == ["promise.confirmed", "promise.reminded"]


def test_the_pages_stand_on_a_phone(office: Office, visit: Opens, payer: Payer) -> None:
    window = visit(NARROW)
    page = window.open(f"{payer.path}?lang=en")
    page.get_by_role("textbox").fill("3511 AB")
    window.after(lambda: page.get_by_role("textbox").press("Enter"))
    window.open(f"{payer.path}/promise")
    page.get_by_label("I pay by").fill(str(clock.today() + SOON))
    window.press("Promise to pay")
    window.open(payer.path)
