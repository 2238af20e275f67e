"""Cards and accounts that are kept for later, and taking money from them while the debtor is away."""

from typing import Any

import stripe
from stripe.params import CustomerCreateParams, PaymentIntentCreateParams
from stripe.params.checkout import SessionCreateParams

from agency.payments.stripe_gateway.errors import (
    NO_SUCH,
    ProviderAway,
    ProviderRefused,
    translated,
)
from agency.payments.stripe_gateway.values import (
    Charged,
    ChargeOrder,
    KeptMethod,
    MethodFacts,
    SetupOrder,
    SetupPage,
    instant,
)

ATTEMPT = "attempt_id"
PAYMENT = "payment_id"
SAVED = "saved_method_id"
_KEPT = ("succeeded", "processing")
_UNUSABLE = (NO_SUCH, "payment_method_unactivated")


def open_setup(client: stripe.StripeClient, order: SetupOrder) -> SetupPage:
    """Open a hosted page on which a card or account is kept; asked again it is that page."""
    with translated():
        customer = order.customer or new_customer(client, order.saved_id, order.email)
        session = client.v1.checkout.sessions.create(
            _page_of(order, customer), {"idempotency_key": f"setup-{order.saved_id}"}
        )
    if session.url is None:
        raise ProviderRefused("This page is closed already. Start again.")
    return SetupPage(session.id, session.url, instant(session.expires_at), customer)


def read_setup(client: stripe.StripeClient, checkout_id: str) -> KeptMethod | None:
    """What was kept on a page; None while it is not completed."""
    with translated():
        session = client.v1.checkout.sessions.retrieve(
            checkout_id, {"expand": ["setup_intent.payment_method", "setup_intent.mandate"]}
        )
    setup: Any = session.setup_intent
    if session.status != "complete" or setup is None or setup.status != "succeeded":
        return None
    mandate = setup.mandate
    details = mandate.payment_method_details if mandate else None
    return KeptMethod(
        customer=str(setup.customer),
        method=_facts(setup.payment_method),
        mandate=mandate.id if mandate else None,
        mandate_url=details.sepa_debit.url if details and details.type == "sepa_debit" else "",
    )


def read_paid(client: stripe.StripeClient, checkout_id: str) -> KeptMethod | None:
    """What was kept on a page on which something was paid as well; None while it is not completed.

    A debit that its bank has yet to carry out has kept its account already.
    """
    with translated():
        session = client.v1.checkout.sessions.retrieve(
            checkout_id,
            {"expand": ["payment_intent.payment_method", "payment_intent.latest_charge"]},
        )
        intent: Any = session.payment_intent
        if session.status != "complete" or intent is None or intent.status not in _KEPT:
            return None
        mandate = _mandate_of(client, intent.latest_charge)
    details = mandate.payment_method_details.sepa_debit if mandate else None
    return KeptMethod(
        customer=str(intent.customer),
        method=_facts(intent.payment_method),
        mandate=mandate.id if mandate else None,
        mandate_url=details.url if details else "",
    )


def read_method(client: stripe.StripeClient, method: str) -> MethodFacts | None:
    """A kept method as it is now; None where the provider knows it no more, or not for a customer."""
    with translated():
        try:
            found = client.v1.payment_methods.retrieve(method)
        except stripe.InvalidRequestError as error:
            if error.code == NO_SUCH:
                return None
            raise
    return _facts(found) if found.customer else None


def forget(client: stripe.StripeClient, method: str) -> None:
    """Let the provider keep a method no longer. Twice changes nothing."""
    if read_method(client, method) is None:
        return
    with translated():
        client.v1.payment_methods.detach(method)


