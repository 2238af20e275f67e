"""Every address is guarded, and no address shows one agency's or creditor's record to another."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from portal import web
from portal.accounts.permissions import CREDITOR_ROLES, STAFF_ROLES
from tests.office import Office, open_office
from tests.records import one_of_each

PUBLIC = {
    "static": "styles, scripts and fonts",
    "health.": "probes; the numbers are behind a token",
    "brand.": "an agency's colour and logo",
    "pay.": "the debtor's door, behind the light check of its own",
    "guarantor.": "somebody who is asked to guarantee a plan, behind a link of its own",
    "guest.": "somebody who pays for a debtor, and learns nothing of the case",
    "webhooks.": "the card provider, behind its signature",
    "text_hooks.": "the provider of text messages, behind its secret",
    "accounts.": "signing in; what is behind it asks for a session itself",
}
"""What answers without a desk's guard, and why."""


BRIEFLY = {"Content-Type": "application/json"}
"""Asks for a refusal without its page, which is drawn thousands of times otherwise."""


def rules(app: Flask) -> Iterator[Rule]:
    yield from app.url_map.iter_rules()


def desk_of(rule: Rule) -> str:
    """`staff`, `creditor` or nothing, by the address."""
    if rule.rule.startswith("/agency"):
        return "staff"
    return "creditor" if rule.rule.startswith("/creditor") else ""


def test_every_route_is_guarded_or_meant_to_be_public(app: Flask) -> None:
    loose = [
        rule.endpoint
        for rule in rules(app)
        if not desk_of(rule) and not rule.endpoint.startswith(tuple(PUBLIC))
    ]
    assert loose == []


def test_every_public_view_says_so(app: Flask) -> None:
    silent = [
        rule.endpoint
        for rule in rules(app)
        if not desk_of(rule)
        and rule.endpoint != "static"
        and not getattr(app.view_functions[rule.endpoint], "is_public", False)
        and not getattr(app.view_functions[rule.endpoint], "needs_sign_in", False)
    ]
    assert silent == []


def test_every_view_of_a_desk_names_its_permission(app: Flask) -> None:
    open_to_all = [
        rule.endpoint
        for rule in rules(app)
        if desk_of(rule) and getattr(app.view_functions[rule.endpoint], "permission", None) is None
    ]
    assert open_to_all == []


def test_no_page_of_a_desk_opens_without_signing_in(app: Flask) -> None:
    client = app.test_client()
    for rule in rules(app):
        if not desk_of(rule):
            continue
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = client.open(_address(app, rule, {}), method=method)
            assert answer.status_code == 302, (rule.endpoint, method)
            assert "/login" in answer.headers["Location"], rule.endpoint


def test_no_desk_opens_to_people_of_the_other(app: Flask, office: Office) -> None:
    creditor_id = office.new_creditor()
    clients = {
        "staff": _clients(office, creditor_id)["creditor"],
        "creditor": _clients(office, None)["staff"],
    }
    for rule in rules(app):
        if not desk_of(rule):
            continue
        for method in (rule.methods or set()) & {"GET", "POST"}:
            for client in clients[desk_of(rule)]:
                answer = client.open(_address(app, rule, {}), method=method, headers=BRIEFLY)
                assert answer.status_code == 404, (rule.endpoint, method)


def test_another_agencys_or_creditors_record_is_not_there(app: Flask, office: Office) -> None:
    mine = one_of_each(office)
    other = open_office(app)
    strangers = {
        "staff": _clients(other, None)["staff"],
        "creditor": [
            *_clients(office, office.new_creditor())["creditor"],
            *_clients(other, other.new_creditor())["creditor"],
        ],
    }
    tried = 0
    for rule in rules(app):
        if not desk_of(rule) or not rule.arguments & web.record_names():
            continue
        for method in (rule.methods or set()) & {"GET", "POST"}:
            for client in strangers[desk_of(rule)]:
                answer = client.open(_address(app, rule, mine), method=method, headers=BRIEFLY)
                assert answer.status_code in (403, 404), (rule.endpoint, method, answer.status_code)
                tried += answer.status_code == 404
    assert tried > 50


def test_every_id_in_an_address_stands_for_a_record(app: Flask) -> None:
    """An id that no guard turns into a record would have to be checked by hand in each view."""
    unknown = {
        (rule.endpoint, name)
        for rule in rules(app)
        if desk_of(rule)
        for name in rule.arguments
        if type(rule._converters[name]).__name__ == "UUIDConverter"
        and name not in web.record_names()
    }
    assert unknown == set()


@pytest.mark.parametrize("path", ["/login", "/healthz"])
def test_every_answer_carries_the_security_headers(app: Flask, path: str) -> None:
    headers = app.test_client().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def _clients(office: Office, creditor_id: uuid.UUID | None) -> dict[str, list[FlaskClient]]:
    """A browser for each role of a desk."""
    if creditor_id is None:
        return {"staff": [office.sign_in(office.person(role)) for role in sorted(STAFF_ROLES)]}
    people = [office.person(role, creditor_id) for role in sorted(CREDITOR_ROLES)]
    return {"creditor": [office.sign_in(person) for person in people]}


def _address(app: Flask, rule: Rule, records: dict[str, uuid.UUID]) -> str:
    values: dict[str, Any] = {}
    for name in rule.arguments:
        converter = type(rule._converters[name]).__name__
        if converter == "UUIDConverter":
            values[name] = records.get(name, uuid.UUID(int=7))
        else:
            values[name] = 0 if converter == "IntegerConverter" else "x"
    adapter = app.url_map.bind("localhost")
    return str(adapter.build(rule.endpoint, values, method=min(rule.methods or {"GET"})))
