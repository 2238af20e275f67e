"""An offer goes out by the way that suits the debtor, as often as it is wanted, and the file says so."""

import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient

from agency.cases.models import Case
from agency.messages.models import Message
from agency.messages.services import set_text_gateway
from agency.plans import services
from agency.plans.models import Plan
from portal.mail import Mail
from portal.web import get
from tests.agency.contacts.desk import new_case, on
from tests.agency.plans.test_plans import TODAY, agreed
from tests.agency.plans.test_views import shown
from tests.office import Office, rows
from tests.worker import run_jobs


def offered(office: Office, **facts: Any) -> tuple[str, str]:
    """The page of a case with an offer, and where the offer is sent from."""
    case_id = new_case(office, **facts)
    with office.at_work():
        case = get(Case, case_id)
        dues = services.draft(services.situation(case), day=1, count=4)
        plan = services.offer(case, dues, day=1, by=office.collector.user)
        here = f"/agency/cases/{case_id}"
        return f"{here}/plan", f"{here}/plans/{plan.id}"


def sent(client: FlaskClient, plan: str, way: str, key: uuid.UUID | None = None) -> int:
    form = {"way": way, "form_key": str(key or uuid.uuid4())}
    return client.post(f"{plan}/sending", data=form).status_code


def test_an_offer_is_mailed_again_once_for_each_press(office: Office, client: FlaskClient) -> None:
    with on(TODAY):
        page, plan = offered(office, email="jan@bakery.example")
        run_jobs(office)
        key = uuid.uuid4()
        assert [sent(client, plan, "email", key) for _ in range(2)] == [302, 302]
        run_jobs(office)
        with office.at_work():
            assert len(rows(Mail, Mail.to_address == "jan@bakery.example")) == 2
        assert shown(client.get(page).text).count("Sent by mail on") == 1


def test_an_offer_goes_by_text_with_the_link(office: Office, client: FlaskClient) -> None:
    with on(TODAY):
        page, plan = offered(office)
        assert sent(client, plan, "sms") == 409
        with office.at_work():
            set_text_gateway("https://texts.example/send", "token", "Agency", by=office.admin.user)
        assert sent(client, plan, "sms") == 302
        with office.at_work():
            (message,) = rows(Message)
            assert "/p/" in message.text or "http" in message.text
        assert "by text message" in shown(client.get(page).text)


def test_an_offer_goes_on_paper_and_its_letter_says_how_to_agree(
    office: Office, client: FlaskClient
) -> None:
    with on(TODAY):
        page, plan = offered(office)
        assert sent(client, plan, "post") == 302
        assert client.get(f"{plan}/letter").data.startswith(b"%PDF")
        assert "by post" in shown(client.get(page).text)


@pytest.mark.parametrize("way", ["email", "pigeon"])
def test_what_cannot_go_out_says_why(office: Office, client: FlaskClient, way: str) -> None:
    with on(TODAY):
        page, plan = offered(office, email="")
        assert sent(client, plan, way) in (409, 422)
        assert "Sent by" not in shown(client.get(page).text)


def test_what_runs_already_is_not_offered_again(office: Office, client: FlaskClient) -> None:
    with on(TODAY):
        case_id = new_case(office)
        plan = f"/agency/cases/{case_id}/plans/{agreed(office, case_id)}"
        assert sent(client, plan, "post") == 409


def test_the_panel_shows_ready_offers_and_what_another_would_replace(
    office: Office, client: FlaskClient
) -> None:
    with on(TODAY):
        page, _plan = offered(office)
        html = client.get(page).text
        assert 'data-key="1"' in html
        assert "Another offer takes the place of this one" in shown(html)
        assert "Paid off" in shown(html)
        with office.at_work():
            assert [it.state for it in rows(Plan)] == ["offered"]
