"""A creditor with a case, its owner at a browser, and the clerk who hands over."""

import uuid

import pytest
from flask.testing import FlaskClient

from portal.accounts.permissions import Role
from tests.creditor.handover import Clerk, clerk_of
from tests.office import Office, new_claim, new_debtor


@pytest.fixture
def creditor(office: Office) -> uuid.UUID:
    return office.new_creditor("Kantoorwerk")


@pytest.fixture
def owner(office: Office, creditor: uuid.UUID) -> FlaskClient:
    return office.sign_in(office.person(Role.OWNER, creditor))


@pytest.fixture
def case_id(office: Office, creditor: uuid.UUID) -> uuid.UUID:
    return office.accepted_case(creditor, new_claim(debtor=new_debtor(name="Bakkerij Korst")))


@pytest.fixture
def clerk(office: Office) -> Clerk:
    return clerk_of(office)
