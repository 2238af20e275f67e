"""A debtor with a payment link, and the browser it is opened in."""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from flask import Flask, has_request_context, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from agency.cases import paylinks
from agency.cases.facts import NewClaim
from agency.cases.models import Case, PayLink
from portal.web import get
from tests.office import Office, rows
from tests.texts import lacking

POSTCODE = "3511 AB"
WRONG = "9999 ZZ"


@dataclass
class Payer:
    """Somebody with a link in one browser."""

    client: FlaskClient
    office: Office
    case_id: uuid.UUID
    path: str

    def open(self, page: str = "", **options: Any) -> TestResponse:
        """Open a page of the link."""
        return self.client.get(self.path + page, **options)

    def send(self, page: str = "", **form: str) -> TestResponse:
        """Send a form of the link."""
        return self.client.post(self.path + page, data=form)

    def answer(self, answer: str = POSTCODE, **form: str) -> TestResponse:
        """Answer the light check."""
        return self.send(answer=answer, **form)

    def link(self) -> PayLink:
        """The link as it is stored."""
        with self.office.at_work():
            found: PayLink = rows(PayLink, PayLink.case_id == self.case_id)[-1]
            return found


Opens = Callable[..., Payer]


@pytest.fixture(autouse=True)
def _all_languages_have_what_is_shown(app: Flask) -> Iterator[None]:
    """Whatever a test here shows in English, debtors of the other languages can read as well."""
    with lacking(app, "en", when=_on_debtors_pages) as unread:
        yield
    assert unread == set(), "Name the file of these texts in debtors.cfg."


def _on_debtors_pages() -> bool:
    return has_request_context() and request.blueprint in {"pay", "guest", "guarantor"}


@pytest.fixture
def opens_link(office: Office) -> Opens:
    """A link of a case, in a browser that has not opened it yet."""

    def open_link(*claims: NewClaim, case_id: uuid.UUID | None = None) -> Payer:
        case_id = case_id or office.accepted_case(None, *claims)
        payer = Payer(office.app.test_client(), office, case_id, path_of(office, case_id))
        payer.open(query_string={"lang": "en"})
        return payer

    return open_link


@pytest.fixture
def payer(opens_link: Opens) -> Payer:
    """A debtor who passed the light check."""
    found = opens_link()
    assert found.answer().status_code == 303
    return found


@pytest.fixture
def card_payer(paying: Office, payer: Payer) -> Payer:
    """A debtor who can pay by card."""
    return payer


def path_of(office: Office, case_id: uuid.UUID) -> str:
    """The path of a case's payment link."""
    with office.at_work():
        address = paylinks.address(paylinks.link_for(get(Case, case_id)))
    return "/" + address.split("/", 3)[3]


def text_of(response: TestResponse) -> str:
    """What a page says, without its tags."""
    bare = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.text, flags=re.S)
    return " ".join(unescape(bare).split())
