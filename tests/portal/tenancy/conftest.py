"""Two agencies, and connections that look past the first lock."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection

from tests.office import Office, open_office


@pytest.fixture
def other(app: Flask) -> Office:
    """Another agency."""
    return open_office(app)


@pytest.fixture
def raw(app: Flask) -> Iterator[Connection]:
    """A connection of the application that passes the first lock: plain SQL."""
    with app.extensions["engine"].connect() as connection:
        yield connection
