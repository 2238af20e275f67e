"""Webhook endpoints: where an account wants to hear of events, and the events themselves."""

from collections.abc import Mapping
from typing import Any

from stripe import api_version
from stripe.params import (
    EventListParams,
    EventRetrieveParams,
    WebhookEndpointCreateParams,
    WebhookEndpointDeleteParams,
    WebhookEndpointListParams,
    WebhookEndpointRetrieveParams,
    WebhookEndpointUpdateParams,
)

from tests.standins.stripe.endpoints import endpoint, listing, retrieving
from tests.standins.stripe.errors import ApiError
from tests.standins.stripe.merchant import Merchant, metadata
from tests.standins.stripe.store import Resource

listing("/v1/events", "event", EventListParams)
retrieving("/v1/events", "event", EventRetrieveParams)
listing("/v1/webhook_endpoints", "webhook_endpoint", WebhookEndpointListParams)
retrieving("/v1/webhook_endpoints", "webhook_endpoint", WebhookEndpointRetrieveParams)


@endpoint("POST", "/v1/webhook_endpoints", WebhookEndpointCreateParams)
def create(merchant: Merchant, params: Mapping[str, Any]) -> Resource:
    """The only answer that shows the signing secret."""
    secret = merchant.new_id("whsec_", 32)
    made = merchant.add(
        {
            "id": merchant.new_id("we_1"),
            "object": "webhook_endpoint",
            "api_version": params.get("api_version", api_version),
            "application": None,
            "created": merchant.now,
            "description": params.get("description") or None,
            "enabled_events": params["enabled_events"],
            "livemode": merchant.livemode,
            "metadata": metadata({}, params.get("metadata")),
            "status": "enabled",
            "url": _url(params["url"]),
            "_secret": secret,
            "_connect": params.get("connect", False),
        }
    )
    return {**made, "secret": secret}


@endpoint("POST", "/v1/webhook_endpoints/<id>", WebhookEndpointUpdateParams)
def update(merchant: Merchant, params: Mapping[str, Any], id: str) -> Resource:
    found = merchant.get("webhook_endpoint", id)
    if "url" in params:
        found["url"] = _url(params["url"])
    if "disabled" in params:
        found["status"] = "disabled" if params["disabled"] else "enabled"
    found["enabled_events"] = params.get("enabled_events", found["enabled_events"])
    found["description"] = params.get("description", found["description"]) or None
    found["metadata"] = metadata(found["metadata"], params.get("metadata"))
    return merchant.save(found)


@endpoint("DELETE", "/v1/webhook_endpoints/<id>", WebhookEndpointDeleteParams)
def delete(merchant: Merchant, _params: Mapping[str, Any], id: str) -> Resource:
    merchant.store.delete(merchant.get("webhook_endpoint", id))
    return {"id": id, "object": "webhook_endpoint", "deleted": True}


def hears(found: Resource, event: Resource) -> bool:
    """Whether an endpoint wants an event."""
    wanted = found["enabled_events"]
    return found["status"] == "enabled" and ("*" in wanted or event["type"] in wanted)


def _url(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise ApiError(
            "Invalid URL: An explicit scheme (such as https) must be provided.",
            param="url",
            code="url_invalid",
        )
    return url
