"""Several pay on one case at a time, on phones: the debtor in two windows, and a relative by a link."""

import uuid

import pytest

from agency.cases import paylinks
from agency.cases.models import Case
from agency.law.vocabulary import DebtorKind
from portal.web import get
from tests.browser import BOTH, NARROW, Window, shown
from tests.conftest import Opens
from tests.flows.behind_the_link import CARD
from tests.flows.people import House
from tests.office import new_claim, new_debtor
from tests.standins.stripe import StripeStandIn

pytestmark = pytest.mark.browser
POSTCODE = "3511 AB"


@pytest.fixture
def case_id(house: House) -> uuid.UUID:
    debtor = new_debtor(name="Anna de Graaf", kind=DebtorKind.CONSUMER, locale="en")
    return house.office.accepted_case(house.creditor_id, new_claim(debtor=debtor))


@pytest.fixture
def path(house: House, case_id: uuid.UUID) -> str:
    """The debtor's link."""
    with house.office.at_work():
        address = paylinks.address(paylinks.link_for(get(Case, case_id)))
    return "/" + address.split("/", 3)[3]


def enter(phone: Window, path: str) -> None:
    """Open the debtor's link and answer the light check."""
    page = phone.open(f"{path}?lang=en")
    page.get_by_label("Your postcode, or an invoice number").fill(POSTCODE)
    phone.press("Go on")


def pay_part(phone: Window, amount: str) -> None:
    """Choose an amount, as far as the provider's page."""
    phone.page.get_by_text("Pay another amount").click()
    phone.page.get_by_label("Amount that you want to pay now").fill(amount)
    phone.press("Pay this amount")


def pay_by_card(phone: Window, amount: str) -> None:
    """Fill in the provider's form."""
    for label, typed in (
        ("E-mail", "mother@home.example"),
        ("Card number", CARD),
        ("Expiry date", "12 / 30"),
        ("Security code", "123"),
        ("Name on the card", "M. de Graaf"),
    ):
        phone.page.get_by_label(label).fill(typed)
    phone.press(f"Pay {amount}")


def test_two_windows_pay_side_by_side_and_never_the_same_money(
    path: str, visit: Opens, stripe: StripeStandIn
) -> None:
    one, two = visit(NARROW, BOTH), visit(NARROW, BOTH)
    enter(one, path)
    enter(two, path)
    pay_part(one, "300")
    pay_part(two, "200")
    with two.refused(409):
        two.open(path)
        pay_part(two, "5000")
    two.open(path)
    assert "€300.00 The payment page is open until" in shown(two.page)
    second = two.page.locator(".underway", has_text="€200.00")
    two.press("Cancel it", within=second)
    assert "€200.00 The payment page" not in shown(two.page)
    pay_by_card(one, "€300.00")
    assert "Thank you. We received €300.00." in shown(one.page)
    stripe.deliver_all()
    two.open(path)
    assert "Being paid just now" not in shown(two.page)


def test_a_relative_pays_by_a_link_and_learns_nothing(
    house: House, case_id: uuid.UUID, path: str, visit: Opens, stripe: StripeStandIn
) -> None:
    phone = visit(NARROW, BOTH)
    enter(phone, path)
    page = phone.page
    phone.after(page.get_by_role("link", name="Somebody else pays for me").click)
    assert page.get_by_label("For whom it is paid").input_value() == "Anna"
    page.get_by_label("Amount").fill("250")
    phone.press("Make the link")
    address = page.locator(".copyable-text").inner_text()

    relative = visit(NARROW, BOTH)
    theirs = relative.open(address.removeprefix(relative.address) + "?lang=en")
    assert "Payment for Anna" in shown(theirs)
    assert "de Graaf" not in theirs.content()
    relative.press("Pay €250.00")
    phone.open(path)
    assert "Somebody else is paying, for Anna." in shown(page)
    pay_by_card(relative, "€250.00")
    assert "Thank you. We received €250.00." in shown(relative.page)
    stripe.deliver_all()

    phone.open(path)
    assert "paid by somebody else, for Anna" in shown(page)
    phone.open(f"{path}/helpers")
    assert "€250.00 was paid with it." in shown(page)

    desk = visit()
    desk.sign_in(house.office.collector)
    desk.open(f"/agency/cases/{case_id}/guest-links")
    assert "€250.00" in shown(desk.page)
