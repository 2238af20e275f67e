"""The HTTP face of the API: keys, parameters, idempotency and errors as Stripe answers them."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request

from tests.standins.stripe import parameters
from tests.standins.stripe.current import standin
from tests.standins.stripe.endpoints import ENDPOINTS, Endpoint, expanded
from tests.standins.stripe.errors import ApiError
from tests.standins.stripe.faults import cut
from tests.standins.stripe.merchant import Merchant
from tests.standins.stripe.resources import (
    account_links,
    accounts,
    balance,
    charges,
    checkout_sessions,
    customers,
    disputes,
    mandates,
    payment_intents,
    payment_methods,
    payouts,
    refunds,
    setup_intents,
    webhook_endpoints,
)
from tests.standins.stripe.store import Resource

SERVED = (
    account_links,
    accounts,
    balance,
    charges,
    checkout_sessions,
    customers,
    disputes,
    mandates,
    payment_intents,
    payment_methods,
    payouts,
    refunds,
    setup_intents,
    webhook_endpoints,
)
"""Whose endpoints are in the table; importing a module registers them."""

KEY_LIFE = 24 * 3600
"""An idempotency key is remembered for a day."""


bp = Blueprint("api", __name__)


def _view(found: Endpoint) -> Callable[..., Response]:
    def view(**ids: str) -> Response:
        return _answer(found, ids)

    return view


for _found in ENDPOINTS:
    bp.add_url_rule(
        _found.rule, f"{_found.method} {_found.rule}", _view(_found), methods=[_found.method]
    )


@bp.route("/v1/<path:rest>", methods=["GET", "POST", "DELETE"])
def unknown(rest: str) -> Response:
    """Whatever nobody serves."""
    refusal = ApiError(
        f"Unrecognized request URL ({request.method}: /v1/{rest}). Please see"
        " https://stripe.com/docs or we can help at https://support.stripe.com/."
    )
    return _respond(404, refusal.body, standin.new_request_id())


def _answer(found: Endpoint, ids: dict[str, str]) -> Response:
    reference = standin.new_request_id()
    try:
        fault = standin.faults.strike()
        if fault == "refused":
            return cut()
        merchant = _merchant(reference)
        pairs = list((request.form if found.method == "POST" else request.args).items(multi=True))
        params = parameters.read(found.params, pairs)
        status, body, replayed = _once(merchant, found, ids, params, pairs)
    except ApiError as error:
        return _respond(error.status, error.body, reference)
    finally:
        standin.deliveries.wake()
    return cut() if fault == "lost" else _respond(status, body, reference, replayed)


def _once(
    merchant: Merchant,
    found: Endpoint,
    ids: dict[str, str],
    params: dict[str, Any],
    pairs: list[tuple[str, str]],
) -> tuple[int, Resource, bool]:
    """Carry the request out, or repeat the answer that its idempotency key had."""
    key = request.headers.get("Idempotency-Key") if found.method == "POST" else None
    if key is None:
        return (*_carry_out(merchant, found, ids, params), False)
    if not 0 < len(key) <= 255:
        raise ApiError("Idempotency keys must be between 1 and 255 characters long.")
    print_of = hashlib.sha256(repr(sorted(pairs)).encode()).hexdigest()
    with merchant.store.lock:
        rows = merchant.store.execute(
            "select * from answers where account = ? and key = ? and at > ?",
            merchant.account,
            key,
            merchant.now - KEY_LIFE,
        )
        if rows:
            _same_request(key, rows[0]["endpoint"], rows[0]["params"] == print_of)
            return int(rows[0]["status"]), json.loads(rows[0]["body"]), True
        status, body = _carry_out(merchant, found, ids, params)
        merchant.store.execute(
            "insert or replace into answers values (?, ?, ?, ?, ?, ?, ?)",
            merchant.account,
            key,
            request.path,
            print_of,
            status,
            json.dumps(body),
            merchant.now,
        )
    return status, body, False


def _same_request(key: str, endpoint: str, same: bool) -> None:
    if endpoint != request.path:
        problem = (
            f"Keys for idempotent requests can only be used for the same endpoint they were first"
            f" used for ('{request.path}' vs '{endpoint}')."
        )
    elif not same:
        problem = (
            "Keys for idempotent requests can only be used with the same parameters they were"
            " first used with."
        )
    else:
        return
    raise ApiError(
        f"{problem} Try using a key other than '{key}' if you meant to execute a different"
        " request.",
        kind="idempotency_error",
    )


def _carry_out(
    merchant: Merchant, found: Endpoint, ids: dict[str, str], params: dict[str, Any]
) -> tuple[int, Resource]:
    paths = params.pop("expand", [])
    try:
        with merchant.store.transaction():
            made = found.handler(merchant, params, **ids)
            return 200, expanded(merchant, made, paths)
    except ApiError as error:
        return error.status, error.body


def _merchant(reference: str) -> Merchant:
    """Whom the request acts for: the owner of its key, or an account connected to that."""
    given = request.authorization
    key = (given.token or given.username or "") if given else ""
    if not key:
        raise ApiError(
            "You did not provide an API key. You need to provide your API key in the Authorization"
            " header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
            status=401,
        )
    account = standin.account_of_key(key)
    if account is None:
        hidden = f"{key[:8]}{'*' * max(0, len(key) - 12)}{key[-4:]}"
        raise ApiError(f"Invalid API Key provided: {hidden}", status=401)
    connected = request.headers.get("Stripe-Account")
    if connected and connected != account:
        if not accounts.is_connected(standin.store, account, connected):
            raise accounts.no_access(connected)
        account = connected
    return standin.merchant(
        account,
        livemode="_live_" in key[:8],
        request={"id": reference, "idempotency_key": request.headers.get("Idempotency-Key")},
    )


def _respond(status: int, body: Resource, reference: str, replayed: bool = False) -> Response:
    answer = Response(json.dumps(body), status, mimetype="application/json")
    answer.headers["Request-Id"] = reference
    if key := request.headers.get("Idempotency-Key"):
        answer.headers["Idempotency-Key"] = key
    if replayed:
        answer.headers["Idempotent-Replayed"] = "true"
    return answer
