"""Whether the portal lives, whether it is ready, and its numbers."""

import hmac

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from redis.exceptions import RedisError
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from portal import db
from portal.errors import NotFound
from portal.outbox import OutboxJob, store
from portal.web import public

bp = Blueprint("health", __name__)

WAITING = Gauge("portal_outbox_waiting", "Jobs written down and not yet handed to the queue.")


def init_app(app: Flask) -> None:
    """Answer the probes."""
    app.register_blueprint(bp)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process lives."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """The process can do its work. Without the queue store it still can; jobs wait in the outbox."""
    parts = {"database": _database(), "queue": _queue()}
    return jsonify(parts), 200 if parts["database"] == "ok" else 503


@bp.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """Numbers for Prometheus, behind a token."""
    token = current_app.extensions["settings"].metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(token, given):
        raise NotFound
    WAITING.set(db.session.scalar(select(func.count()).select_from(OutboxJob)) or 0)
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _database() -> str:
    try:
        db.session.execute(text("select 1"))
    except SQLAlchemyError:
        return "away"
    return "ok"


def _queue() -> str:
    try:
        store().ping()
    except RedisError:
        return "away"
    return "ok"
