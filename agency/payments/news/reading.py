"""What all news of the provider has in common: whose payment it is about, how much, what came of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from agency.payments.models import Payment
from portal import db
from portal.money import Money
from portal.tenancy import acting

Facts = Mapping[str, Any]
POSTED, POSTED_BEFORE, NOT_OURS = "posted", "posted before", "not ours"


class TooEarly(Exception):
    """What an event speaks of is not known yet; another event must come first."""


def payment_id_in(facts: Facts) -> UUID | None:
    """Which payment something was made for; None where it was made elsewhere."""
    try:
        return UUID(str((facts.get("metadata") or {}).get("payment_id")))
    except ValueError:
        return None


def payment_in(facts: Facts) -> Payment | None:
    """The payment that a charge, a refund or a dispute is about, if it is one of ours."""
    payment_id = payment_id_in(facts)
    found = payment_id and db.session.get(Payment, (acting().agency_id, payment_id))
    if found:
        return found
    intent = facts.get("payment_intent")
    if not intent:
        return None
    return db.session.scalars(
        select(Payment).where(Payment.payment_intent == str(intent))
    ).one_or_none()


def paid_in(facts: Facts) -> Payment:
    """The payment whose money something is about. TooEarly while it is not in the books."""
    found = payment_in(facts)
    if found is None or found.paid_at is None:
        raise TooEarly(f"The payment of {facts.get('id')} is not in the books yet.")
    return found


def amount_in(facts: Facts, name: str = "amount") -> Money:
    """An amount of something in its currency."""
    return Money(int(facts[name]), str(facts["currency"]).upper())
