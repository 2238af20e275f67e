"""An agency's own words for text notices: in force once they hold, and written through the page."""

import uuid
from dataclasses import replace

import pytest

from agency.law.vocabulary import NoticeKind
from agency.notices.media import Medium
from agency.notices.models import (
    NoticeTemplate,
)
from agency.notices.own_text import OwnText
from agency.notices.services import templates
from agency.notices.services.places import Place
from agency.notices.services.texting import house_words
from agency.notices.tones import Tone
from portal.errors import Refused
from portal.web import get
from tests.agency.notices.desk import Desk, one
from tests.agency.notices.test_text_notices import asked, sent
from tests.browser import NARROW, WIDE
from tests.conftest import Opens
from tests.standins.sms import SmsStandIn

PLACE = Place(kind=NoticeKind.REMINDER, tone=Tone.NEUTRAL, locale="en", medium=Medium.TEXT)


GOOD = "Please see what {{ creditor }} asks: {{ total }}, {{ payment_link }}"


def in_force(desk: Desk, body: str) -> uuid.UUID:
    with desk.office.at_work():
        by = desk.office.manager.user
        version = templates.draft(PLACE, by=by)
        templates.change(version, OwnText("", body), by=by)
        templates.put_in_force(version, by=by)
        return version.id


def test_the_agencys_own_words_go_and_their_version_is_kept(
    texting: Desk, provider: SmsStandIn
) -> None:
    version = in_force(texting, GOOD)
    asked(texting)
    notice_id = sent(texting)
    assert provider.sent[0]["text"].startswith("Please see what Creditor")
    with texting.office.at_work():
        assert one(notice_id).facts["template_id"] == str(version)
        found = get(NoticeTemplate, version)
        assert "NL" in found.countries
        assert "US" not in found.countries


@pytest.mark.parametrize(
    "body",
    [
        "Pay now: {{ payment_link }}",
        "Pay {{ creditor }} now",
        "{{ creditor }}: {{ payment_link }} or https://other.example",
        "{{ creditor }}: {{ payment_link }} or we go to court",
        "{{ creditor }}: {{ payment_link }} " + "x" * 700,
    ],
)
def test_words_at_fault_come_into_force_nowhere(texting: Desk, body: str) -> None:
    with pytest.raises(Refused, match="no country allows"):
        in_force(texting, body)


def test_a_demand_has_no_text(texting: Desk) -> None:
    with texting.office.at_work(), pytest.raises(Refused, match="cannot go as a text message"):
        templates.draft(
            Place(kind=NoticeKind.DEMAND, tone=Tone.FIRM, locale="en", medium=Medium.TEXT),
            by=texting.office.manager.user,
        )


@pytest.mark.parametrize("locale", ["en", "nl", "fr", "de", "nb", "lt"])
def test_the_houses_words_hold_in_every_language(texting: Desk, locale: str) -> None:
    with texting.office.at_work():
        found = templates.check(house_words(locale), replace(PLACE, locale=locale))
    assert found.pop("US")
    assert {country: faults for country, faults in found.items() if faults} == {}


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_a_manager_writes_a_text_and_sees_its_parts(
    texting: Desk, visit: Opens, width: int, scheme: str
) -> None:
    window = visit(width, scheme)
    window.sign_in(texting.office.manager)
    page = window.open("/agency/notices/templates/new")
    page.get_by_label("Letter", exact=True).select_option("reminder")
    page.get_by_label("Part").select_option("text")
    page.get_by_label("Language").select_option("en")
    window.press("Begin")
    page.get_by_label("Text", exact=True).fill(GOOD + " – thanks")
    page.get_by_role("button", name="Show the text message").click()
    frame = page.frame_locator("iframe[name=letter]")
    frame.get_by_text("UCS-2", exact=True).wait_for()
    window.press("Save the draft")
    assert "The text message" in page.content()
    window.check()
