"""What happens between "pay" and money: challenges, declines, debits under way, success."""

from typing import Any

from tests.standins.stripe.cards import IBAN_DISPUTED, IBAN_FAILS, MESSAGES
from tests.standins.stripe.errors import ApiError, card_error
from tests.standins.stripe.merchant import Merchant
from tests.standins.stripe.resources import charges, disputes
from tests.standins.stripe.resources.mandates import open_mandate
from tests.standins.stripe.resources.payment_methods import card_of
from tests.standins.stripe.store import Resource, visible


def attempt(merchant: Merchant, intent: Resource, *, off_session: bool = False) -> Resource:
    """Try to take the money with the intent's payment method. ApiError when the bank declines."""
    method = merchant.get("payment_method", intent["payment_method"], "payment_method")
    if method["type"] not in intent["payment_method_types"]:
        allowed = ", ".join(intent["payment_method_types"])
        raise ApiError(
            f"The PaymentMethod provided ({method['type']}) is not allowed for this PaymentIntent."
            f" Please attach a PaymentMethod of one of the following types: {allowed}."
        )
    card = card_of(method)
    if card and not intent["_authenticated"] and _challenges(card.challenge, method, off_session):
        if off_session:
            return _decline(
                merchant, intent, method, "authentication_required", "authentication_required"
            )
        return ask(merchant, intent)
    if card and card.error:
        code, _ = charges.reason_of(card)
        return _decline(merchant, intent, method, code, card.decline)
    if method["type"] in ("ideal", "bancontact") and not intent["_authenticated"]:
        return ask(merchant, intent)
    charge = charges.open_charge(merchant, intent, method)
    intent.update(latest_charge=charge["id"], next_action=None, last_payment_error=None)
    if method["type"] == "sepa_debit":
        return _debit(merchant, intent, charge, method)
    _succeed(merchant, intent, charge)
    if card and card.dispute:
        disputes.open_dispute(merchant, merchant.get("charge", charge["id"]), card.dispute)
    return intent


def ask(merchant: Merchant, intent: Resource) -> Resource:
    """The bank wants to see its customer: wait for the challenge page."""
    url = f"{merchant.url}/challenge/{intent['id']}"
    intent["status"] = "requires_action"
    if intent["_return_url"] or intent.get("_session"):
        back = intent["_return_url"]
        intent["next_action"] = {
            "type": "redirect_to_url",
            "redirect_to_url": {"return_url": back, "url": url},
        }
    else:
        intent["next_action"] = {
            "type": "use_stripe_sdk",
            "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": url},
        }
    merchant.save(intent)
    merchant.emit(f"{intent['object']}.requires_action", intent)
    return intent


def authenticate(merchant: Merchant, intent: Resource, *, passed: bool) -> Resource:
    """The challenge is over. ApiError when it failed, or when the bank declines after it."""
    if intent["status"] != "requires_action":
        raise ApiError("This payment does not wait for its bank any more.")
    intent["next_action"] = None
    if passed:
        intent["_authenticated"] = True
        return attempt(merchant, intent)
    code = "payment_intent_authentication_failure"
    return _refuse(merchant, intent, card_error(code, MESSAGES[code]))


def settle_debit(
    merchant: Merchant, intent: Resource, *, paid: bool | None = None, why: str = "generic_decline"
) -> Resource:
    """The debtor's bank answers a direct debit; by default as its test account number says.

    Where it does not pay, `why` is the code of the decline: the code of the error itself is empty.
    """
    if intent["status"] != "processing":
        raise ApiError("Only a payment that is processing can settle.")
    method = merchant.get("payment_method", intent["payment_method"])
    charge = merchant.get("charge", intent["latest_charge"])
    intent.update(processing=None, _settles_at=None)
    if paid is None:
        paid = method["_iban"] not in IBAN_FAILS
    if paid:
        _succeed(merchant, intent, charge)
        if method["_iban"] in IBAN_DISPUTED:
            disputes.open_dispute(
                merchant, merchant.get("charge", charge["id"]), "debit_not_authorized"
            )
        return intent
    message = "The customer's bank returned the direct debit."
    charges.fail(merchant, charge, why, message)
    error = card_error("", message, decline_code=why, charge=charge["id"])
    _record_failure(merchant, intent, error)
    tell_session(merchant, intent, "async_payment_failed", paid=False)
    return intent


def tell_session(merchant: Merchant, intent: Resource, news: str, *, paid: bool) -> None:
    """A payment made on a checkout page changes its session too."""
    if not intent.get("_session"):
        return
    session = merchant.get("checkout.session", intent["_session"])
    session.update(status="complete", url=None, payment_status="paid" if paid else "unpaid")
    merchant.save(session)
    merchant.emit(f"checkout.session.{news}", session)


def _succeed(merchant: Merchant, intent: Resource, charge: Resource) -> None:
    later = intent["status"] == "processing"
    charges.succeed(merchant, charge)
    intent.update(status="succeeded", amount_received=intent["amount"], last_payment_error=None)
    merchant.save(intent)
    _remember_method(merchant, intent)
    merchant.emit("payment_intent.succeeded", intent)
    tell_session(merchant, intent, "async_payment_succeeded" if later else "completed", paid=True)
    charges.settle(merchant, charge)


def _debit(merchant: Merchant, intent: Resource, charge: Resource, method: Resource) -> Resource:
    usage = "multi_use" if intent["setup_future_usage"] else "single_use"
    mandate = open_mandate(merchant, method, usage=usage)
    charge["payment_method_details"]["sepa_debit"]["mandate"] = mandate["id"]
    merchant.save(charge)
    delay = merchant.store.setting("settle_delay")
    intent.update(
        status="processing",
        processing={"type": "sepa_debit"},
        _settles_at=merchant.now + int(delay) if delay else None,
    )
    merchant.save(intent)
    _remember_method(merchant, intent)
    merchant.emit("charge.pending", charge)
    merchant.emit("payment_intent.processing", intent)
    tell_session(merchant, intent, "completed", paid=False)
    return intent


def _decline(
    merchant: Merchant, intent: Resource, method: Resource, code: str, decline: str | None
) -> Resource:
    charge = charges.open_charge(merchant, intent, method)
    message = MESSAGES[decline if decline in MESSAGES else code]
    charges.fail(merchant, charge, code, message)
    intent["latest_charge"] = charge["id"]
    error = card_error(code, message, decline_code=decline, charge=charge["id"])
    return _refuse(merchant, intent, error)


def _refuse(merchant: Merchant, intent: Resource, error: ApiError) -> Resource:
    _record_failure(merchant, intent, error)
    error.detail["payment_intent"] = visible(intent)
    raise error


def _record_failure(merchant: Merchant, intent: Resource, error: ApiError) -> None:
    method = merchant.get("payment_method", intent["payment_method"])
    failure: dict[str, Any] = {**error.detail, "payment_method": visible(method)}
    intent.update(
        status="requires_payment_method",
        payment_method=None,
        last_payment_error=failure,
        _authenticated=False,
    )
    merchant.save(intent)
    merchant.emit("payment_intent.payment_failed", intent)


def _remember_method(merchant: Merchant, intent: Resource) -> None:
    if not (intent["customer"] and intent["setup_future_usage"]):
        return
    method = merchant.get("payment_method", intent["payment_method"])
    if method["customer"]:
        return
    method.update(customer=intent["customer"], _set_up=True)
    merchant.save(method)
    merchant.emit("payment_method.attached", method)


def _challenges(challenge: str, method: Resource, off_session: bool) -> bool:
    if challenge == "unless_set_up":
        return not (off_session and method.get("_set_up"))
    return challenge == "always"
