"""Paying all or a part by card, coming back, and the receipt."""

import re
import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from agency.cases.models import Case
from agency.payer_desk import receipts
from agency.payments.models import Payment
from portal import clock, db
from portal.money import Money
from portal.pay.sheets import PaymentState
from portal.pay.views import payments as views
from portal.web import get
from tests.office import Office, new_claim, new_debtor, rows
from tests.portal.pay.conftest import Opens, Payer, text_of
from tests.standins.stripe import StripeStandIn


def owed_by(payer: Payer) -> Money:
    with payer.office.at_work():
        return get(Case, payer.case_id).open_amount


def all_of_it(payer: Payer) -> str:
    """The amount that the button to pay all sends."""
    found = re.search(r'name="all"\s+value="([0-9.]+)"', payer.open().text)
    assert found
    return found[1]


def payment_of(payer: Payer) -> Payment:
    with payer.office.at_work():
        found: Payment = rows(Payment, Payment.case_id == payer.case_id)[-1]
        return found


def come_back(payer: Payer, payment: Payment) -> Any:
    return payer.open(f"/payments/{payment.id}")


def test_one_button_pays_all_on_the_providers_page(
    card_payer: Payer, stripe: StripeStandIn
) -> None:
    answer = card_payer.send("/payments", all=all_of_it(card_payer), all_email="me@home.example")
    assert answer.status_code == 303
    payment = payment_of(card_payer)
    assert answer.location == payment.checkout_url
    assert payment.amount == owed_by(card_payer)
    assert payment.email == "me@home.example"
    checkout = stripe.read(str(payment.checkout_id))
    assert checkout["success_url"].endswith(f"{card_payer.path}/payments/{payment.id}")
    assert checkout["cancel_url"].endswith(f"{card_payer.path}?back=1")


def test_the_browser_may_follow_the_form_to_the_provider_and_nowhere_else(
    card_payer: Payer, stripe: StripeStandIn
) -> None:
    policy = card_payer.open().headers["Content-Security-Policy"]
    assert f"form-action 'self' {stripe.url.rstrip('/')};" in policy


@pytest.mark.parametrize("typed", ["160", "160.00", "160,00", "€ 160,00", " 160.0"])
def test_a_part_is_paid_however_it_is_pasted(card_payer: Payer, typed: str) -> None:
    assert card_payer.send("/payments", amount=typed).status_code == 303
    assert payment_of(card_payer).amount == Money.of(160)


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("5000", 409, "Please do not pay more"),
        ("0.50", 409, "The least you can pay by card is €1.00"),
        ("1.000", 422, "Write the amount with its cents"),
        ("a lot", 422, "Write the amount with its cents"),
        ("0", 422, "above zero"),
        ("-5", 422, "above zero"),
        ("", 422, "Fill this in"),
    ],
)
def test_an_amount_that_cannot_be_paid_is_said_plainly_and_kept(
    card_payer: Payer, typed: str, status: int, said: str
) -> None:
    answer = card_payer.send("/payments", amount=typed, amount_email="me@home.example")
    assert answer.status_code == status
    assert said in text_of(answer)
    assert f'value="{typed}"' in answer.text
    assert 'value="me@home.example"' in answer.text
    with card_payer.office.at_work():
        assert rows(Payment) == []


def test_all_is_no_longer_all_when_interest_has_grown(card_payer: Payer) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=40)
    shown = Money.of(all_of_it(card_payer))
    with clock.moved_to(yesterday):
        card_payer.answer()
        earlier = all_of_it(card_payer)
    card_payer.answer()
    answer = card_payer.send("/payments", all=earlier)
    assert answer.status_code == 409
    assert f"it is {shown.format()} now" in text_of(answer)


