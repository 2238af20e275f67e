"""What the card provider tells us: checked, kept as it came, and acted upon once, in any order."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from werkzeug.exceptions import BadRequest

from agency.ledger.models import AccountKind
from agency.ledger.posting import Line, NewEntry, post
from agency.payments import books, services, signals
from agency.payments.accounts import webhook_secret
from agency.payments.models import Payment, ProviderEvent
from agency.payments.stripe_gateway import ForgedEvent, UnreadableEvent, read_event
from agency.payments.stripe_gateway import ProviderEvent as Told
from portal import clock, db, outbox
from portal.accounts.models import Agency
from portal.errors import NotFound
from portal.jobs import every, job
from portal.keys import new_key
from portal.money import Money
from portal.tenancy import act_for, acting, acting_for
from portal.web import public

bp = Blueprint("webhooks", __name__, url_prefix="/webhooks")
log = structlog.get_logger()


class TooEarly(Exception):
    """What an event speaks of is not known yet; another event must come first."""


@bp.post("/stripe/<slug>")
@public
def stripe(slug: str) -> ResponseReturnValue:
    """Take an event in. Once it is kept the answer is good, even if acting upon it must wait."""
    agency = db.session.scalars(select(Agency).where(Agency.slug == slug)).one_or_none()
    if agency is None:
        raise NotFound
    act_for(agency.id)
    secret = webhook_secret()
    if secret is None:
        raise NotFound
    try:
        told = read_event(request.get_data(), request.headers.get("Stripe-Signature", ""), secret)
    except (ForgedEvent, UnreadableEvent) as error:
        log.warning("stripe.refused", error=type(error).__name__, agency_id=str(agency.id))
        raise BadRequest from None
    db.roll_back()
    return jsonify(outcome=receive(agency.id, told))


def receive(agency_id: UUID, told: Told) -> str:
    """Keep an event and act upon it in one transaction; if acting fails, keep it for later."""
    try:
        with acting_for(agency_id):
            event = _keep(told)
            if event is None:
                return "known"
            return act_upon(event)
    except Exception as error:
        log.exception("stripe.waits", event_id=told.id, kind=told.kind, error=type(error).__name__)
        with acting_for(agency_id):
            event = _keep(told)
            if event is not None:
                outbox.later("payments.act_upon", at=clock.now() + RETRY, event_id=event.id)
        return "kept"


RETRY = timedelta(seconds=10)


@job("payments.act_upon", queue="urgent")
def act_again(event_id: str) -> None:
    """Act upon an event that could not be acted upon when it came."""
    event = db.session.scalars(
        select(ProviderEvent).where(ProviderEvent.id == UUID(event_id)).with_for_update()
    ).one()
    if event.handled_at is None:
        act_upon(event)


@job("payments.sweep", queue="urgent")
def sweep() -> None:
    """Try again what has been waiting, such as a refund that overtook its payment."""
    waiting = db.session.scalars(
        select(ProviderEvent.id)
        .where(ProviderEvent.handled_at.is_(None), ProviderEvent.received_at < clock.now() - RETRY)
        .order_by(ProviderEvent.received_at)
        .limit(200)
    ).all()
    for event_id in waiting:
        outbox.later("payments.act_upon", event_id=event_id)


every(60, "payments.sweep")


def act_upon(event: ProviderEvent) -> str:
    """Do what an event calls for. TooEarly when another event must come first."""
    act = _ACTS.get(event.kind)
    event.outcome = act(event, event.payload) if act else "ignored"
    event.handled_at = clock.now()
    return event.outcome


def _keep(told: Told) -> ProviderEvent | None:
    """The stored event, or None when it was here before."""
    event_id = db.session.scalar(
        insert(ProviderEvent)
        .values(
            agency_id=acting().agency_id,
            id=new_key(),
            provider="stripe",
            event_id=told.id,
            kind=told.kind,
            created_at=told.created_at,
            payload=dict(told.object),
            received_at=clock.now(),
            outcome="",
        )
        .on_conflict_do_nothing(index_elements=["agency_id", "provider", "event_id"])
        .returning(ProviderEvent.id)
    )
    return db.session.get(ProviderEvent, (acting().agency_id, event_id)) if event_id else None


def _checkout_paid(event: ProviderEvent, checkout: Mapping[str, Any]) -> str:
    payment = _payment_of(checkout)
    if payment is None:
        return "not ours"
    if checkout.get("payment_status") != "paid":
        return "not paid yet"
    done = services.settle(
        payment,
        amount=_amount(checkout, "amount_total"),
        payment_intent=str(checkout["payment_intent"]),
        received_on=event.created_at.astimezone(clock.OFFICE_ZONE).date(),
    )
    return "posted" if done else "posted before"


def _checkout_over(event: ProviderEvent, checkout: Mapping[str, Any]) -> str:
    payment = _payment_of(checkout)
    if payment is None:
        return "not ours"
    services.end(payment, event.kind.rpartition(".")[2], by="stripe")
    return "ended"


def _refunded(event: ProviderEvent, refund: Mapping[str, Any]) -> str:
    if refund.get("status") != "succeeded":
        return "not refunded yet"
    payment = db.session.scalars(
        select(Payment).where(Payment.payment_intent == refund.get("payment_intent"))
    ).one_or_none()
    if payment is None or payment.paid_at is None:
        raise TooEarly(f"The payment of refund {refund.get('id')} is not in the books yet.")
    made = books.give_back(
        payment,
        _amount(refund, "amount"),
        provider_ref=str(refund["id"]),
        reason=str(refund.get("reason") or "refund"),
        on=event.created_at.astimezone(clock.OFFICE_ZONE).date(),
        by="stripe",
    )
    if made is None:
        return "posted before"
    signals.payment_refunded.send(made)
    return "posted"


def _paid_out(event: ProviderEvent, payout: Mapping[str, Any]) -> str:
    """Money moved between the provider and the trust account; a failed payout comes back."""
    amount = _amount(payout, "amount")
    sign = 1 if event.kind == "payout.paid" else -1
    new = post(
        NewEntry(
            key=f"{event.kind}:{payout['id']}",
            kind="payout",
            text=f"{event.kind} {payout['id']}",
            booked_on=event.created_at.astimezone(clock.OFFICE_ZONE).date(),
            lines=[
                Line(AccountKind.CLIENT_BANK, Money(sign * amount.minor, amount.currency)),
                Line(AccountKind.PROVIDER, Money(-sign * amount.minor, amount.currency)),
            ],
        )
    )
    return "posted" if new else "posted before"


def _payment_of(checkout: Mapping[str, Any]) -> Payment | None:
    """The payment that a checkout was opened for; None for one that was opened elsewhere."""
    try:
        payment_id = UUID(str((checkout.get("metadata") or {}).get("payment_id")))
    except ValueError:
        return None
    return db.session.get(Payment, (acting().agency_id, payment_id))


def _amount(facts: Mapping[str, Any], name: str) -> Money:
    return Money(int(facts[name]), str(facts["currency"]).upper())


_ACTS: dict[str, Callable[[ProviderEvent, Mapping[str, Any]], str]] = {
    "checkout.session.completed": _checkout_paid,
    "checkout.session.async_payment_succeeded": _checkout_paid,
    "checkout.session.async_payment_failed": _checkout_over,
    "checkout.session.expired": _checkout_over,
    "refund.created": _refunded,
    "refund.updated": _refunded,
    "payout.paid": _paid_out,
    "payout.failed": _paid_out,
}
EVENTS = tuple(_ACTS)
"""What the provider should tell us of; anything else is kept and not acted upon."""
