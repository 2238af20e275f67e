"""The provider's own statement, line by line: its fees are booked, and the books are held against it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from agency.payments.costs import book_cost
from agency.payments.models import Movement
from agency.payments.news.reading import payment_in
from agency.payments.stripe_gateway import ProviderMovement
from portal import clock, db
from portal.keys import new_key
from portal.tenancy import acting


def take(told: ProviderMovement, *, difference: str = "") -> bool:
    """Keep a line of the statement and book the provider's fee on it; False when it was known."""
    payment = payment_in(told.source)
    row: Mapping[str, Any] = {
        "agency_id": acting().agency_id,
        "id": new_key(),
        "reference": told.id,
        "kind": told.kind,
        "source": told.source_id,
        "amount_minor": told.amount.minor,
        "fee_minor": told.fee.minor,
        "currency": told.amount.currency,
        "happened_at": told.happened_at,
        "payment_id": payment.id if payment else None,
        "difference": difference,
        "seen_at": clock.now(),
    }
    new = db.session.execute(
        insert(Movement).values(row).on_conflict_do_nothing().returning(Movement.id)
    ).first()
    book_cost(
        told.fee,
        key=told.id,
        text=f"{told.kind} {told.source_id}",
        on=clock.day_of(told.happened_at),
        case_id=payment.case_id if payment else None,
    )
    return new is not None