def test_a_double_click_at_once_opens_one_page(app: Flask, card_payer: Payer) -> None:
    amount = all_of_it(card_payer)
    browsers = [app.test_client() for _ in range(2)]
    for browser in browsers:
        browser.post(card_payer.path, data={"answer": "3511 AB"})
    found: list[str | None] = []

    def click(number: int) -> None:
        answer = browsers[number].post(f"{card_payer.path}/payments", data={"all": amount})
        found.append(answer.location)

    threads = [threading.Thread(target=click, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(found) == 2
    assert len(set(found)) == 1
    with card_payer.office.at_work():
        assert len(rows(Payment)) == 1


def test_who_comes_back_before_the_message_gets_the_receipt_at_once(
    card_payer: Payer, stripe: StripeStandIn
) -> None:
    card_payer.send("/payments", amount="160")
    payment = payment_of(card_payer)
    stripe.deliveries.hold()
    try:
        stripe.pay_checkout(str(payment.checkout_id))
        page = come_back(card_payer, payment)
    finally:
        stripe.deliveries.release()
    said = text_of(page)
    assert "Thank you. We received €160.00." in said
    left = owed_by(card_payer)
    assert f"{left.format()} is left to pay" in said
    assert payment_of(card_payer).payment_intent in said
    stripe.deliver_all()
    with card_payer.office.at_work():
        balance = get(Case, card_payer.case_id).balance
        assert balance
        assert balance.paid == Money.of(160)


def test_all_paid_says_so_everywhere(card_payer: Payer, stripe: StripeStandIn) -> None:
    card_payer.send("/payments", all=all_of_it(card_payer))
    payment = payment_of(card_payer)
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    assert "Thank you. All is paid." in text_of(come_back(card_payer, payment))
    first = text_of(card_payer.open())
    assert "Nothing is owed any more" in first
    assert "To pay" not in first
    assert f"/payments/{payment.id}" in card_payer.open().text
    again = card_payer.send("/payments", amount="10")
    assert again.status_code == 409
    assert "This case is closed. You do not have to pay." in text_of(again)


def test_who_did_not_pay_can_go_on_where_they_stopped(card_payer: Payer) -> None:
    card_payer.send("/payments", amount="160")
    payment = payment_of(card_payer)
    page = come_back(card_payer, payment)
    assert "You have not paid yet" in text_of(page)
    assert f'href="{payment.checkout_url}"' in page.text
    back = text_of(card_payer.open(query_string={"back": 1}))
    assert "You did not pay, and nothing was charged." in back
    said = text_of(card_payer.open())
    assert "Being paid just now" in said
    assert "€160.00 The payment page is open until" in said


def test_a_payment_that_was_cancelled_says_that_nothing_was_charged(card_payer: Payer) -> None:
    card_payer.send("/payments", amount="160")
    payment = payment_of(card_payer)
    card_payer.send(f"/payments/{payment.id}/cancellation")
    said = text_of(come_back(card_payer, payment))
    assert "This payment came to nothing Nothing was charged." in said


def test_while_stripe_is_away_the_bank_details_stand_ready_and_nothing_is_lost(
    card_payer: Payer, stripe: StripeStandIn
) -> None:
    with stripe.outage():
        answer = card_payer.send("/payments", amount="160", amount_email="me@home.example")
    said = text_of(answer)
    assert answer.status_code == 409
    assert "Paying by card does not work just now. Nothing was charged." in said
    assert "IBAN NL02 ABNA 0123 4567 89" in said
    assert 'value="160"' in answer.text
    with card_payer.office.at_work():
        assert rows(Payment) == []


def test_what_is_too_little_for_a_card_is_said_to_be_so(
    card_payer: Payer, stripe: StripeStandIn
) -> None:
    few_cents = Decimal("0.30")
    card_payer.send("/payments", amount=str(Decimal(all_of_it(card_payer)) - few_cents))
    stripe.pay_checkout(str(payment_of(card_payer).checkout_id))
    stripe.deliver_all()
    assert all_of_it(card_payer) == str(few_cents)
    said = text_of(card_payer.send("/payments", all=str(few_cents)))
    assert "This amount is too small or too large to be paid by card." in said
    assert "IBAN NL02 ABNA 0123 4567 89" in said


def test_a_payment_whose_message_has_not_come_is_looked_for_again_and_again(
    card_payer: Payer, stripe: StripeStandIn
) -> None:
    card_payer.send("/payments", amount="160")
    payment = payment_of(card_payer)
    with stripe.outage():
        page = come_back(card_payer, payment)
        last = card_payer.open(f"/payments/{payment.id}?look={views.LOOKS}")
    assert "Your payment is on its way" in text_of(page)
    assert f'content="4;url={card_payer.path}/payments/{payment.id}?look=1"' in page.text
    assert "http-equiv" not in last.text
    assert "You do not have to wait" in text_of(last)


def test_wrong_keys_of_the_agency_are_not_the_debtors_trouble(
    card_payer: Payer, stripe: StripeStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agency.payments.accounts.crypto.unseal", lambda _: "sk_test_revoked0")
    said = text_of(card_payer.send("/payments", amount="160"))
    assert "Paying by card does not work just now" in said
    assert "secret key" not in said


def test_the_payment_of_another_case_is_not_there(
    paying: Office, card_payer: Payer, opens_link: Opens
) -> None:
    other = paying.start_payment(paying.accepted_case(), Money.of(100))
    assert card_payer.open(f"/payments/{other.id}").status_code == 404


def test_coming_back_later_asks_the_question_first(card_payer: Payer, app: Flask) -> None:
    card_payer.send("/payments", amount="160")
    path = f"{card_payer.path}/payments/{payment_of(card_payer).id}"
    answer = app.test_client().get(path)
    assert answer.status_code == 302
    assert "next=" in answer.location


def test_who_comes_back_while_the_message_is_acted_upon_reads_that_all_is_paid(
    card_payer: Payer, stripe: StripeStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    card_payer.send("/payments", all=all_of_it(card_payer))
    payment = payment_of(card_payer)
    stripe.deliveries.hold()
    stripe.pay_checkout(str(payment.checkout_id))

    def meanwhile(shown: Payment) -> PaymentState:
        assert shown.case.is_open, "The page has read the case."
        stripe.deliveries.release()
        stripe.deliver_all()
        db.session.refresh(shown)
        return state_of(shown)

    state_of = receipts.state_of
    monkeypatch.setattr(receipts, "state_of", meanwhile)
    assert "All is paid" in text_of(come_back(card_payer, payment))


def test_two_invoices_of_a_case_are_paid_in_one_go(
    paying: Office, opens_link: Opens, stripe: StripeStandIn
) -> None:
    debtor = new_debtor()
    one, two = (new_claim(debtor=debtor, invoice_no=number) for number in ("ONE-1", "TWO-2"))
    payer = opens_link(one, two)
    payer.answer()
    payer.send("/payments", all=all_of_it(payer))
    payment = payment_of(payer)
    stripe.pay_checkout(str(payment.checkout_id))
    said = text_of(come_back(payer, payment))
    assert "ONE-1, TWO-2" in said
    assert "All is paid" in said
