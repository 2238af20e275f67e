"""A plan that waits for a guarantor: asked by staff, agreed to by the debtor, signed on a phone."""

import uuid

import pytest

from agency.cases import paylinks
from agency.cases.models import Case
from agency.guarantors.models import Guarantor
from agency.guarantors.services import address
from agency.plans import services as plans
from portal.web import get
from tests.browser import BOTH, NARROW, shown
from tests.conftest import Opens
from tests.flows.people import House
from tests.flows.test_somebody_else_pays import enter
from tests.office import new_claim, new_debtor, rows

pytestmark = pytest.mark.browser


@pytest.fixture
def case_id(house: House) -> uuid.UUID:
    """A case whose debtor is offered a plan."""
    debtor = new_debtor(name="Bakkerij De Gidsen", locale="en")
    found = house.office.accepted_case(house.creditor_id, new_claim(debtor=debtor))
    with house.office.at_work():
        case = get(Case, found)
        dues = plans.draft(plans.situation(case), day=1, count=3)
        plans.offer(case, dues, day=1, by=house.office.collector.user)
    return found


def test_a_plan_begins_once_its_guarantor_has_signed(
    house: House, case_id: uuid.UUID, visit: Opens
) -> None:
    desk = visit()
    desk.sign_in(house.office.collector)
    page = desk.open(f"/agency/cases/{case_id}/guarantors/new")
    page.get_by_label("Name", exact=True).fill("Holding De Gidsen")
    page.get_by_label("Business").check()
    page.get_by_label("E-mail address").fill("holding@gidsen.example")
    desk.press("Ask it")

    with house.office.at_work():
        link = "/" + paylinks.address(paylinks.link_for(get(Case, case_id))).split("/", 3)[3]
        own = "/" + address(rows(Guarantor)[-1]).split("/", 3)[3]
    debtor = visit(NARROW, BOTH)
    enter(debtor, link)
    page = debtor.open(f"{link}/plan")
    assert "It begins once you agree and Holding De Gidsen has signed." in shown(page)
    page.get_by_label("Your name").fill("A. de Bakker")
    page.get_by_label("I agree to this plan").check()
    debtor.press("Agree to this plan")
    assert "The plan begins once Holding De Gidsen has signed" in shown(page)

    guarantor = visit(NARROW, BOTH)
    page = guarantor.open(f"{own}?lang=en")
    assert "You do not have to sign." in shown(page)
    page.get_by_label("Your name").fill("J. de Bakker")
    page.get_by_label("I guarantee this payment plan").check()
    guarantor.press("Sign the guarantee")
    assert "Thank you. You signed." in shown(page)

    assert "Your payment plan" in shown(debtor.open(f"{link}/plan"))
    desk.open(f"/agency/cases/{case_id}/guarantors")
    assert "Signed" in shown(desk.page)
