"""The pages on which awarded costs are entered, taken back and seen, and who may open them."""

import uuid
from io import BytesIO

from agency.awards import services
from agency.awards.models import CourtAward
from agency.cases.models import Case
from portal import clock
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.money import Money
from portal.web import get
from tests import hostile
from tests.agency.awards.test_awards import award
from tests.conftest import Opens
from tests.office import Office, open_office, rows
from tests.portal.pay.conftest import path_of, text_of


def form(case_id: uuid.UUID, office: Office, **facts: str) -> dict[str, object]:
    with office.at_work():
        claim = get(Case, case_id).claims[0].id
    return {
        "claim": str(claim),
        "court": "Rechtbank Utrecht",
        "judged_on": str(clock.today()),
        "reference": "C/16/1",
        "amount": "250,00",
        "form_key": str(uuid.uuid4()),
        "file": (BytesIO(hostile.pdf()), "judgment.pdf"),
        **facts,
    }


def test_it_is_entered_from_the_judgment_and_everybody_sees_it(office: Office) -> None:
    creditor_id = office.new_creditor()
    case_id = office.accepted_case(creditor_id)
    client, url = office.sign_in(office.manager), f"/agency/cases/{case_id}/awards"
    assert "No court awarded costs" in client.get(url).text
    missing = {k: v for k, v in form(case_id, office).items() if k != "file"}
    assert client.post(url, data=missing).status_code == 422
    assert client.post(url, data=form(case_id, office, judged_on="2030-01-01")).status_code == 409
    key = str(uuid.uuid4())
    for _ in range(2):
        assert client.post(url, data=form(case_id, office, form_key=key)).status_code == 302
    assert client.post(url, data=form(case_id, office)).status_code == 409
    with office.at_work():
        [made] = rows(CourtAward)
        assert made.is_owed
    assert "C/16/1" in client.get(url).text
    assert "awarded by a court" in client.get(f"/agency/cases/{case_id}").text
    owner = office.sign_in(office.person(Role.OWNER, creditor_id))
    assert "C/16/1" in owner.get(f"/creditor/cases/{case_id}").text
    debtor = office.app.test_client()
    path = path_of(office, case_id)
    debtor.get(f"{path}?lang=en")
    debtor.post(path, data={"answer": "3511 AB"})
    shown = text_of(debtor.get(path))
    assert "Costs awarded by a court" in shown
    assert "Rechtbank Utrecht" in shown
    assert "C/16/1" in shown
    proof = f"/agency/cases/{case_id}/files/{made.case_file_id}/removal"
    refused = client.post(proof)
    assert refused.status_code == 409
    assert "Take those back first." in refused.text
    back = f"{url}/{made.id}/reversal"
    assert client.post(back, data={}).status_code == 422
    assert client.post(back, data={"why": "On appeal"}).status_code == 302
    assert "On appeal" in client.get(url).text
    assert client.post(proof).status_code == 302


def test_who_may_not_and_who_is_elsewhere(office: Office) -> None:
    case_id = office.accepted_case()
    award_id = award(office, case_id)
    url = f"/agency/cases/{case_id}/awards"
    assert office.sign_in(office.collector).get(f"{url}/new").status_code == 403
    assert office.sign_in(office.collector).get(url).status_code == 200
    other = open_office(office.app)
    assert other.sign_in(other.manager).get(url).status_code == 404
    foreign = office.accepted_case()
    wrong = f"/agency/cases/{foreign}/awards/{award_id}/reversal"
    assert office.sign_in(office.manager).get(wrong).status_code == 404


def test_the_limit_is_the_agencys_own(office: Office) -> None:
    client = office.sign_in(office.admin)
    for _ in range(2):
        assert client.post("/agency/settings/awards", data={"limit": "500"}).status_code == 302
    assert client.post("/agency/settings/awards", data={"limit": "much"}).status_code == 422
    with office.at_work():
        assert services.needs_second_person(Money.of(501))
        assert not services.needs_second_person(Money.of(500))
        assert len(rows(Event, Event.kind == "award.limit_changed")) == 1


def test_the_pages_stand(office: Office, visit: Opens) -> None:
    case_id = office.accepted_case()
    award_id = award(office, case_id)
    for width in (390, 1440):
        window = visit(width)
        window.sign_in(office.manager)
        window.open(f"/agency/cases/{case_id}/awards")
        window.open(f"/agency/cases/{case_id}/awards/{award_id}/reversal")
        window.open(f"/agency/cases/{case_id}/awards/new")
