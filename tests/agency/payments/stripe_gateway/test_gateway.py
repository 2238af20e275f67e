"""The gateway, through the real SDK, against the stand-in."""

from datetime import timedelta
from typing import Any

import pytest

from agency.payments.stripe_gateway import (
    ProviderRefused,
    StripeGateway,
)
from portal.money import Money
from tests.agency.payments.stripe_gateway.conftest import AMOUNT
from tests.standins.stripe import StripeStandIn


def paid(standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any]) -> str:
    """The payment intent of a page that was paid."""
    checkout = gateway.open_checkout(**terms)
    standin.pay_checkout(checkout.id)
    intent = gateway.read_checkout(checkout.id).payment_intent
    assert intent
    return intent


def test_a_page_carries_the_payment_and_its_amount(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any]
) -> None:
    checkout = gateway.open_checkout(**terms)

    session = standin.read(checkout.id)
    assert checkout.url == f"{standin.url}/c/pay/{checkout.id}"
    assert checkout.expires_at == terms["expires_at"].replace(microsecond=0)
    assert session["amount_total"] == 12345
    assert session["currency"] == "eur"
    assert session["metadata"] == {"payment_id": "0192f0c1-payment"}
    assert session["payment_method_types"] == ["card"]
    assert session["customer_email"] == "debtor@example.com"
    assert session["locale"] == "nl"
    assert session["adaptive_pricing"] == {"enabled": False}


def test_the_payment_is_named_on_the_money_too(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any]
) -> None:
    intent = standin.read(paid(standin, gateway, terms))
    assert intent["metadata"] == {"payment_id": "0192f0c1-payment"}
    assert standin.read(intent["latest_charge"])["amount"] == 12345


def test_a_double_click_opens_one_page(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any]
) -> None:
    first, second = gateway.open_checkout(**terms), gateway.open_checkout(**terms)
    assert first == second
    assert len(standin.store.newest("checkout.session")) == 1


def test_a_payment_keeps_to_its_first_amount(gateway: StripeGateway, terms: dict[str, Any]) -> None:
    gateway.open_checkout(**terms)
    with pytest.raises(ProviderRefused) as refusal:
        gateway.open_checkout(**{**terms, "amount": Money(1)})
    assert refusal.value.code == "idempotency_error"


@pytest.mark.parametrize(
    ("ours", "theirs"), [("nl_NL", "nl"), ("en-GB", "en"), ("no", "nb"), ("tlh", "auto")]
)
def test_a_page_speaks_the_debtors_language_where_it_can(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any], ours: str, theirs: str
) -> None:
    checkout = gateway.open_checkout(**{**terms, "locale": ours})
    assert standin.read(checkout.id)["locale"] == theirs


def test_a_page_offers_the_methods_it_is_given(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any]
) -> None:
    checkout = gateway.open_checkout(**terms, methods=("card", "ideal"))
    assert standin.read(checkout.id)["payment_method_types"] == ["card", "ideal"]


def test_an_open_page_is_unpaid(gateway: StripeGateway, terms: dict[str, Any]) -> None:
    state = gateway.read_checkout(gateway.open_checkout(**terms).id)
    assert (state.status, state.paid, state.payment_intent) == ("open", False, None)
    assert state.amount == AMOUNT


def test_a_paid_page_is_complete(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any]
) -> None:
    checkout = gateway.open_checkout(**terms)
    session = standin.pay_checkout(checkout.id)
    state = gateway.read_checkout(checkout.id)
    assert (state.status, state.paid) == ("complete", True)
    assert state.payment_intent == session["payment_intent"]


def test_a_direct_debit_is_complete_before_it_is_paid(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any]
) -> None:
    checkout = gateway.open_checkout(**terms, methods=("sepa_debit",))
    debit = {"type": "sepa_debit", "sepa_debit": {"iban": "NL39RABO0300065264"}}
    session = standin.pay_checkout(checkout.id, method=debit)
    assert gateway.read_checkout(checkout.id).paid is False
    standin.settle(session["payment_intent"])
    assert gateway.read_checkout(checkout.id).paid is True


