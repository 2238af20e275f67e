"""The hand on the stand-in over HTTP: what a person who shows the demo can make happen."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, request

from tests.standins.stripe.current import standin
from tests.standins.stripe.errors import ApiError

bp = Blueprint("control", __name__, url_prefix="/_control")


def given() -> dict[str, Any]:
    body = request.get_json(silent=True) or {}
    return body if isinstance(body, dict) else {}


@bp.get("/")
def show() -> Response:
    return jsonify(
        url=standin.url,
        now=standin.now(),
        outage=standin.faults.kind,
        deliveries=standin.deliveries.mode,
        events=len(standin.events),
    )


@bp.get("/events")
def events() -> Response:
    return jsonify(
        [
            {
                "id": event["id"],
                "type": event["type"],
                "object": event["data"]["object"]["id"],
                "deliveries": standin.deliveries.statuses(event["id"]),
            }
            for event in standin.events
        ]
    )


@bp.post("/accounts")
def accounts() -> Response:
    account = standin.add_account(**given())
    return jsonify(id=account.id, name=account.name)


@bp.post("/webhooks")
def webhooks() -> Response:
    return jsonify(secret=standin.register_webhook(**given()))


_VERBS = (
    "pay_checkout, settle, return_debit, refund, finish_refund, dispute, close_dispute, payout,"
    " introduce, restrict, deauthorize, authorize"
)


@bp.post(f"/<any({_VERBS}):verb>")
def act(verb: str) -> Response:
    return jsonify(getattr(standin, verb)(**given()))


@bp.post("/deliver")
def deliver() -> Response:
    standin.deliveries.again(**given())
    return jsonify(ok=True)


@bp.post("/deliveries")
def deliveries() -> Response:
    """`{"mode": "send" | "hold" | "drop" | "twice"}`; leaving `hold` releases in `order`."""
    body = given()
    held, standin.deliveries.mode = standin.deliveries.mode == "hold", body["mode"]
    if held and body["mode"] != "hold":
        standin.deliveries.release(body.get("order", "kept"))
        standin.deliveries.mode = body["mode"]
    return jsonify(mode=standin.deliveries.mode)


@bp.post("/outage")
def begin_outage() -> Response:
    body = given()
    standin.faults.begin(body.get("kind", "unavailable"), body.get("requests"))
    return jsonify(outage=standin.faults.kind)


@bp.delete("/outage")
def end_outage() -> Response:
    standin.faults.end()
    return jsonify(outage=None)


@bp.post("/advance")
def advance() -> Response:
    standin.advance(timedelta(seconds=int(given().get("seconds", 0))))
    return jsonify(now=standin.now())


@bp.errorhandler(ApiError)
def refused(error: ApiError) -> tuple[Response, int]:
    return jsonify(error.body), error.status


@bp.errorhandler(LookupError)
@bp.errorhandler(TypeError)
def misunderstood(error: Exception) -> tuple[Response, int]:
    return jsonify(error={"message": str(error)}), 400
