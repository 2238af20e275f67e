"""A case whose plan somebody guarantees."""

import uuid

import pytest

from tests.agency.contacts.desk import new_case
from tests.office import Office


@pytest.fixture
def case_id(office: Office) -> uuid.UUID:
    return new_case(office, locale="en")
