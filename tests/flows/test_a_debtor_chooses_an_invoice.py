"""A debtor with several invoices pays one of them on a phone, and all who look read which it was."""

import uuid
from datetime import date

import pytest

from agency.cases import paylinks
from agency.cases.models import Case
from agency.law.vocabulary import DebtorKind
from portal.web import get
from tests.browser import BOTH, NARROW, WIDE, shown
from tests.conftest import Opens
from tests.flows.people import House
from tests.flows.test_somebody_else_pays import enter, pay_by_card
from tests.office import new_claim, new_debtor
from tests.standins.stripe import StripeStandIn

pytestmark = pytest.mark.browser


@pytest.fixture
def case_id(house: House) -> uuid.UUID:
    debtor = new_debtor(name="Anna de Graaf", kind=DebtorKind.CONSUMER, locale="en")
    claims = [
        new_claim(debtor=debtor, invoice_no=f"KW-{month}", due_on=date(2026, month, 20))
        for month in (3, 5, 8)
    ]
    return house.office.accepted_case(house.creditor_id, *claims)


def test_a_part_is_paid_for_the_invoice_that_was_chosen(
    house: House, case_id: uuid.UUID, visit: Opens, stripe: StripeStandIn
) -> None:
    with house.office.at_work():
        address = paylinks.address(paylinks.link_for(get(Case, case_id)))
    phone = visit(NARROW, BOTH)
    enter(phone, "/" + address.split("/", 3)[3])
    page = phone.page
    page.get_by_text("Pay another amount").click()
    page.get_by_label("Amount that you want to pay now").fill("250")
    choice = page.get_by_label("Invoice KW-8")
    area = page.locator("label", has=choice).bounding_box()
    assert area
    assert area["height"] >= 44
    choice.check()
    phone.check()
    phone.press("Pay this amount")
    pay_by_card(phone, "€250.00")
    said = shown(page)
    assert "Thank you. We received €250.00." in said
    assert "You chose to pay Invoice KW-8" in said
    stripe.deliver_all()
    phone.follow("See what is still open")
    page.locator("summary", has_text="Invoice KW-5").first.click()
    phone.check()
    one = page.locator("details.invoice", has_text="Invoice KW-5")
    whole = one.get_by_role("button").inner_text().removeprefix("Pay this invoice: ")
    phone.press(f"Pay this invoice: {whole}")
    pay_by_card(phone, whole)
    assert "You chose to pay Invoice KW-5" in shown(page)
    desk = visit(WIDE, BOTH)
    desk.sign_in(house.office.collector)
    desk.open(f"/agency/cases/{case_id}/payments")
    read = shown(desk.page)
    for number in ("KW-8", "KW-5"):
        assert f"for invoice {number}, as the debtor asked" in read
