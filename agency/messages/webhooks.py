"""What the gateway of text messages tells us: a message that came in, and what became of ours."""

import hmac
from uuid import UUID

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from agency.messages import services
from agency.messages.kinds import Delivery
from agency.messages.schemas import DeliverySchema, IncomingTextSchema
from portal import crypto, db
from portal.accounts.models import Agency
from portal.errors import NotFound
from portal.tenancy import acting_for
from portal.web import load, public

bp = Blueprint("text_hooks", __name__, url_prefix="/webhooks/sms")
SECRET_HEADER = "X-Webhook-Secret"  # noqa: S105 - the name of a header


@bp.post("/<slug>/incoming")
@public
def create_incoming(slug: str) -> ResponseReturnValue:
    """A text message that somebody sent to the agency."""
    agency_id = _agency_of(slug)
    with acting_for(agency_id):
        _must_know_secret()
        told = load(IncomingTextSchema)
        services.take_text(services.IncomingText(told.id, told.sender, told.to, told.text))
    return jsonify(outcome="taken")


@bp.post("/<slug>/status")
@public
def create_status(slug: str) -> ResponseReturnValue:
    """What became of a text message of ours."""
    agency_id = _agency_of(slug)
    with acting_for(agency_id):
        _must_know_secret()
        told = load(DeliverySchema)
        services.hear_of(told.id, Delivery(told.status))
    return jsonify(outcome="noted")


def _agency_of(slug: str) -> UUID:
    agency_id = db.session.scalar(select(Agency.id).where(Agency.slug == slug))
    db.roll_back()
    if agency_id is None:
        raise NotFound
    return agency_id


def _must_know_secret() -> None:
    """An agency without a gateway and a wrong secret look alike."""
    found = services.text_gateway()
    given = request.headers.get(SECRET_HEADER, "").encode()
    if found is None or not hmac.compare_digest(crypto.unseal(found.secret_sealed).encode(), given):
        raise NotFound
