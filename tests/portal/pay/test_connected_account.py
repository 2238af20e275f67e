"""A debtor pays into an account that is connected to the platform's, until the agency takes it back."""

import pytest

from agency.payments.models import Payment, ProviderAccount
from portal.money import Money
from tests.browser import BOTH, NARROW, shown
from tests.conftest import Opens as Visits
from tests.office import Office, rows
from tests.portal.pay.conftest import POSTCODE, Payer, text_of
from tests.portal.pay.test_plans import CARD
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs


@pytest.fixture
def account(office: Office, stripe: StripeStandIn, live: str) -> str:
    return office.connect_stripe(stripe)


def test_on_a_phone_a_part_is_paid_and_reaches_the_agencys_own_account(
    account: str, office: Office, stripe: StripeStandIn, payer: Payer, visit: Visits
) -> None:
    window = visit(NARROW, BOTH)
    page = window.open(f"{payer.path}?lang=en")
    page.get_by_role("textbox").fill(POSTCODE)
    window.after(lambda: page.get_by_role("textbox").press("Enter"))
    page.get_by_text("Pay another amount").click()
    page.get_by_label("Amount that you want to pay now").fill("50")
    window.press("Pay this amount")
    for label, typed in CARD.items():
        page.get_by_label(label).fill(typed)
    window.press("Pay €50.00")
    assert "Thank you" in shown(page)
    stripe.deliver_all()
    with office.at_work():
        [payment] = rows(Payment)
        assert (payment.paid_at is not None, payment.amount) == (True, Money.of(50))
    assert stripe.store.account_of(str(payment.payment_intent)) == account


def test_once_it_is_taken_back_the_page_says_bank_transfer(
    account: str, office: Office, stripe: StripeStandIn, payer: Payer
) -> None:
    assert "Pay another amount" in text_of(payer.open())
    stripe.deauthorize(account)
    stripe.deliver_all()
    run_jobs(office)
    page = text_of(payer.open())
    assert "Pay another amount" not in page
    assert "Please pay by bank transfer" in page
    answer = payer.send("/payments", amount="50.00")
    assert answer.status_code == 409
    with office.at_work():
        assert rows(Payment) == []
        assert rows(ProviderAccount)[0].disconnected_at
