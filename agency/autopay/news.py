"""What the provider's messages call for about kept methods and their charges, in any order, once."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from agency.autopay import services
from agency.autopay.kinds import MethodState, Over
from agency.autopay.models import ChargeAttempt, SavedMethod
from agency.autopay.queries import by_reference
from agency.cases.services import lock
from agency.payments.news import POSTED, Facts, add_act
from agency.payments.stripe_gateway import charged, method_facts
from portal import db, outbox
from portal.tenancy import acting

T = TypeVar("T", ChargeAttempt, SavedMethod)
NOT_OURS, KNOWN = "not ours", "known"


def intent_told(kind: str, on: date, intent: Facts) -> str:
    """A charge came in, is under way, or was declined; or a debtor paid where it chose its card."""
    attempt = _record(ChargeAttempt, intent, "attempt_id")
    if attempt is None:
        return setup_told(kind, on, intent)
    return POSTED if services.answer(attempt, charged(dict(intent))) else KNOWN


def setup_told(_kind: str, _on: date, setup: Facts) -> str:
    """A debtor chose a card or account: have it read from the provider, which the return may have done."""
    saved = _record(SavedMethod, setup, "saved_method_id")
    if saved is None or saved.state != MethodState.ASKED:
        return NOT_OURS if saved is None else KNOWN
    outbox.later("autopay.complete", saved_method_id=saved.id)
    return "asked for"


def method_told(_kind: str, _on: date, method: Facts) -> str:
    """A card has a new number or date of expiry, by its network or by the provider."""
    facts = method_facts(dict(method))
    found = by_reference(facts.id)
    for saved in found:
        saved.exp_month, saved.exp_year, saved.last4 = facts.exp_month, facts.exp_year, facts.last4
        if saved.risk_for and not saved.expires_before(saved.risk_for):
            saved.risk, saved.risk_for = "", None
            db.session.flush()
            services.go_on(saved.case)
    return "noted" if found else NOT_OURS


def method_gone(_kind: str, _on: date, method: Facts) -> str:
    """The provider keeps a method no longer."""
    return _withdraw(str(method["id"]))


def mandate_told(_kind: str, _on: date, mandate: Facts) -> str:
    """A mandate that is not active any more allows nothing."""
    if mandate.get("status") != "inactive":
        return KNOWN
    return _withdraw(str(mandate.get("payment_method")))


def _withdraw(method_ref: str) -> str:
    found = by_reference(method_ref)
    for saved in found:
        lock(saved.case)
        db.session.refresh(saved)
        services.end(saved, Over.WITHDRAWN, by="stripe")
    return "ended" if found else NOT_OURS


def _record(model: type[T], facts: Facts, name: str) -> T | None:
    try:
        record_id = UUID(str((facts.get("metadata") or {}).get(name)))
    except ValueError:
        return None
    return db.session.get(model, (acting().agency_id, record_id))


for _kind in ("succeeded", "processing", "payment_failed"):
    add_act(f"payment_intent.{_kind}", intent_told)
add_act("setup_intent.succeeded", setup_told)
for _kind in ("updated", "automatically_updated"):
    add_act(f"payment_method.{_kind}", method_told)
add_act("payment_method.detached", method_gone)
add_act("mandate.updated", mandate_told)
