"""The agency's own words of the mails that carry notices: safe, short, in force one at a time, kept."""

import uuid
from email import message_from_bytes
from email.policy import default

import pytest
from flask import current_app

from agency.law.vocabulary import NoticeKind
from agency.notices.contents import LINK_GAP
from agency.notices.mail_wording import LONGEST, MailWords, linked, mail_faults
from agency.notices.media import Medium
from agency.notices.models import Delivery, NoticeTemplate
from agency.notices.own_text import OwnText
from agency.notices.services import templates
from agency.notices.services.places import Place
from agency.notices.tones import Tone
from portal import clock
from portal.errors import Refused
from portal.web import get
from tests.agency.notices.desk import MONDAY, Desk
from tests.browser import NARROW, WIDE
from tests.conftest import Opens
from tests.mailbox import text_of
from tests.office import rows

URL = "https://office.example/pay/x"
MAIL = Place(kind=NoticeKind.DEMAND, tone=Tone.NEUTRAL, locale="en", medium=Medium.MAIL)
OWN = OwnText(
    "About {{ creditor }}",
    "You find our letter with this mail.\n\nTalk to us: {{ phone }}. Or see {{ payment_link }} now.",
)


@pytest.mark.parametrize(
    ("subject", "text", "says"),
    [
        ("Our letter", f"See {LINK_GAP}.", ""),
        ("", "Read it.", "A subject has at least one character"),
        ("x" * 121, "Read it.", "A subject has at least one character"),
        ("Our letter", "", "The words have at least one character"),
        ("Our letter", "x" * (LONGEST + 1), "The words have at least one character"),
        (f"See {LINK_GAP}", "Read it.", "An address cannot stand in the subject."),
        ("See www.pay.example", "Read it.", "An address cannot stand in the subject."),
        ("Our letter", "Pay at https://pay.example now.", "There is an address besides"),
        ("Our letter", "Pay at WWW.pay.example", "There is an address besides"),
    ],
)
def test_the_words_are_short_and_lead_nowhere_but_to_our_page(
    subject: str, text: str, says: str
) -> None:
    found = mail_faults(linked(subject, [text] if text else [], URL), URL)
    assert (found[0] if found else "").startswith(says)
    assert bool(found) == bool(says)


def test_the_link_goes_where_it_is_named() -> None:
    assert linked("x", [f"See {LINK_GAP}."], URL) == MailWords("x", (f"See {URL}.",))


def in_force(desk: Desk, text: OwnText = OWN, place: Place = MAIL) -> uuid.UUID:
    with desk.office.at_work():
        by = desk.office.manager.user
        version = templates.draft(place, by=by)
        templates.change(version, text, by=by)
        templates.put_in_force(version, by=by)
        return version.id


def mailed(desk: Desk, **changes: object) -> tuple[Delivery, str, str]:
    """A demand by e-mail: its delivery, and the subject and text of the mail as it went."""
    with clock.moved_to(MONDAY):
        desk.dispatched(kind=NoticeKind.DEMAND, channel="email", **changes)
    with desk.office.at_work():
        delivery = rows(Delivery)[-1]
        raw = current_app.extensions["storage"].read(delivery.message_key)
        message = message_from_bytes(raw, policy=default)
        return delivery, str(message["Subject"]), text_of(message)


def test_the_mail_opens_with_our_words_and_keeps_what_is_always_said(desk: Desk) -> None:
    version = in_force(desk)
    delivery, subject, text = mailed(desk)
    assert delivery.mail_template_id == version
    assert subject.startswith("About Creditor")
    assert "You find our letter with this mail." in text
    assert "Attached is a letter" not in text
    for always in (
        "To pay:",
        "No later than:",
        "/pay/",
        "object",
        "Not sure that this mail is real?",
    ):
        assert always in text
    page = desk.office.sign_in(desk.office.collector)
    assert "Opens with our own words" in page.get(f"/agency/notices/{delivery.notice_id}").text


def test_without_words_of_ones_own_the_houses_stand(desk: Desk) -> None:
    delivery, subject, text = mailed(desk)
    assert delivery.mail_template_id is None
    assert "Attached is a letter" in text
    version = in_force(desk)
    with desk.office.at_work():
        templates.retire(get(NoticeTemplate, version), by=desk.office.manager.user)
    assert subject


def test_a_mails_words_do_not_touch_the_letter(desk: Desk) -> None:
    in_force(desk)
    letter_place = Place(kind=MAIL.kind, tone=MAIL.tone, locale=MAIL.locale)
    with desk.office.at_work():
        draft = templates.draft(letter_place, by=desk.office.manager.user)
        assert (draft.number, draft.medium) == (1, "letter")
        assert draft.body != OWN.body


def test_a_draft_begins_with_the_houses_words_in_its_language(desk: Desk) -> None:
    with desk.office.at_work():
        made = templates.draft(MAIL, by=desk.office.manager.user)
        assert made.body == (
            "Attached is a letter about what {{ creditor }} says you owe. Please read it."
        )
        assert all(not lacks for lacks in templates.check(made.text, MAIL).values())


def test_a_foreign_address_is_put_in_force_nowhere(desk: Desk) -> None:
    with pytest.raises(Refused, match="no country allows"):
        in_force(desk, OwnText("Our letter", "Pay at https://pay.example"))


def test_a_reminder_in_the_creditors_name_has_a_mail_of_its_own(desk: Desk) -> None:
    place = Place(kind=NoticeKind.OWN_REMINDER, tone=MAIL.tone, locale="en", medium=Medium.MAIL)
    with desk.office.at_work(), pytest.raises(Refused, match="mail of its own"):
        templates.draft(place, by=desk.office.manager.user)


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_a_manager_writes_the_mail_and_sees_it(
    desk: Desk, visit: Opens, width: int, scheme: str
) -> None:
    window = visit(width, scheme)
    window.sign_in(desk.office.manager)
    page = window.open("/agency/notices/templates/new")
    page.get_by_label("Letter", exact=True).select_option("demand")
    page.get_by_label("Part").select_option("mail")
    page.get_by_label("Language").select_option("en")
    window.press("Begin")
    page.get_by_label("Text").fill("Our letter about {{ creditor }} is enclosed.")
    page.get_by_role("button", name="Show the mail").click()
    frame = page.frame_locator("iframe[name=letter]")
    frame.get_by_text("Our letter about Example Bakery B.V. is enclosed.").wait_for()
    window.press("Save the draft")
    assert "The mail that carries it" in page.content()
    window.check()
