"""Shared by the tests of the portal's own parts."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine


@pytest.fixture(scope="module")
def owner(app: Flask) -> Iterator[Engine]:
    """Connections of the role that owns the schema."""
    engine = create_engine(app.extensions["settings"].owner_database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def catalogue(owner: Engine) -> Iterator[Connection]:
    """The database's own words about its tables."""
    with owner.connect() as connection:
        yield connection
