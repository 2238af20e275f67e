"""What staff see of payments, giving money back, and the keys of Stripe."""

import re
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient

from agency.cases.models import Case, Claim
from agency.corrections.services import withdraw
from agency.ledger.proving import prove
from agency.payments.models import Payment, ProviderAccount, Refund, RefundWish
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.crypto import unseal
from portal.money import Money
from portal.web import get
from tests.agency.remittance.till import pay
from tests.browser import shown
from tests.conftest import Opens
from tests.office import Office, new_claim, new_debtor, open_office, rows
from tests.standins.stripe import StripeStandIn


@pytest.fixture
def paid(paying: Office, stripe: StripeStandIn) -> Payment:
    """A case of 1,000.00 with costs and interest, paid with 400.00."""
    payment = paying.start_payment(paying.accepted_case(), Money.of(400))
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    with paying.at_work():
        return get(Payment, payment.id)


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def key_in(page: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found
    return found[1]


def give_back(client: FlaskClient, payment: Payment, amount: str, **form: str) -> int:
    path = f"/agency/payments/{payment.id}/refund"
    key = form.get("key") or key_in(client.get(path).text)
    answer = client.post(path, data={"amount": amount, "reason": "duplicate", "key": key, **form})
    return answer.status_code


def test_the_case_page_shows_what_was_paid_and_what_it_paid_off(
    paying: Office, paid: Payment
) -> None:
    client = paying.sign_in(paying.manager)
    assert "Payments" in client.get(f"/agency/cases/{paid.case_id}").text
    panel = client.get(f"/agency/cases/{paid.case_id}/payments", headers={"HX-Request": "true"})
    said = words(panel.text)
    assert "<html" not in panel.text
    assert "€400.00" in said
    assert "costs €150.00" in said
    assert "€72.60" in said  # 15 % of 400.00 is 60.00; with 21 % VAT on it.


def test_collectors_do_not_see_the_agencys_fee(paying: Office, paid: Payment) -> None:
    client = paying.sign_in(paying.collector)
    for path in (f"/agency/cases/{paid.case_id}/payments", f"/agency/payments/{paid.id}"):
        said = words(client.get(path).text)
        assert "€400.00" in said
        assert "Fee" not in said
        assert "72.60" not in said


def test_before_giving_back_the_figures_are_shown(paying: Office, paid: Payment) -> None:
    client = paying.sign_in(paying.finance)
    said = words(client.get(f"/agency/payments/{paid.id}/refund?amount=100,00").text)
    assert "Give €100.00 back" in said
    assert "Principal that is open again €100.00" in said
    assert "Fee with VAT that the agency gives back €18.15" in said


def test_money_given_back_is_out_of_the_books_and_the_payer_is_told(
    paying: Office, stripe: StripeStandIn, paid: Payment
) -> None:
    client = paying.sign_in(paying.finance)
    assert give_back(client, paid, "100.00") == 302
    stripe.deliver_all()
    with paying.at_work():
        [refund] = rows(Refund)
        assert refund.amount == Money.of(100)
        balance = get(Case, paid.case_id).balance
        assert balance
        assert balance.paid == Money.of(300)
        assert prove("EUR").holds
        asked = [event for event in rows(Event) if event.kind == "payment.refund_asked"]
        assert [event.actor_id for event in asked] == [paying.finance.user_id]
    said = words(client.get(f"/agency/payments/{paid.id}").text)
    assert "Partly given back" in said
    assert "It was paid twice" in said


def test_a_double_click_gives_back_once(
    paying: Office, stripe: StripeStandIn, paid: Payment
) -> None:
    client = paying.sign_in(paying.finance)
    key = key_in(client.get(f"/agency/payments/{paid.id}/refund").text)
    assert give_back(client, paid, "400.00", key=key) == 302
    assert give_back(client, paid, "400.00", key=key) == 302
    stripe.deliver_all()
    with paying.at_work():
        assert [refund.amount for refund in rows(Refund)] == [Money.of(400)]


def test_no_more_goes_back_than_is_left(paying: Office, paid: Payment) -> None:
    client = paying.sign_in(paying.finance)
    assert give_back(client, paid, "300.00") == 302
    assert give_back(client, paid, "100.01") == 409
    with paying.at_work():
        assert [refund.amount for refund in rows(Refund)] == [Money.of(300)]


def test_stripe_away_gives_nothing_back(
    paying: Office, stripe: StripeStandIn, paid: Payment
) -> None:
    client = paying.sign_in(paying.finance)
    key = key_in(client.get(f"/agency/payments/{paid.id}/refund").text)
    with stripe.outage():
        assert give_back(client, paid, "100.00", key=key) == 409
    with paying.at_work():
        assert rows(Refund) == []
    assert give_back(client, paid, "100.00", key=key) == 302


def test_a_paid_case_is_opened_again_when_its_money_goes_back(
    paying: Office, stripe: StripeStandIn
) -> None:
    payment = paying.start_payment(paying.accepted_case())
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    client = paying.sign_in(paying.manager)
    page = client.get(f"/agency/payments/{payment.id}/refund")
    assert "is opened again" in words(page.text)
    assert give_back(client, payment, str(payment.amount.decimal)) == 302
    with paying.at_work():
        case = get(Case, payment.case_id)
        assert case.is_open
        assert case.open_amount == payment.amount


@pytest.mark.parametrize("role", [Role.COLLECTOR, Role.LAWYER])
def test_only_those_who_may_give_money_back(paying: Office, paid: Payment, role: Role) -> None:
    client = paying.sign_in(paying.person(role))
    assert "/refund" not in client.get(f"/agency/payments/{paid.id}").text
    assert client.get(f"/agency/payments/{paid.id}/refund").status_code == 403
    answer = client.post(f"/agency/payments/{paid.id}/refund", data={"amount": "1.00"})
    assert answer.status_code == 403


def test_another_agencys_payment_is_not_there(paying: Office, paid: Payment) -> None:
    other = open_office(paying.app)
    client = other.sign_in(other.manager)
    for path in ("", "/refund"):
        assert client.get(f"/agency/payments/{paid.id}{path}").status_code == 404
    assert client.post(f"/agency/payments/{paid.id}/refund").status_code == 404
    assert client.get(f"/agency/cases/{paid.case_id}/payments").status_code == 404


def test_a_payment_over_two_invoices_shows_both(paying: Office, stripe: StripeStandIn) -> None:
    debtor = new_debtor()
    old = new_claim(debtor=debtor, invoice_no="OLD-1", due_on=date(2026, 3, 1))
    new = new_claim(debtor=debtor, invoice_no="NEW-2", due_on=date(2026, 5, 1))
    payment = paying.start_payment(paying.accepted_case(None, new, old), Money.of(1500))
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    said = words(paying.sign_in(paying.finance).get(f"/agency/payments/{payment.id}").text)
    assert said.index("OLD-1") < said.index("NEW-2")


class TestKeys:
    PATH = "/agency/settings/stripe"

    def test_keys_that_open_an_account_are_kept_sealed_and_never_shown(
        self, office: Office, stripe: StripeStandIn
    ) -> None:
        key, secret = f"sk_test_{office.slug.replace('-', '')}x9Z8", "whsec_abcdefgh12345678"
        stripe.add_account(key)
        client = office.sign_in(office.admin)
        answer = client.post(self.PATH, data={"secret_key": f" {key}\n", "webhook_secret": secret})
        assert answer.status_code == 302
        with office.at_work():
            [account] = rows(ProviderAccount)
            assert unseal(account.secret_key_sealed) == key
            assert key.encode() not in account.secret_key_sealed
            [event] = [event for event in rows(Event) if event.kind == "provider.keys_changed"]
            assert key not in str(event.data)
        page = client.get(self.PATH)
        assert key not in page.text
        assert secret not in page.text
        assert "x9Z8" in page.text
        assert "Test keys" in page.text
        assert f"/webhooks/stripe/{office.slug}" in page.text

    def test_keys_that_open_nothing_are_refused_and_not_shown_again(self, office: Office) -> None:
        client = office.sign_in(office.admin)
        key = "sk_test_nobodyhasthisone"
        answer = client.post(
            self.PATH, data={"secret_key": key, "webhook_secret": "whsec_12345678"}
        )
        assert answer.status_code == 409
        assert key not in answer.text
        with office.at_work():
            assert rows(ProviderAccount) == []

    def test_a_key_of_another_kind_is_told_apart(self, office: Office) -> None:
        client = office.sign_in(office.admin)
        data = {"secret_key": "pk_live_12345678", "webhook_secret": "sk_live_12345678"}
        answer = client.post(self.PATH, data=data)
        assert answer.status_code == 422
        assert "begins with sk_live_" in answer.text
        assert "pk_live_12345678" not in answer.text

    def test_only_administrators_see_and_change_them(self, office: Office) -> None:
        for person in (office.collector, office.manager, office.finance):
            assert office.sign_in(person).get(self.PATH).status_code == 403


def test_a_payment_that_was_shared_anew_shows_what_it_does_now(office: Office) -> None:
    debtor = new_debtor()
    wrong, right = new_claim(debtor=debtor), new_claim(debtor=debtor, due_on=date(2026, 4, 1))
    case_id = office.accepted_case(None, wrong, right)
    payment_id = pay(office, case_id, Money.of(900))
    with office.at_work():
        withdraw(get(Claim, wrong.id), why="Sent twice", by=office.manager.user)
    client = office.sign_in(office.manager)
    panel = words(client.get(f"/agency/cases/{case_id}/payments").text)
    assert f"{right.invoice_no}: costs" in panel
    assert f"{wrong.invoice_no}: costs" not in panel
    assert "shared anew" in words(client.get(f"/agency/payments/{payment_id}").text)


def test_a_refund_above_the_limit_needs_a_second_person(
    paying: Office, paid: Payment, visit: Opens
) -> None:
    paying.sign_in(paying.admin).post("/agency/settings/stripe/limit", data={"limit": "100"})
    first = paying.sign_in(paying.finance)
    assert give_back(first, paid, "100.00") == 302
    assert give_back(first, paid, "0.01") == 302  # With what went back before it is above.
    with paying.at_work():
        [wish] = rows(RefundWish)
        assert len(rows(Refund)) == 1
    assert give_back(first, paid, "5.00") == 409
    assert "Approve" not in first.get(f"/agency/payments/{paid.id}").text
    assert first.post(f"/agency/refund-wishes/{wish.id}/approval").status_code == 409
    page = visit(390)
    page.sign_in(paying.manager)
    page.open(f"/agency/payments/{paid.id}")
    page.press("Approve: give €0.01 back")
    assert "second person" not in shown(page.open("/agency/provider"))
    with paying.at_work():
        assert get(Payment, paid.id).given_back == Money.of("100.01")
    again = paying.sign_in(paying.manager).post(f"/agency/refund-wishes/{wish.id}/refusal")
    assert again.status_code == 409


def test_a_refused_refund_stays_with_the_agency(paying: Office, paid: Payment) -> None:
    paying.sign_in(paying.admin).post("/agency/settings/stripe/limit", data={"limit": "0.01"})
    client = paying.sign_in(paying.finance)
    give_back(client, paid, "5.00")
    with paying.at_work():
        [wish] = rows(RefundWish)
    assert client.post(f"/agency/refund-wishes/{wish.id}/refusal").status_code == 302
    with paying.at_work():
        assert rows(Refund) == []
    assert give_back(client, paid, "6.00") == 302