def charge(client: stripe.StripeClient, order: ChargeOrder) -> Charged:
    """Take an amount from a kept method; asked again for the same try, it is the same charge.

    A decline is an answer, not an error. ProviderAway when nobody knows whether it was taken.
    """
    params: PaymentIntentCreateParams = {
        "amount": order.amount.minor,
        "currency": order.amount.currency.lower(),
        "customer": order.customer,
        "payment_method": order.method,
        "allowed_payment_method_types": [order.kind],
        "confirm": True,
        "off_session": True,
        "description": order.description,
        "metadata": {ATTEMPT: order.attempt_id, PAYMENT: order.payment_id},
    }
    if order.mandate:
        params["mandate"] = order.mandate
    with translated():
        try:
            made = client.v1.payment_intents.create(
                params, {"idempotency_key": f"attempt-{order.attempt_id}"}
            )
        except stripe.CardError as error:
            return _declined(error)
        except stripe.IdempotencyError as error:
            raise ProviderAway from error  # The same try is being carried out at this moment.
        except stripe.InvalidRequestError as error:
            if error.code not in _UNUSABLE:
                raise
            return Charged("declined", None, str(error.code), "")
    return charged(made.to_dict())


def find_charge(client: stripe.StripeClient, *, customer: str, attempt_id: str) -> Charged | None:
    """What became of a try that was sent long ago; None where the provider never had it."""
    with translated():
        found = client.v1.payment_intents.list({"customer": customer, "limit": 100})
        for each in found.auto_paging_iter():
            intent = each.to_dict()
            if (intent.get("metadata") or {}).get(ATTEMPT) == attempt_id:
                return charged(intent)
    return None


def charged(intent: dict[str, Any]) -> Charged:
    """How a payment intent stands, as its object or a message says."""
    status = {"succeeded": "paid", "processing": "processing"}.get(str(intent["status"]))
    error = intent.get("last_payment_error") or {}
    code = str(error.get("decline_code") or error.get("code") or "")
    if intent["status"] == "requires_action":
        code = "authentication_required"
    return Charged(
        status or "declined", str(intent["id"]), code, str(error.get("advice_code") or "")
    )


def new_customer(client: stripe.StripeClient, saved_id: str, email: str) -> str:
    """Whose a method will be; asked again for the same method, it is the same."""
    person: CustomerCreateParams = {"metadata": {SAVED: saved_id}}
    if email:
        person["email"] = email
    key = f"customer-{saved_id}"
    return client.v1.customers.create(person, {"idempotency_key": key}).id


def _mandate_of(client: stripe.StripeClient, charge: Any) -> stripe.Mandate | None:
    debit = getattr(charge.payment_method_details, "sepa_debit", None) if charge else None
    return client.v1.mandates.retrieve(debit.mandate) if debit and debit.mandate else None


def _page_of(order: SetupOrder, customer: str) -> SessionCreateParams:
    about = {SAVED: order.saved_id}
    return {
        "mode": "setup",
        "currency": order.currency.lower(),
        "customer": customer,
        "allowed_payment_method_types": list(order.methods),
        "cancel_url": order.cancel_url,
        "client_reference_id": order.saved_id,
        "expires_at": int(order.expires_at.timestamp()),
        "locale": order.locale,
        "metadata": about,
        "setup_intent_data": {"metadata": about},
        "success_url": order.success_url,
    }


def _declined(error: stripe.CardError) -> Charged:
    body: Any = error.json_body or {}
    told: dict[str, Any] = body.get("error") or {}
    intent: dict[str, Any] = told.get("payment_intent") or {}
    code = told.get("decline_code") or error.code
    if error.code == "authentication_required":
        code = error.code
    advice = told.get("advice_code")
    return Charged("declined", intent.get("id"), str(code or ""), str(advice or ""))


def _facts(method: stripe.PaymentMethod) -> MethodFacts:
    return method_facts(method.to_dict())


def method_facts(method: dict[str, Any]) -> MethodFacts:
    """What may be shown of a kept method, as its object or a message says."""
    kind = str(method["type"])
    detail: dict[str, Any] = method.get(kind) or {}
    return MethodFacts(
        id=str(method["id"]),
        kind=kind,
        brand=str(detail.get("display_brand") or detail.get("brand") or ""),
        last4=str(detail.get("last4") or ""),
        exp_month=detail.get("exp_month"),
        exp_year=detail.get("exp_year"),
    )
