"""The calls we make to Stripe: open and close a payment page, refund, look at the account."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

import stripe
from stripe.params import DisputeUpdateParamsEvidence, RefundCreateParams
from stripe.params.checkout import SessionCreateParams

from agency.payments.stripe_gateway import accounts, saved, statements
from agency.payments.stripe_gateway.client import client_of, is_live
from agency.payments.stripe_gateway.errors import ProviderRefused, translated
from agency.payments.stripe_gateway.values import (
    AccountFacts,
    Charged,
    ChargeOrder,
    Checkout,
    CheckoutState,
    CheckoutStatus,
    Keeping,
    KeptMethod,
    MethodFacts,
    ProviderMovement,
    ProviderRefund,
    RefundReason,
    SetupOrder,
    SetupPage,
    instant,
)
from portal.money import Money

PAGE_LANGUAGES = frozenset(
    [
        "bg",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "fi",
        "fr",
        "hr",
        "hu",
        "it",
        "lt",
        "lv",
        "mt",
        "nb",
        "nl",
        "pl",
        "pt",
        "ro",
        "sk",
        "sl",
        "sv",
    ]
)
"""European languages that the hosted page speaks."""
_LINE = "latest_charge.balance_transaction"
_CAME_TO_NOTHING = ("requires_payment_method", "canceled")
"""How a payment intent stands once its bank has sent a debit back."""


class StripeGateway:
    """One agency's Stripe account: that of its own key, or one connected to the platform's key."""

    def __init__(
        self, secret_key: str, api_base: str | None = None, *, connected: str | None = None
    ) -> None:
        self._secret_key = secret_key
        self._client = client_of(secret_key, api_base, connected)

    def open_checkout(
        self,
        *,
        payment_id: str,
        amount: Money,
        description: str,
        locale: str,
        success_url: str,
        cancel_url: str,
        expires_at: datetime,
        email: str | None,
        methods: Sequence[str] = ("card",),
        keeping: Keeping | None = None,
    ) -> Checkout:
        """Open a hosted page for one payment; asked again with the same values, it is that page.

        With `keeping` what it is paid by is kept as well, to be charged later while nobody is there.
        Stripe wants `expires_at` between 30 minutes and 24 hours from now, and remembers the
        payment's key for a day. ProviderAway, ProviderRefused.
        """
        about = {"payment_id": payment_id}
        params: SessionCreateParams = {
            "mode": "payment",
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": amount.currency.lower(),
                        "unit_amount": amount.minor,
                        "product_data": {"name": description},
                    },
                }
            ],
            "adaptive_pricing": {"enabled": False},
            "allowed_payment_method_types": list(methods),
            "cancel_url": cancel_url,
            "client_reference_id": payment_id,
            "expires_at": int(expires_at.timestamp()),
            "locale": _page_locale(locale),
            "metadata": about,
            "payment_intent_data": {"metadata": about, "description": description},
            "submit_type": "pay",
            "success_url": success_url,
        }
        if keeping:
            with translated():
                self._keep(params, about, keeping, email or "")
        elif email:
            params["customer_email"] = email
        with translated():
            session = self._client.v1.checkout.sessions.create(
                params, {"idempotency_key": f"checkout-{payment_id}"}
            )
        if session.url is None:
            raise ProviderRefused("This payment page is closed already. Start a new payment.")
        return Checkout(session.id, session.url, instant(session.expires_at))

    def _keep(
        self, params: SessionCreateParams, about: dict[str, str], keeping: Keeping, email: str
    ) -> None:
        """Have a page keep what it is paid by, for the debtor's own record at the provider."""
        about = about | {saved.SAVED: keeping.saved_id}
        params["customer"] = keeping.customer or saved.new_customer(
            self._client, keeping.saved_id, email
        )
        params["allowed_payment_method_types"] = list(keeping.methods)
        params["metadata"] = about
        params["payment_intent_data"] |= {"metadata": about, "setup_future_usage": "off_session"}

    def expire_checkout(self, checkout_id: str) -> bool:
        """Close a page for good; False when it was completed before. Twice changes nothing."""
        with translated():
            try:
                self._client.v1.checkout.sessions.expire(checkout_id)
            except stripe.InvalidRequestError:
                session = self._client.v1.checkout.sessions.retrieve(checkout_id)
                if session.status == "open":
                    raise
                return session.status == "expired"
        return True

    def read_checkout(self, checkout_id: str) -> CheckoutState:
        """How a page stands now.

        Stripe calls it complete and unpaid both while a bank is at work and when that came to
        nothing; the payment intent tells the two apart.
        """
        with translated():
            session = self._client.v1.checkout.sessions.retrieve(
                checkout_id, {"expand": [f"payment_intent.{_LINE}"]}
            )
        intent: Any = session.payment_intent
        paid = session.payment_status == "paid"
        return CheckoutState(
            status=cast(CheckoutStatus, session.status),
            paid=paid,
            payment_intent=intent.id if intent else None,
            amount=Money(session.amount_total or 0, (session.currency or "eur").upper()),
            failed=session.status == "complete" and not paid and intent.status in _CAME_TO_NOTHING,
            came_in_at=_came_in_at(intent) if paid else None,
        )

    def refund(
        self,
        *,
        payment_intent: str,
        amount: Money,
        idempotency_key: str,
        reason: RefundReason = "requested_by_customer",
    ) -> ProviderRefund:
        """Send money back to the payer, never more than came in. ProviderAway, ProviderRefused."""
        params: RefundCreateParams = {
            "payment_intent": payment_intent,
            "amount": amount.minor,
            "reason": reason,
        }
        with translated():
            made = self._client.v1.refunds.create(
                params, {"idempotency_key": f"refund-{idempotency_key}"}
            )
        return ProviderRefund(
            id=made.id,
            status=made.status or "pending",
            amount=Money(made.amount, made.currency.upper()),
            payment_intent=_id_of(made.payment_intent) or payment_intent,
        )

    def answer_dispute(
        self,
        dispute_id: str,
        *,
        what: str,
        payer: str,
        email: str,
        text: str,
        idempotency_key: str,
    ) -> None:
        """Hand in our side of a dispute; the provider takes it once. ProviderAway, ProviderRefused."""
        evidence: DisputeUpdateParamsEvidence = {
            "product_description": what,
            "uncategorized_text": text,
        }
        if payer:
            evidence["customer_name"] = payer
        if email:
            evidence["customer_email_address"] = email
        with translated():
            self._client.v1.disputes.update(
                dispute_id,
                {"evidence": evidence, "submit": True},
                {"idempotency_key": f"answer-{idempotency_key}"},
            )

    def open_setup(self, order: SetupOrder) -> SetupPage:
        """Open a hosted page on which a card or account is kept. ProviderAway, ProviderRefused."""
        return saved.open_setup(self._client, replace(order, locale=_page_locale(order.locale)))

    def read_setup(self, checkout_id: str, *, was_paid: bool = False) -> KeptMethod | None:
        """What was kept on a page, alone or with a payment; None while it is not completed."""
        read = saved.read_paid if was_paid else saved.read_setup
        return read(self._client, checkout_id)

    def read_method(self, method: str) -> MethodFacts | None:
        """A kept method as it is now; None where the provider knows it no more."""
        return saved.read_method(self._client, method)

    def forget_method(self, method: str) -> None:
        """Let the provider keep a method no longer."""
        saved.forget(self._client, method)

    def charge(self, order: ChargeOrder) -> Charged:
        """Take an amount from a kept method while the debtor is away. ProviderAway, ProviderRefused."""
        return saved.charge(self._client, order)

    def find_charge(self, *, customer: str, attempt_id: str) -> Charged | None:
        """What became of a try that was sent long ago."""
        return saved.find_charge(self._client, customer=customer, attempt_id=attempt_id)

    def read_movement(self, reference: str) -> ProviderMovement:
        """One line of the provider's statement. ProviderAway, ProviderRefused."""
        return statements.read_movement(self._client, reference)

    def movements_since(self, since: datetime) -> Iterator[ProviderMovement]:
        """All lines from a moment on, the newest first."""
        return statements.movements_since(self._client, since)

    def read_balance(self) -> list[Money]:
        """What the provider holds for the agency, by currency."""
        return statements.read_balance(self._client)

    def check_account(self) -> AccountFacts:
        """Whose key this is; ProviderRefused when it opens nothing."""
        with translated():
            account = self._client.v1.accounts.retrieve_current()
        return accounts.facts_of(account, livemode=is_live(self._secret_key))


def _page_locale(locale: str) -> str:
    """Our locale as the page knows it; `auto` lets the browser choose where it does not."""
    language = locale.replace("-", "_").split("_")[0].lower()
    language = {"no": "nb", "nn": "nb"}.get(language, language)
    return language if language in PAGE_LANGUAGES else "auto"


def _came_in_at(intent: Any) -> datetime | None:
    """When the money of a payment intent came onto the statement."""
    charge = intent.latest_charge if intent else None
    line = charge.balance_transaction if charge else None
    return instant(line.created) if line else None


def _id_of(reference: "str | stripe.PaymentIntent | None") -> str | None:
    return reference if reference is None or isinstance(reference, str) else reference.id
