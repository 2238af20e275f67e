"""A case whose creditor is asked."""

import uuid

import pytest

from agency.cases.models import Case
from portal.accounts.permissions import Role
from portal.web import get
from tests.agency.contacts.desk import new_case, on
from tests.agency.plans.test_plans import TODAY
from tests.office import Office, Person


@pytest.fixture
def case_id(office: Office) -> uuid.UUID:
    with on(TODAY):
        return new_case(office, email="jan@bakery.example")


@pytest.fixture
def owner(office: Office, case_id: uuid.UUID) -> Person:
    with office.at_work():
        return office.person(Role.OWNER, get(Case, case_id).creditor_id)
