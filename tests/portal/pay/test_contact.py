"""The debtor says how it wants to be reached, and from then on it is reached so."""

from collections.abc import Callable

from agency.cases.models import Case
from agency.compliance.may_contact import may_contact
from agency.compliance.models import Declaration
from agency.law.vocabulary import Channel, Purpose
from portal.audit.models import Event
from portal.web import get
from tests.browser import NARROW, Window
from tests.office import Office, new_claim, new_debtor, rows
from tests.portal.pay.conftest import Opens, Payer, text_of

Visits = Callable[..., Window]


def _stopped(office: Office, payer: Payer) -> set[str]:
    with office.at_work():
        debtor = get(Case, payer.case_id).debtor
        return {
            channel
            for channel in Channel
            if not may_contact(debtor, channel, purpose=Purpose.RECEIPT).allowed
        }


def test_no_email_any_more_holds_at_once_and_can_be_taken_back(
    office: Office, payer: Payer
) -> None:
    assert "How we reach you" in text_of(payer.open())
    sent = payer.send("/contact", locale="nl", stopped="email")
    assert sent.status_code == 303
    assert payer.client.get(sent.location).status_code == 200
    assert _stopped(office, payer) == {"email"}
    payer.send("/contact", locale="nl")
    assert _stopped(office, payer) == set()
    with office.at_work():
        (kept,) = rows(Declaration)
        assert (kept.source, kept.recorded_by, kept.revoked_by) == ("portal", "debtor", "debtor")
        assert len(rows(Event, Event.kind.startswith("contact."))) == 2


def test_the_language_is_that_of_all_that_follows(office: Office, opens_link: Opens) -> None:
    payer = opens_link(new_claim(debtor=new_debtor(locale="nl", phone="+31 6 5550 0100")))
    payer.answer()
    payer.send("/contact", locale="en", preferred="phone")
    with office.at_work():
        assert get(Case, payer.case_id).debtor.locale == "en"
    page = payer.open("/contact").text
    assert 'value="phone" checked' in page


def test_saving_the_same_again_records_nothing(office: Office, payer: Payer) -> None:
    for _ in range(2):
        payer.send("/contact", locale="en", preferred="email", stopped="sms")
    with office.at_work():
        assert sorted(it.kind for it in rows(Declaration)) == [
            "language",
            "opt_out",
            "preferred_channel",
        ]


def test_what_was_stopped_cannot_be_liked_best(office: Office, payer: Payer) -> None:
    answer = payer.send("/contact", locale="nl", preferred="email", stopped="email")
    assert answer.status_code == 422
    assert payer.send("/contact", locale="xx").status_code == 422
    with office.at_work():
        assert rows(Declaration) == []


def test_nobody_chooses_before_the_check(opens_link: Opens) -> None:
    payer = opens_link()
    assert payer.send("/contact", locale="nl", stopped="email").status_code == 403


def test_the_page_is_read_on_a_phone(
    office: Office, live: str, visit: Visits, opens_link: Opens
) -> None:
    payer = opens_link()
    window = visit(width=NARROW, scheme="dark")
    page = window.open(f"{payer.path}?lang=en")
    page.locator("input[name=answer]").fill("3511 AB")
    window.after(page.get_by_role("main").get_by_role("button").first.click)
    window.after(page.get_by_role("link", name="How we reach you").click)
    page.get_by_role("group", name="What we must not use").get_by_label("E-mail").check()
    window.after(page.get_by_role("main").get_by_role("button").last.click)
    assert "Your choice is saved." in page.inner_text("main")
