"""A debtor texts, a collector answers by text in the browser, and the next word is STOP."""

import pytest
from flask import Flask

from agency.cases.models import Case
from portal.web import get
from tests.agency.messages.texting import NUMBER, new_case, set_up, told
from tests.browser import NARROW, shown
from tests.conftest import Opens
from tests.flows.people import House
from tests.standins.sms import SmsStandIn
from tests.worker import run_jobs

pytestmark = pytest.mark.browser


def test_a_text_is_answered_by_text_until_the_debtor_says_stop(
    house: House, visit: Opens, provider: SmsStandIn, app: Flask
) -> None:
    office = house.office
    secret = set_up(office)
    case_id = new_case(office)
    gateway = app.test_client()
    told(
        gateway, office, "incoming", secret, id="1", **{"from": NUMBER, "text": "Can I pay later?"}
    )

    collector = visit()
    collector.sign_in(office.collector)
    page = collector.open(f"/agency/cases/{case_id}/messages/next")
    assert "Can I pay later?" in shown(page)
    page.fill("textarea", "Yes, until the end of June.")
    collector.press("Send")
    run_jobs(office, only="messages.send_text")
    [sent] = provider.sent
    assert (sent["to"], sent["text"].split("\n")[0]) == (NUMBER, "Yes, until the end of June.")
    told(gateway, office, "status", secret, id="sms_1", status="delivered")
    told(gateway, office, "incoming", secret, id="2", **{"from": NUMBER, "text": "STOP"})
    with office.at_work():
        assert get(Case, case_id).move != "message"

    phone = visit(NARROW, "dark")
    phone.sign_in(office.collector)
    assert "Arrived" in shown(phone.open(f"/agency/cases/{case_id}/messages"))
    form = shown(phone.open(f"/agency/cases/{case_id}/messages/new/text"))
    assert "may not be sent now" in form

    admin = visit()
    admin.sign_in(office.admin)
    assert "What the provider has to know" in shown(admin.open("/agency/settings/messages/sms"))