def test_a_direct_debit_that_came_back_is_told_from_one_under_way(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any]
) -> None:
    checkout = gateway.open_checkout(**terms, methods=("sepa_debit",))
    debit = {"type": "sepa_debit", "sepa_debit": {"iban": "NL39RABO0300065264"}}
    session = standin.pay_checkout(checkout.id, method=debit)
    before = gateway.read_checkout(checkout.id)
    standin.settle(session["payment_intent"], paid=False)
    after = gateway.read_checkout(checkout.id)
    assert (before.status, before.paid, before.failed) == ("complete", False, False)
    assert (after.status, after.paid, after.failed) == ("complete", False, True)


def test_money_that_came_in_is_told_with_its_moment_on_the_statement(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any]
) -> None:
    checkout = gateway.open_checkout(**terms)
    assert gateway.read_checkout(checkout.id).came_in_at is None
    standin.pay_checkout(checkout.id)
    [line] = gateway.movements_since(terms["expires_at"] - timedelta(days=2))
    assert gateway.read_checkout(checkout.id).came_in_at == line.happened_at


def test_an_open_page_can_be_closed_and_closing_twice_changes_nothing(
    gateway: StripeGateway, terms: dict[str, Any]
) -> None:
    checkout = gateway.open_checkout(**terms)
    assert gateway.expire_checkout(checkout.id) is True
    assert gateway.expire_checkout(checkout.id) is True
    assert gateway.read_checkout(checkout.id).status == "expired"


def test_a_page_that_was_paid_cannot_be_closed(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any]
) -> None:
    checkout = gateway.open_checkout(**terms)
    standin.pay_checkout(checkout.id)
    assert gateway.expire_checkout(checkout.id) is False


def test_closing_an_unknown_page_is_refused(gateway: StripeGateway) -> None:
    with pytest.raises(ProviderRefused) as refusal:
        gateway.expire_checkout("cs_test_a1nothing")
    assert refusal.value.code == "resource_missing"


def test_a_part_can_be_refunded(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any]
) -> None:
    intent = paid(standin, gateway, terms)
    refund = gateway.refund(payment_intent=intent, amount=Money(2345), idempotency_key="r1")
    assert (refund.amount, refund.status, refund.payment_intent) == (
        Money(2345),
        "succeeded",
        intent,
    )


def test_a_refund_asked_twice_is_made_once(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any]
) -> None:
    intent = paid(standin, gateway, terms)
    first, second = (
        gateway.refund(payment_intent=intent, amount=Money(100), idempotency_key="r1")
        for _ in range(2)
    )
    assert first.id == second.id
    assert standin.read(standin.read(intent)["latest_charge"])["amount_refunded"] == 100


def test_no_more_is_refunded_than_came_in(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any]
) -> None:
    intent = paid(standin, gateway, terms)
    with pytest.raises(ProviderRefused, match="greater than"):
        gateway.refund(payment_intent=intent, amount=Money(12346), idempotency_key="r1")


def test_an_admin_sees_whose_keys_these_are(gateway: StripeGateway) -> None:
    facts = gateway.check_account()
    assert facts.name == "Noordzee Incasso B.V."
    assert facts.id.startswith("acct_")
    assert (facts.livemode, facts.country, facts.currency) == (False, "NL", "EUR")
    assert (facts.charges_enabled, facts.payouts_enabled) == (True, True)


def test_live_keys_are_told_from_test_keys(standin: StripeStandIn) -> None:
    standin.add_account("sk_live_noordzee")
    assert StripeGateway("sk_live_noordzee", standin.url).check_account().livemode is True


def test_a_wrong_key_is_told_without_showing_it(standin: StripeStandIn) -> None:
    with pytest.raises(ProviderRefused, match="does not accept the secret key") as refusal:
        StripeGateway("sk_test_of_nobody", standin.url).check_account()
    assert refusal.value.code == "key_refused"
    assert "nobody" not in str(refusal.value)


def test_one_agency_does_not_see_the_pages_of_another(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any]
) -> None:
    standin.add_account("sk_test_other")
    checkout = gateway.open_checkout(**terms)
    with pytest.raises(ProviderRefused) as refusal:
        StripeGateway("sk_test_other", standin.url).read_checkout(checkout.id)
    assert refusal.value.code == "resource_missing"
