"""A debtor's request and a payment link, on the page of their case."""

from flask.testing import FlaskClient

from agency.cases import paylinks, requests
from agency.cases.models import Case, RequestKind
from portal.web import get
from tests.agency.cases.test_views import CASES, shown
from tests.office import Office


def test_the_debtors_request_is_answered_on_its_page(office: Office, client: FlaskClient) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        asked = requests.make(get(Case, case_id), RequestKind.OBJECTION, text="Never delivered.")
        asked_id = asked.id
    url = f"{CASES}{case_id}/requests/{asked_id}"
    assert "Never delivered." in client.get(url).text
    assert client.post(url, data={}).status_code == 422
    client.post(url, data={"answer": "Sent the delivery note.", "lift_hold": "true"})
    page = shown(client, case_id)
    assert "Sent the delivery note." in page
    assert "On hold" not in page
    again = client.post(url, data={"answer": "Once more."})
    assert again.status_code == 409


def test_a_request_is_only_found_on_its_own_case(office: Office, client: FlaskClient) -> None:
    case_id, other = office.accepted_case(), office.accepted_case()
    with office.at_work():
        asked_id = requests.make(get(Case, case_id), RequestKind.CALL_ME, phone="+31 6").id
    assert client.get(f"{CASES}{other}/requests/{asked_id}").status_code == 404
    answer = {"answer": "x"}
    assert client.post(f"{CASES}{other}/requests/{asked_id}", data=answer).status_code == 404


def test_a_payment_link_is_made_shown_and_revoked(office: Office, client: FlaskClient) -> None:
    case_id = office.accepted_case()
    client.post(f"{CASES}{case_id}/pay-link")
    with office.at_work():
        link = paylinks.current(get(Case, case_id))
        assert link
        address = paylinks.address(link)
    assert address in client.get(f"{CASES}{case_id}").text
    client.post(f"{CASES}{case_id}/pay-link/revoke")
    assert address not in client.get(f"{CASES}{case_id}").text
    assert "There is no link" in client.get(f"{CASES}{case_id}").text
