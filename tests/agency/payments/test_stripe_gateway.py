"""The gateway, through the real SDK, against the stand-in."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import stripe

from agency.payments.stripe_gateway import (
    ForgedEvent,
    ProviderAway,
    ProviderRefused,
    StripeGateway,
    UnreadableEvent,
    read_event,
)
from portal.clock import now
from portal.errors import Refused
from portal.money import Money
from tests.standins.stripe import StripeStandIn, WebhookListener

KEY = "sk_test_noordzee"
AMOUNT = Money(12345)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries follow at once."""
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0)


@pytest.fixture
def standin() -> Iterator[StripeStandIn]:
    with StripeStandIn() as standin:
        standin.add_account(KEY, "Noordzee Incasso B.V.")
        yield standin


@pytest.fixture
def gateway(standin: StripeStandIn) -> StripeGateway:
    return StripeGateway(KEY, standin.url)


@pytest.fixture
def terms() -> dict[str, Any]:
    return {
        "payment_id": "0192f0c1-payment",
        "amount": AMOUNT,
        "description": "Noordzee Incasso, case 2026-00012",
        "locale": "nl",
        "success_url": "https://pay.noordzee.example/p/x/thanks?page={CHECKOUT_SESSION_ID}",
        "cancel_url": "https://pay.noordzee.example/p/x",
        "expires_at": now() + timedelta(hours=1),
        "email": "debtor@example.com",
    }


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


@pytest.mark.parametrize("outage", ["unavailable", "refused", "busy"])
def test_an_outage_is_told_in_plain_words(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any], outage: Any
) -> None:
    with standin.outage(outage), pytest.raises(ProviderAway) as away:
        gateway.open_checkout(**terms)
    assert isinstance(away.value, Refused)
    assert str(away.value) == (
        "Stripe does not answer now; nothing was charged. Try again in a minute."
    )
    assert gateway.open_checkout(**terms).url


def test_nobody_waits_for_a_stripe_that_is_silent(
    standin: StripeStandIn, terms: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agency.payments.stripe_gateway.client.TIMEOUT_SECONDS", 0.1)
    gateway = StripeGateway(KEY, standin.url)
    with standin.outage("silent"), pytest.raises(ProviderAway):
        gateway.open_checkout(**terms)


@pytest.mark.parametrize("outage", ["unavailable", "refused"])
def test_a_short_outage_is_not_noticed(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any], outage: Any
) -> None:
    with standin.outage(outage, requests=2):
        assert gateway.open_checkout(**terms).url


def test_an_answer_that_is_lost_makes_no_second_page(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any]
) -> None:
    with standin.outage("lost", requests=1):
        checkout = gateway.open_checkout(**terms)
    assert [page["id"] for page in standin.store.newest("checkout.session")] == [checkout.id]


def test_a_server_that_is_not_there_is_away(terms: dict[str, Any]) -> None:
    with StripeStandIn() as gone:
        url = gone.url
    with pytest.raises(ProviderAway):
        StripeGateway(KEY, url).open_checkout(**terms)


def test_a_webhook_is_read_once_its_signature_is_proved(
    standin: StripeStandIn, gateway: StripeGateway, terms: dict[str, Any]
) -> None:
    with WebhookListener() as listener:
        secret = standin.register_webhook(KEY, listener.url, ["checkout.session.completed"])
        checkout = gateway.open_checkout(**terms)
        standin.pay_checkout(checkout.id)
        standin.wait_idle()

    (letter,) = listener.received
    event = read_event(letter.payload, letter.signature, secret)
    assert event.kind == "checkout.session.completed"
    assert event.id == standin.events_of("checkout.session.completed")[0]["id"]
    assert event.livemode is False
    assert abs(event.created_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert event.object["id"] == checkout.id
    assert event.object["metadata"]["payment_id"] == "0192f0c1-payment"


PAYLOAD = json.dumps(
    {
        "id": "evt_1",
        "object": "event",
        "type": "charge.updated",
        "created": 1_700_000_000,
        "livemode": False,
        "data": {"object": {"id": "ch_1"}},
    }
)


def signed(payload: str, secret: str = "whsec_ours", at: int | None = None) -> str:
    return str(stripe.WebhookSignature.generate_signature_header(payload, secret, at))


def test_the_fields_of_an_event_are_kept_as_sent() -> None:
    event = read_event(PAYLOAD.encode(), signed(PAYLOAD), "whsec_ours")
    assert (event.id, event.kind, event.object) == ("evt_1", "charge.updated", {"id": "ch_1"})
    assert event.created_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "nonsense",
        "t=1,v1=",
        "t=x,v1=00",
        f"t={int(time.time())},v1=é",
        signed(PAYLOAD, "whsec_theirs"),
        signed(PAYLOAD + " "),
        signed(PAYLOAD).replace("v1=", "v0="),
    ],
    ids=["none", "nonsense", "empty", "no time", "letters", "other secret", "other text", "v0"],
)
def test_a_forged_webhook_is_told(signature: str) -> None:
    with pytest.raises(ForgedEvent):
        read_event(PAYLOAD.encode(), signature, "whsec_ours")


def test_a_changed_amount_breaks_the_signature() -> None:
    with pytest.raises(ForgedEvent):
        read_event(PAYLOAD.replace("ch_1", "ch_2").encode(), signed(PAYLOAD), "whsec_ours")


def test_a_webhook_replayed_after_five_minutes_is_refused() -> None:
    late, in_time = int(time.time()) - 310, int(time.time()) - 280
    with pytest.raises(ForgedEvent):
        read_event(PAYLOAD.encode(), signed(PAYLOAD, at=late), "whsec_ours")
    assert read_event(PAYLOAD.encode(), signed(PAYLOAD, at=in_time), "whsec_ours").id == "evt_1"


def test_nothing_is_proved_without_a_secret() -> None:
    with pytest.raises(ForgedEvent):
        read_event(PAYLOAD.encode(), signed(PAYLOAD, ""), "")


def test_bytes_that_are_no_text_are_no_webhook() -> None:
    with pytest.raises(ForgedEvent):
        read_event(b"\xff\xfe", signed("x"), "whsec_ours")


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "{",
        "[]",
        "null",
        '"text"',
        '{"id": 5}',
        PAYLOAD.replace('"evt_1"', "null"),
        PAYLOAD.replace('{"id": "ch_1"}', "7"),
        PAYLOAD.replace("1700000000", '"yesterday"'),
        PAYLOAD.replace("1700000000", "1e300"),
    ],
)
def test_a_signed_message_that_is_no_event_is_told(payload: str) -> None:
    with pytest.raises(UnreadableEvent):
        read_event(payload.encode(), signed(payload), "whsec_ours")
    assert issubclass(UnreadableEvent, ValueError)
