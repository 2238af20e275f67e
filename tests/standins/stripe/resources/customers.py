"""Customers: people whose payment methods are kept."""

from collections.abc import Mapping
from typing import Any

from stripe.params import (
    CustomerCreateParams,
    CustomerDeleteParams,
    CustomerListParams,
    CustomerRetrieveParams,
    CustomerUpdateParams,
)

from tests.standins.stripe.endpoints import endpoint, listing, retrieving
from tests.standins.stripe.merchant import ADDRESS, Merchant, metadata
from tests.standins.stripe.resources import payment_methods
from tests.standins.stripe.store import Resource

_COPIED = ["description", "email", "name", "phone", "preferred_locales", "shipping", "tax_exempt"]

listing("/v1/customers", "customer", CustomerListParams)
retrieving("/v1/customers", "customer", CustomerRetrieveParams)


@endpoint("POST", "/v1/customers", CustomerCreateParams)
def create(merchant: Merchant, params: Mapping[str, Any]) -> Resource:
    customer: Resource = {
        "id": merchant.new_id("cus_", 14),
        "object": "customer",
        "address": None,
        "balance": params.get("balance", 0),
        "created": merchant.now,
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "invoice_prefix": merchant.new_id("", 7).upper(),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": merchant.livemode,
        "metadata": {},
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }
    _change(customer, params)
    merchant.add(customer)
    if "payment_method" in params:
        method = params["payment_method"]
        payment_methods.attach(merchant, {"customer": customer["id"]}, method)
    merchant.emit("customer.created", customer)
    return customer


@endpoint("POST", "/v1/customers/<id>", CustomerUpdateParams)
def update(merchant: Merchant, params: Mapping[str, Any], id: str) -> Resource:
    customer = merchant.get("customer", id)
    _change(customer, params)
    merchant.save(customer)
    merchant.emit("customer.updated", customer)
    return customer


@endpoint("DELETE", "/v1/customers/<id>", CustomerDeleteParams)
def delete(merchant: Merchant, _params: Mapping[str, Any], id: str) -> Resource:
    customer = merchant.get("customer", id)
    merchant.store.delete(customer)
    merchant.emit("customer.deleted", customer)
    return {"id": id, "object": "customer", "deleted": True}


def _change(customer: Resource, params: Mapping[str, Any]) -> None:
    for name in _COPIED:
        if name in params:
            customer[name] = params[name] or None
    if "address" in params:
        customer["address"] = {**ADDRESS, **params["address"]} if params["address"] else None
    customer["metadata"] = metadata(customer["metadata"], params.get("metadata"))
    customer["invoice_settings"].update(params.get("invoice_settings") or {})
