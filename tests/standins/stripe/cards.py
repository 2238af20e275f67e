"""Stripe's published test cards and bank accounts, and what each of them does."""

from dataclasses import dataclass
from typing import Literal

Challenge = Literal["never", "unless_set_up", "always"]


@dataclass(frozen=True)
class Card:
    """A test card: its brand, and how the bank behind it answers."""

    number: str
    brand: str = "visa"
    country: str = "US"
    funding: str = "credit"
    error: str | None = None
    decline: str | None = None
    attaches: bool = True
    challenge: Challenge = "never"
    dispute: str | None = None
    refund: Literal["succeeds", "pends", "fails"] = "succeeds"
    token: str = ""

    @property
    def last4(self) -> str:
        return self.number[-4:]


MESSAGES = {
    "card_declined": "Your card was declined.",
    "insufficient_funds": "Your card has insufficient funds.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "incorrect_number": "Your card number is incorrect.",
    "invalid_number": "The card number is not a valid credit card number.",
    "invalid_expiry_month": "Your card's expiration month is invalid.",
    "invalid_expiry_year": "Your card's expiration year is invalid.",
    "invalid_cvc": "Your card's security code is invalid.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "test_mode_live_card": "Your card was declined. Your request was in test mode, but used a"
    " non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.",
    "payment_intent_authentication_failure": "We are unable to authenticate your payment method."
    " Please choose a different payment method and try again.",
    "authentication_required": "Your card was declined. This transaction requires authentication.",
}


def _declined(number: str, decline: str, **more: str) -> Card:
    return Card(number, error="card_declined", decline=decline, attaches=False, **more)  # type: ignore[arg-type]


CARDS = {
    card.number: card
    for card in (
        Card("4242424242424242", token="pm_card_visa"),
        Card("4000056655665556", funding="debit", token="pm_card_visa_debit"),
        Card("5555555555554444", brand="mastercard", token="pm_card_mastercard"),
        Card("378282246310005", brand="amex", token="pm_card_amex"),
        Card("4000005280000002", country="NL", token="pm_card_nl"),
        Card("4000000560000004", country="BE", token="pm_card_be"),
        Card("4000002760000016", country="DE", token="pm_card_de"),
        Card("4000005780000007", country="NO", token="pm_card_no"),
        _declined("4000000000000002", "generic_decline", token="pm_card_chargeDeclined"),
        _declined("4000000000009995", "insufficient_funds"),
        _declined("4000000000009987", "lost_card"),
        _declined("4000000000009979", "stolen_card"),
        Card("4000000000000069", error="expired_card", attaches=False),
        Card("4000000000000127", error="incorrect_cvc", attaches=False),
        Card("4000000000000119", error="processing_error", attaches=False),
        Card("4242424242424241", error="incorrect_number", attaches=False),
        Card(
            "4000000000000341",
            error="card_declined",
            decline="generic_decline",
            token="pm_card_chargeCustomerFail",
        ),
        Card(
            "4000002500003155",
            challenge="unless_set_up",
            token="pm_card_authenticationRequiredOnSetup",
        ),
        Card("4000002760003184", challenge="always", token="pm_card_authenticationRequired"),
        Card(
            "4000008260003178",
            challenge="always",
            error="card_declined",
            decline="insufficient_funds",
            token="pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
        ),
        Card("4000000000003220", challenge="always", token="pm_card_threeDSecure2Required"),
        Card("4000000000000259", dispute="fraudulent", token="pm_card_createDispute"),
        Card("4000000000002685", dispute="product_not_received"),
        Card("4000000000007726", refund="pends", token="pm_card_pendingRefund"),
        Card("4000000000005126", refund="fails", token="pm_card_refundFail"),
    )
}

TOKENS = {card.token: card for card in CARDS.values() if card.token}

IBAN_FAILS = frozenset({"DE62370400440532013001", "NL91ABNA0417164300", "BE62510007547061"})
"""Direct debits of these accounts come back; of all others they succeed."""

IBAN_DISPUTED = frozenset({"DE35370400440532013002"})
"""Direct debits of these accounts succeed and are called back at once."""


def passes_luhn(number: str) -> bool:
    """Whether the check digit of a card number is right."""
    digits = [int(d) for d in reversed(number)]
    return sum(sum(divmod(d * 2, 10)) if i % 2 else d for i, d in enumerate(digits)) % 10 == 0
