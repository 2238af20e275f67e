"""What the card provider tells us: checked, kept as it came, and acted upon once, in any order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import structlog
from flask import Blueprint, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select, text
from werkzeug.exceptions import BadRequest

from agency.payments import connecting
from agency.payments.accounts import webhook_secret
from agency.payments.models import ProviderEvent
from agency.payments.news import POSTED, TooEarly, act_upon, is_money_in, post_together
from agency.payments.news.reading import NOT_OURS, payment_in
from agency.payments.stripe_gateway import ForgedEvent, UnreadableEvent, is_live, read_event
from agency.payments.stripe_gateway import ProviderEvent as Told
from portal import clock, db, outbox
from portal.accounts.models import Agency
from portal.bulk import among
from portal.errors import NotFound
from portal.jobs import every, job
from portal.keys import new_key
from portal.tenancy import acting, acting_for
from portal.together import as_json, rows_of, together
from portal.web import public

bp = Blueprint("webhooks", __name__, url_prefix="/webhooks")
log = structlog.get_logger()

_AGENCIES: dict[str, UUID] = {}
"""Agencies by slug, as this process has met them."""
_OWNERS: dict[str, UUID] = {}
"""Agencies by their connected account, as this process has met them."""


@bp.post("/stripe/<slug>")
@public
def stripe(slug: str) -> ResponseReturnValue:
    """Take an event in. Once it is kept the answer is good, even if acting upon it must wait."""
    return jsonify(outcome=_receive(_agency_of(slug), lambda: _proved(slug)))


@bp.post("/stripe")
@public
def connected() -> ResponseReturnValue:
    """Take in an event of an account that is connected to the platform's.

    The answer to what is nobody's is good too, so that it is not sent again for days. Accounts that
    are connected for real money tell of what they only try out as well; that is not money.
    """
    settings = current_app.extensions["settings"]
    if not settings.stripe_platform_key:
        raise NotFound
    told = _read(settings.stripe_platform_webhook_secret, asked="platform")
    is_meant = told.livemode == is_live(settings.stripe_platform_key)
    agency_id = _owner_of(told.account) if is_meant else None
    if agency_id is None:
        log.warning("stripe.not_ours", account=told.account, kind=told.kind, event_id=told.id)
        return jsonify(outcome="not ours")
    return jsonify(outcome=receive(agency_id, _about_account(told)))


def receive(agency_id: UUID, told: Told) -> str:
    """Keep an event and act upon it in one transaction; if acting fails, keep it for later."""
    return _receive(agency_id, lambda: told)


def _receive(agency_id: UUID, read: Callable[[], Told]) -> str:
    told = None
    try:
        with acting_for(agency_id):
            told = read()
            event_id = _keep(told, POSTED)
            if event_id is None:
                return "known"
            outcome = act_upon(told.kind, told.created_at, told.object)
            if outcome != POSTED:
                db.session.get_one(ProviderEvent, (agency_id, event_id)).outcome = outcome
            return outcome
    except Exception as error:
        if told is None:
            raise
        log.exception("stripe.waits", event_id=told.id, kind=told.kind, error=type(error).__name__)
        with acting_for(agency_id):
            event_id = _keep(told)
            if event_id is not None:
                outbox.later("payments.act_upon", at=clock.now() + RETRY, event_id=event_id)
        return "kept"


def _agency_of(slug: str) -> UUID:
    """The agency of an address. It is proved together with its signature, so it may be an old one."""
    if slug not in _AGENCIES:
        agency_id = db.session.scalar(select(Agency.id).where(Agency.slug == slug))
        db.roll_back()
        if agency_id is None:
            raise NotFound
        _AGENCIES[slug] = agency_id
    return _AGENCIES[slug]


def _proved(slug: str) -> Told:
    """What the provider says, once its signature is proved."""
    secret = webhook_secret(slug)
    if secret is None:
        _AGENCIES.pop(slug, None)
        raise NotFound
    return _read(secret, asked=str(acting().agency_id))


def _read(secret: str, *, asked: str) -> Told:
    try:
        return read_event(request.get_data(), request.headers.get("Stripe-Signature", ""), secret)
    except (ForgedEvent, UnreadableEvent) as error:
        log.warning("stripe.refused", error=type(error).__name__, agency_id=asked)
        raise BadRequest from None


def _owner_of(account_ref: str) -> UUID | None:
    """The agency of an account. Whose it is never changes, so that it may be remembered."""
    if account_ref not in _OWNERS:
        agency_id = connecting.agency_of(account_ref)
        if agency_id is None:
            return None
        _OWNERS[account_ref] = agency_id
    return _OWNERS[account_ref]


def _about_account(told: Told) -> Told:
    """Of an account only its name is kept; what else Stripe says of its owner is no business of ours."""
    about = told.kind.startswith("account.")
    return replace(told, object={"id": told.account}) if about else told


RETRY = timedelta(seconds=10)
GIVEN_UP = timedelta(days=3)
"""After so long the nights have read the statement: what names no payment of ours then is not ours."""
AT_A_TIME = 200


@job("payments.act_upon", queue="urgent")
def act_again(event_id: str) -> None:
    """Act upon an event that could not be acted upon when it came."""
    event = db.session.scalars(
        select(ProviderEvent).where(ProviderEvent.id == UUID(event_id)).with_for_update()
    ).one()
    if event.handled_at is None:
        event.outcome = _outcome_of(event)
        event.handled_at = clock.now()


def _outcome_of(event: ProviderEvent) -> str:
    """What came of it. The message of a refund or a chargeback does not say whose it is, but its payment
    does: one that nobody knows by now is of money that the agency takes elsewhere with its account.
    """
    try:
        return act_upon(event.kind, event.created_at, event.payload)
    except TooEarly:
        if event.received_at > clock.now() - GIVEN_UP or payment_in(event.payload):
            raise
        return NOT_OURS


@job("payments.post_together", queue="urgent")
def post_waiting(event_ids: list[str]) -> None:
    """Post the money of events that waited, all in one go; each by itself where that fails."""
    try:
        with acting_for(acting().agency_id):
            _post(event_ids)
    except Exception as error:
        log.exception("stripe.apart", events=len(event_ids), error=type(error).__name__)
        for event_id in event_ids:
            outbox.later("payments.act_upon", event_id=event_id)


def _post(event_ids: list[str]) -> None:
    events = db.session.scalars(
        select(ProviderEvent)
        .where(among(ProviderEvent.id, event_ids), ProviderEvent.handled_at.is_(None))
        .order_by(ProviderEvent.id)
        .with_for_update(skip_locked=True)
    ).all()
    outcomes = post_together([(event.created_at, event.payload) for event in events])
    for event, outcome in zip(events, outcomes, strict=True):
        event.outcome, event.handled_at = outcome, clock.now()


@job("payments.sweep", queue="urgent")
def sweep(after: str | None = None) -> None:
    """Try again what has been waiting, such as a refund that overtook its payment.

    A chunk at a time, the rest by a job anew, so that what goes on waiting keeps nothing else back.
    """
    begin = [] if after is None else [ProviderEvent.id > UUID(after)]
    waiting = db.session.scalars(
        select(ProviderEvent)
        .where(
            ProviderEvent.handled_at.is_(None),
            ProviderEvent.received_at < clock.now() - RETRY,
            *begin,
        )
        .order_by(ProviderEvent.id)
        .limit(AT_A_TIME)
    ).all()
    if len(waiting) == AT_A_TIME:
        outbox.later("payments.sweep", after=waiting[-1].id)
    money = [event.id for event in waiting if is_money_in(event.kind, event.payload)]
    if money:
        outbox.later("payments.post_together", event_ids=money)
    for event in waiting:
        if event.id not in money:
            outbox.later("payments.act_upon", event_id=event.id)


every(60, "payments.sweep")


def _keep(told: Told, outcome: str | None = None) -> UUID | None:
    """Store an event, as handled if its outcome is given; None when it was here before."""
    row = {
        "id": new_key(),
        "agency_id": acting().agency_id,
        "provider": "stripe",
        "event_id": told.id,
        "kind": told.kind,
        "created_at": told.created_at,
        "payload": dict(told.object),
        "received_at": clock.now(),
        "handled_at": None if outcome is None else clock.now(),
        "outcome": outcome or "",
    }
    [new] = together((_NEW_EVENT, {"rows": as_json([row])}))
    return new[0].id if new else None


_NEW_EVENT = text(
    f"insert into provider_events select * from {rows_of('provider_events')} "  # noqa: S608 - our own name
    "on conflict (agency_id, provider, event_id) do nothing returning id"
)
