"""Browsers at the agency's desk, each with somebody signed in."""

import pytest
from flask.testing import FlaskClient

from tests.office import Office


@pytest.fixture
def client(office: Office) -> FlaskClient:
    """A collector's, for tests of one person."""
    return office.sign_in(office.collector)


@pytest.fixture
def collector(office: Office) -> FlaskClient:
    return office.sign_in(office.collector)


@pytest.fixture
def manager(office: Office) -> FlaskClient:
    return office.sign_in(office.manager)


@pytest.fixture
def finance(office: Office) -> FlaskClient:
    return office.sign_in(office.finance)


@pytest.fixture
def admin(office: Office) -> FlaskClient:
    return office.sign_in(office.admin)
